//! What pages are made of: native elements dressed in the house style. No component knows a domain.

pub mod badge;
pub mod button;
pub mod charts;
pub mod dialog;
pub mod feedback;
pub mod field;
pub mod form;
pub mod icon;
pub mod loaded;
pub mod menu;
pub mod page;
pub mod pager;
pub mod poster;
pub mod stars;
pub mod table;
pub mod tabs;
pub mod toast;

pub use badge::{Badge, Tone};
pub use button::{Button, IconButton, Look};
pub use dialog::{ConfirmDialog, Dialog};
pub use feedback::{Empty, Failure, Progress, Skeleton, SkeletonGrid, SkeletonRows};
pub use field::{Check, SearchField, Select, Stars, TextArea, TextField};
pub use form::{Form, FormError};
pub use icon::Icon;
pub use loaded::Loaded;
pub use menu::{Menu, MenuItem, MenuLink};
pub use page::{PageHead, Section};
pub use pager::More;
pub use poster::{Poster, PosterShape};
pub use stars::HalfStars;
pub use table::{SortHeader, Table};
pub use tabs::{TabLink, Tabs};
pub use toast::Toasts;

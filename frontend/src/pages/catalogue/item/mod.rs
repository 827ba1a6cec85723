//! The page of an item: what it is, its parts, and what is one's own of it. Its head is there from the start, and the rest
//! comes when that can be read.

mod curate;
mod cycles;
mod facts;
mod fields;
mod former;
mod hero;
mod lists;
mod mine;
mod part;
mod parts;
mod plays;
mod rating;
mod related;
mod rest;
mod reviews;
mod share;
mod sources;

pub use facts::provider_name;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use medianest_web_api::operations::catalogue::{ItemDetail, ItemPage as Detail};
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::{Client, Id};
pub use rating::RatingField;
pub use rest::{ItemActions, ItemRest};

use crate::components::{AfterPaint, Empty, Loaded, Skeleton};
use crate::pages::later::{Later, Page};
use crate::stores::data::load;
use crate::{routes, t};

/// Asks for the item at this address, if it is one's.
pub fn ask_ahead(client: &Client, path: &str) {
    let id = path.strip_prefix("/items/").filter(|id| is_id(id));
    if let Some(id) = id {
        client.ask_ahead(Detail::operation(IdVariables { id: Id::new(id) }));
    }
}

/// What is no id of an item is not worth asking for.
fn is_id(text: &str) -> bool {
    text.starts_with("item_") && !text.contains('/')
}

/// The page of the item whose id is in the address.
#[component]
pub fn ItemPage() -> impl IntoView {
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.with(|parameters| parameters.get("id")).unwrap_or_default());
    // Another item is another page: nothing typed or opened for one belongs to the next.
    move || {
        let id = id.get();
        if is_id(&id) { view! { <OneItem id=Id::new(id) /> }.into_any() } else { view! { <Gone /> }.into_any() }
    }
}

#[component]
fn OneItem(id: Id) -> impl IntoView {
    let loaded = load(move || Detail::operation(IdVariables { id: id.clone() }));
    view! {
        <Loaded from=loaded skeleton=Shape let:data>
            {
                // While the page of a deleted item closes, what it was is still asked for.
                let item = Memo::new(move |last: Option<&Option<ItemDetail>>| {
                    data.get().media_item.or_else(|| last.cloned().flatten())
                });
                let is_there = move || data.with(|data| data.media_item.is_some());
                view! {
                    <Show when=is_there fallback=Gone>
                        <Whole item=Signal::derive(move || item.get().expect("it is shown only where it is there")) />
                    </Show>
                }
            }
        </Loaded>
    }
}

#[component]
fn Whole(item: Signal<ItemDetail>) -> impl IntoView {
    view! {
        <Title text=move || item.with(|item| item.name.clone()) />
        <article class="item-page">
            <hero::Hero item=item />
            <AfterPaint>
                <Later page=Page::ItemRest(item) inside=true />
            </AfterPaint>
        </article>
    }
    .into_any()
}

#[component]
fn Shape() -> impl IntoView {
    view! {
        <div class="item-hero" role="status" aria-label=t!("loading")>
            <div class="item-poster">
                <span class="skeleton poster-shape"></span>
            </div>
            <div class="item-words">
                <Skeleton width="55%" />
                <Skeleton width="30%" />
                <Skeleton width="80%" />
                <Skeleton width="70%" />
            </div>
        </div>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <Title text=t!("not-found-title") />
        <Empty icon="compass" whole=true title=t!("item-gone") text=t!("item-gone-text")>
            <A href=routes::DISCOVER attr:class="button primary">
                {t!("nav-discover")}
            </A>
        </Empty>
    }
}

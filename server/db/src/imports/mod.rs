//! Imports: the jobs, what went wrong row by row, the bulk writes they are made of, and how they are undone.

mod find;
mod jobs;
mod people;
mod undo;
mod write_diary;

pub use find::{PlayWindow, ShowProgress, TABLES, nearby_plays, rows_made, show_progress};
pub use jobs::{ImportError, ImportJob, ImportProgress, NewImportError, NewImportJob};
pub use people::{MovieLensPerson, ensure_movielens_people, first_administrator, person_named, timezone_of};
pub use undo::{UNDO_REFERENCES_TO_ITEMS, UNDO_REFERENCES_TO_USERS, Undone, undo};
pub use write_diary::{
    EntryChange, NewEntry, NewListItem, NewPlay, NewRating, NewReview, Owned, change_own_entries, complete_shows, ensure_cycles,
    ensure_list, insert_entries, insert_list_items, insert_plays, insert_ratings, insert_reviews, last_position,
};

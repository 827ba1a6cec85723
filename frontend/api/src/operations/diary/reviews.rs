//! What people write about things.

use super::RatingState;
use crate::operation::{mutations, operations};
use crate::operations::catalogue::ItemCard;
use crate::operations::common::{PageInfo, PersonCard};
use crate::scalars::{DateTime, Id};
use crate::schema;

/// A review, as it is read.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Review")]
pub struct ReviewRow {
    pub id: Id,
    pub user_id: Id,
    pub user: Option<PersonCard>,
    pub item: Option<ItemCard>,
    pub cycle_number: Option<i32>,
    pub rating: Option<RatingState>,
    pub title: Option<String>,
    pub html: String,
    pub contains_spoilers: bool,
    pub is_public: bool,
    pub created_at: DateTime,
    pub updated_at: DateTime,
}

/// A page of reviews.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ReviewConnection")]
pub struct ReviewRows {
    pub nodes: Vec<ReviewRow>,
    pub page_info: PageInfo,
}

/// One's own review, as it is written.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Review")]
pub struct OwnReview {
    pub id: Id,
    pub cycle_id: Option<Id>,
    pub cycle_number: Option<i32>,
    pub title: Option<String>,
    pub content: String,
    pub html: String,
    pub contains_spoilers: bool,
    pub is_public: bool,
    pub created_at: DateTime,
}

/// The item of [`MyReviews`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaItem", variables = "MyReviewsVariables")]
pub struct ReviewedItem {
    pub my_reviews: Vec<OwnReview>,
}

/// The variables of [`MyReviews`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct MyReviewsVariables {
    pub item_id: Id,
    /// What its cycles go through.
    pub root_id: Id,
}

/// What the caller wrote about an item, and their cycles through it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "MyReviewsVariables")]
pub struct MyReviews {
    #[arguments(id: $item_id)]
    pub media_item: Option<ReviewedItem>,
    #[arguments(itemId: $root_id)]
    pub cycles: Vec<super::CycleRow>,
}

/// The variables of [`Reviews`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct ReviewsVariables {
    pub item_id: Option<Id>,
    pub user_id: Option<Id>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// Reviews, the latest first: one person's, or those of everybody whose reviews the caller may see.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "ReviewsVariables")]
pub struct Reviews {
    #[arguments(itemId: $item_id, userId: $user_id, first: $first, after: $after)]
    pub reviews: ReviewRows,
}

operations! {
    Query MyReviews(MyReviewsVariables);
    Query Reviews(ReviewsVariables);
}

/// What to write about an item, or about a cycle through it.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct WriteReviewInput {
    pub item_id: Id,
    pub cycle_id: Option<Id>,
    pub title: Option<String>,
    pub content: String,
    pub contains_spoilers: Option<bool>,
    pub is_public: Option<bool>,
}

/// Which review to take back.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeleteReviewInput {
    pub review_id: Id,
}

mutations! {
    /// Writes a review, or writes it anew.
    WriteReview(WriteReviewVariables, WriteReviewInput) => write_review: WriteReviewPayload { review: OwnReview, }

    /// Takes a review back; answers it as it was, to write it again.
    DeleteReview(DeleteReviewVariables, DeleteReviewInput) => delete_review: DeleteReviewPayload { review: OwnReview, }
}

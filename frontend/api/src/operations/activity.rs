//! What people do, and how near two tastes are.

use super::catalogue::ItemCard;
use super::common::{PageInfo, PersonCard};
use super::diary::RatingState;
use crate::operation::{enums, operations};
use crate::scalars::{DateTime, Id};
use crate::schema;

enums! {
    /// What kind of thing somebody did.
    ActivityKind { Play = "PLAY", Rating = "RATING", Review = "REVIEW", List = "LIST" }
}

/// Something that somebody played.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Play")]
pub struct PlayedSubject {
    pub id: Id,
    pub item: Option<ItemCard>,
}

/// Something that somebody rated.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Rating")]
pub struct RatedSubject {
    pub id: Id,
    pub rating: i32,
    pub item: Option<ItemCard>,
}

/// Something that somebody wrote about.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Review")]
pub struct ReviewedSubject {
    pub id: Id,
    pub title: Option<String>,
    pub html: String,
    pub contains_spoilers: bool,
    pub rating: Option<RatingState>,
    pub item: Option<ItemCard>,
}

/// A list that somebody made.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserList")]
pub struct ListedSubject {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
}

/// What came of what somebody did.
#[derive(cynic::InlineFragments, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ActivitySubject")]
pub enum ActivitySubject {
    Play(PlayedSubject),
    Rating(RatedSubject),
    Review(ReviewedSubject),
    List(ListedSubject),
    /// Something that this version does not know.
    #[cynic(fallback)]
    Unknown,
}

/// Something that somebody did.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Activity")]
pub struct ActivityRow {
    pub user_id: Id,
    pub user: Option<PersonCard>,
    pub at: DateTime,
    pub subject: ActivitySubject,
}

impl ActivityRow {
    /// What came of it, and when: rated anew, it is something else.
    #[must_use]
    pub fn key(&self) -> (Option<&Id>, DateTime) {
        let id = match &self.subject {
            ActivitySubject::Play(play) => Some(&play.id),
            ActivitySubject::Rating(rating) => Some(&rating.id),
            ActivitySubject::Review(review) => Some(&review.id),
            ActivitySubject::List(list) => Some(&list.id),
            ActivitySubject::Unknown => None,
        };
        (id, self.at)
    }
}

/// A page of what people did.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ActivityConnection")]
pub struct ActivityRows {
    pub nodes: Vec<ActivityRow>,
    pub page_info: PageInfo,
}

/// The variables of [`Activity`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct ActivityVariables {
    pub group_id: Option<Id>,
    pub kinds: Option<Vec<ActivityKind>>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// What those who are close to the caller did, the latest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "ActivityVariables")]
pub struct Activity {
    #[arguments(groupId: $group_id, kinds: $kinds, first: $first, after: $after)]
    pub activity: ActivityRows,
}

/// What one who watches what others do is told.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct ActivityAdded {
    pub activity: Option<ActivityRow>,
    pub is_resync: bool,
}

/// The variables of [`ActivityLive`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct ActivityLiveVariables {
    pub group_id: Option<Id>,
    pub kinds: Option<Vec<ActivityKind>>,
}

/// What others do, as they do it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Subscription", variables = "ActivityLiveVariables")]
pub struct ActivityLive {
    #[arguments(groupId: $group_id, kinds: $kinds)]
    pub activity_added: ActivityAdded,
}

/// How two people rated an item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ComparedRating")]
pub struct ComparedRow {
    pub item: Option<ItemCard>,
    pub mine: Option<i32>,
    pub theirs: i32,
}

/// How near the tastes of the caller and another are.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "TasteComparison")]
pub struct TasteRow {
    pub known_by_both: i32,
    pub rated_by_both: i32,
    pub agreement: Option<f64>,
    pub loved_by_both: Vec<ComparedRow>,
    pub differences: Vec<ComparedRow>,
    pub to_discover: Vec<ComparedRow>,
}

/// The variables of [`Tastes`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct TastesVariables {
    pub user_id: Id,
}

/// How near the tastes of the caller and another are; nothing unless each shows the other enough.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "TastesVariables")]
pub struct Tastes {
    #[arguments(userId: $user_id)]
    pub taste_comparison: Option<TasteRow>,
}

operations! {
    Query Activity(ActivityVariables);
    Subscription ActivityLive(ActivityLiveVariables);
    Query Tastes(TastesVariables);
}

//! What is counted of a history: over a time, and a year in review.

use super::catalogue::ItemCard;
use super::diary::{DayActivity, TypeTotals};
use crate::operation::{enums, operations};
use crate::scalars::{Id, NaiveDate};
use crate::schema;

enums! {
    /// What makes something stand high on a list.
    TopOrder { Plays = "PLAYS", Time = "TIME" }
}

/// What was played in an hour of the week.
#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "HourActivity")]
pub struct HourOfWeek {
    pub weekday: i32,
    pub hour: i32,
    pub play_count: i32,
}

/// What was played in a month.
#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MonthActivity")]
pub struct MonthOfPlays {
    pub month: NaiveDate,
    pub watched_seconds: i32,
}

/// Something that was played much.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "TopItem")]
pub struct TopRow {
    pub item: Option<ItemCard>,
    pub play_count: i32,
    pub watched_seconds: i32,
}

/// A genre of which much was played.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "TopGenre")]
pub struct GenreRow {
    pub name: String,
    pub play_count: i32,
    pub watched_seconds: i32,
}

/// What was played most.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "TopLists")]
pub struct TopRows {
    pub titles: Vec<TopRow>,
    pub artists: Vec<TopRow>,
    pub albums: Vec<TopRow>,
    pub tracks: Vec<TopRow>,
    pub genres: Vec<GenreRow>,
}

/// How much of a show was played.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Completion")]
pub struct CompletionRow {
    pub root: Option<ItemCard>,
    pub aired_count: i32,
    pub watched_count: i32,
}

/// What is counted over a time.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Statistics", variables = "CountedVariables")]
pub struct CountedDetail {
    pub play_count: i32,
    pub item_count: i32,
    pub watched_seconds: i32,
    pub active_day_count: i32,
    pub current_streak_days: i32,
    pub longest_streak_days: i32,
    pub by_media_type: Vec<TypeTotals>,
    pub by_hour: Vec<HourOfWeek>,
    pub by_month: Vec<MonthOfPlays>,
    #[arguments(first: 12, order: $order)]
    pub top: Option<TopRows>,
    #[arguments(first: 12)]
    pub completion: Vec<CompletionRow>,
}

/// The variables of [`Counted`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct CountedVariables {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub order: TopOrder,
}

/// What the caller played over a time.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "CountedVariables")]
pub struct Counted {
    #[arguments(from: $from, to: $to)]
    pub statistics: Option<CountedDetail>,
}

/// What is told of a year.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Statistics")]
pub struct YearDetail {
    pub play_count: i32,
    pub item_count: i32,
    pub watched_seconds: i32,
    pub active_day_count: i32,
    pub by_media_type: Vec<TypeTotals>,
    pub by_hour: Vec<HourOfWeek>,
    pub by_month: Vec<MonthOfPlays>,
    #[arguments(first: 10)]
    pub top: Option<TopRows>,
}

/// The variables of [`YearInReview`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct YearInReviewVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub year: i32,
    /// The first day of the year.
    pub from: Option<NaiveDate>,
    /// The last day of the year.
    pub to: Option<NaiveDate>,
}

/// A year of somebody's; nothing where the caller may not see it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "YearInReviewVariables")]
pub struct YearInReview {
    #[arguments(userId: $user_id, from: $from, to: $to)]
    pub statistics: Option<YearDetail>,
    #[arguments(userId: $user_id, year: $year)]
    pub activity_by_day: Vec<DayActivity>,
}

operations! {
    Query Counted(CountedVariables);
    Query YearInReview(YearInReviewVariables);
}

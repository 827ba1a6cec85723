//! What is counted from a history.

use crate::operation::operations;
use crate::operations::catalogue::MediaTypeTag;
use crate::scalars::{Id, NaiveDate};
use crate::schema;

/// What is counted of one media type.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaTypeStatistics")]
pub struct TypeTotals {
    pub media_type: Option<MediaTypeTag>,
    pub play_count: i32,
    pub item_count: i32,
    pub watched_seconds: i32,
}

/// What is counted from a person's history. The streaks are those of the whole history.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Statistics")]
pub struct Totals {
    pub play_count: i32,
    pub item_count: i32,
    pub watched_seconds: i32,
    pub current_streak_days: i32,
    pub longest_streak_days: i32,
    pub by_media_type: Vec<TypeTotals>,
}

/// What a person played on one day of their calendar.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct DayActivity {
    pub date: NaiveDate,
    pub play_count: i32,
    pub watched_seconds: i32,
}

/// The variables of [`YearOfPlays`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct YearOfPlaysVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub year: i32,
    /// The first day of the year.
    pub from: Option<NaiveDate>,
    /// The last day of the year.
    pub to: Option<NaiveDate>,
}

/// A year of somebody's history: each day, and what they are together; nothing where the caller may not see it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "YearOfPlaysVariables")]
pub struct YearOfPlays {
    #[arguments(userId: $user_id, year: $year)]
    pub activity_by_day: Vec<DayActivity>,
    #[arguments(userId: $user_id, from: $from, to: $to)]
    pub statistics: Option<Totals>,
}

operations! {
    Query YearOfPlays(YearOfPlaysVariables);
}

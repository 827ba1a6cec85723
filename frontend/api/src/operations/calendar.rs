//! What comes out of what the caller keeps, and the address at which other programs read it.

use super::catalogue::ItemCard;
use crate::operation::operations;
use crate::scalars::{DateTime, Id, NaiveDate};
use crate::schema;

/// Something that comes out.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Release")]
pub struct ReleaseRow {
    pub date: NaiveDate,
    pub released_at: Option<DateTime>,
    pub item: Option<ItemCard>,
}

/// The variables of [`Calendar`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct CalendarVariables {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// What comes out in a time.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "CalendarVariables")]
pub struct Calendar {
    #[arguments(from: $from, to: $to)]
    pub calendar: Vec<ReleaseRow>,
}

/// The address of the caller's calendar.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CalendarFeed")]
pub struct FeedRow {
    pub id: Id,
    pub last_used_at: Option<DateTime>,
    pub created_at: DateTime,
}

/// The address, if there is one.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct CalendarAddress {
    pub calendar_feed: Option<FeedRow>,
}

/// Makes an address in the place of the one there was.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Mutation")]
pub struct CreateCalendarFeed {
    pub create_calendar_feed: CreateCalendarFeedPayload,
}

/// What came of [`CreateCalendarFeed`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct CreateCalendarFeedPayload {
    pub path: String,
    pub feed: FeedRow,
}

/// Ends the address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Mutation")]
pub struct RevokeCalendarFeed {
    pub revoke_calendar_feed: RevokeCalendarFeedPayload,
}

/// What came of [`RevokeCalendarFeed`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct RevokeCalendarFeedPayload {
    pub revoked_id: Id,
}

operations! {
    Query Calendar(CalendarVariables);
    Query CalendarAddress;
    Mutation CreateCalendarFeed;
    Mutation RevokeCalendarFeed;
}

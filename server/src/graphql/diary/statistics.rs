use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::NaiveDate;
use medianest_core::db::UserId;
use medianest_core::db::diary as rows;
use medianest_core::diary::statistics as rules;

use crate::graphql::catalogue::{MediaType, MediaTypeById};
use crate::graphql::{ContextExt, Id};

/// What is counted from a person's history.
pub struct Statistics(rules::Statistics);

/// What is counted from a person's history.
#[Object]
impl Statistics {
    /// How many plays.
    async fn play_count(&self) -> i64 {
        self.0.by_type.iter().map(|count| count.plays).sum()
    }

    /// Of how many different films, episodes, tracks.
    async fn item_count(&self) -> i64 {
        self.0.by_type.iter().map(|count| count.items).sum()
    }

    /// How long they took together: as players measured it, else as long as the things are.
    async fn watched_seconds(&self) -> i64 {
        self.0.by_type.iter().map(|count| count.seconds).sum()
    }

    /// The same by media type, the one with most plays first.
    #[graphql(complexity = "10 * child_complexity")]
    async fn by_media_type(&self) -> Vec<MediaTypeStatistics> {
        self.0.by_type.iter().cloned().map(MediaTypeStatistics).collect()
    }

    /// Days in a row with a play, up to today, or to yesterday while today has none yet. Of the whole history, whatever
    /// period was asked for.
    async fn current_streak_days(&self) -> u32 {
        self.0.current_streak_days
    }

    /// The most days in a row with a play. Of the whole history, whatever period was asked for.
    async fn longest_streak_days(&self) -> u32 {
        self.0.longest_streak_days
    }
}

/// What is counted of one media type.
pub struct MediaTypeStatistics(rows::TypeCount);

/// What is counted of one media type.
#[Object]
impl MediaTypeStatistics {
    /// Of which.
    async fn media_type(&self, ctx: &Context<'_>) -> Result<Option<MediaType>> {
        Ok(ctx.load::<MediaTypeById>(self.0.media_type_id).await?)
    }

    /// How many plays.
    async fn play_count(&self) -> i64 {
        self.0.plays
    }

    /// Of how many different films, episodes, tracks.
    async fn item_count(&self) -> i64 {
        self.0.items
    }

    /// How long they took together.
    async fn watched_seconds(&self) -> i64 {
        self.0.seconds
    }
}

/// What a person played on one day.
#[derive(SimpleObject)]
pub struct DayActivity {
    /// The day, by the person's calendar.
    date: NaiveDate,
    /// How many plays.
    play_count: i64,
    /// How long they took together.
    watched_seconds: i64,
}

/// What can be counted.
#[derive(Default)]
pub struct StatisticsQuery;

#[Object]
impl StatisticsQuery {
    /// What is counted from a person's history; null where the caller may not see it.
    #[graphql(complexity = "20 + child_complexity")]
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose; the caller's, when absent.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "From this day of the person's calendar on.")] from: Option<NaiveDate>,
        #[graphql(desc = "Up to and with this day.")] to: Option<NaiveDate>,
    ) -> Result<Option<Statistics>> {
        let user = user_id.map(|id| id.0);
        Ok(rules::find(ctx.app(), ctx.actor(), user, from, to).await?.map(Statistics))
    }

    /// What a person played on each day of a year, in order, days without a play left out; empty where the caller may not
    /// see it. Plays of which only the month or the year is known are not in it.
    #[graphql(complexity = "20 + 100 * child_complexity")]
    async fn activity_by_day(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose; the caller's, when absent.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "The year of the person's calendar.")] year: i32,
    ) -> Result<Vec<DayActivity>> {
        let days = rules::by_day(ctx.app(), ctx.actor(), user_id.map(|id| id.0), year).await?;
        let day = |day: rules::DayActivity| DayActivity { date: day.date, play_count: day.plays, watched_seconds: day.seconds };
        Ok(days.into_iter().map(day).collect())
    }
}

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use medianest_core::db::UserId;
use medianest_core::db::diary as rows;
use medianest_core::diary::statistics::{self as rules, DayRange};

use super::top::TopLists;
use crate::graphql::catalogue::{MediaItem, MediaItemById, MediaType, MediaTypeById};
use crate::graphql::{ContextExt, Id};

/// What makes something stand high on a list.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "rows::TopOrder")]
pub enum TopOrder {
    /// How often it was played.
    #[default]
    Plays,
    /// For how long.
    Time,
}

/// What is counted from a person's history.
pub struct Statistics {
    counted: rules::Statistics,
    user: Option<UserId>,
    range: DayRange,
}

/// What is counted from a person's history.
#[Object]
impl Statistics {
    /// How many plays.
    async fn play_count(&self) -> i64 {
        self.counted.summary.by_type.iter().map(|count| count.plays).sum()
    }

    /// Of how many different films, episodes, tracks.
    async fn item_count(&self) -> i64 {
        self.counted.summary.by_type.iter().map(|count| count.items).sum()
    }

    /// How long they took together: as players measured it, else as long as the things are.
    async fn watched_seconds(&self) -> i64 {
        self.counted.summary.by_type.iter().map(|count| count.seconds).sum()
    }

    /// The same by media type, the one with most plays first.
    #[graphql(complexity = "10 * child_complexity")]
    async fn by_media_type(&self) -> Vec<MediaTypeStatistics> {
        self.counted.summary.by_type.iter().cloned().map(MediaTypeStatistics).collect()
    }

    /// Days in a row with a play, up to today, or to yesterday while today has none yet. Of the whole history, whatever
    /// period was asked for.
    async fn current_streak_days(&self) -> u32 {
        self.counted.current_streak_days
    }

    /// The most days in a row with a play. Of the whole history, whatever period was asked for.
    async fn longest_streak_days(&self) -> u32 {
        self.counted.longest_streak_days
    }

    /// On how many days there was a play.
    async fn active_day_count(&self) -> usize {
        self.counted.summary.active_days
    }

    /// By weekday and hour of the person's calendar, in order, hours without a play left out. Plays of which no more than
    /// the day is known are not in it.
    #[graphql(complexity = "10 + 20 * child_complexity")]
    async fn by_hour(&self) -> Vec<HourActivity> {
        self.counted.summary.by_hour.iter().copied().map(HourActivity::from).collect()
    }

    /// By month of the person's calendar, in order, months without a play left out. Plays of which not even the day is known
    /// are not in it.
    #[graphql(complexity = "10 + 20 * child_complexity")]
    async fn by_month(&self) -> Vec<MonthActivity> {
        self.counted.summary.by_month.iter().copied().map(MonthActivity::from).collect()
    }

    /// What was played most, as lists.
    #[graphql(complexity = "20 + first.max(1) as usize * child_complexity")]
    async fn top(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many places each list has, 100 at the most.", default = 10)] first: i32,
        #[graphql(desc = "What makes something stand high.", default)] order: TopOrder,
    ) -> Result<Option<TopLists>> {
        let lists = rules::top(ctx.app(), ctx.actor(), self.user, self.range, order.into(), first.into()).await?;
        Ok(lists.map(TopLists))
    }

    /// How much of shows and the like was played, the latest first. Of the whole history, whatever period was asked for.
    #[graphql(complexity = "20 + first.max(1) as usize * child_complexity")]
    async fn completion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.", default = 20)] first: i32,
    ) -> Result<Vec<Completion>> {
        let rows = rules::completion(ctx.app(), ctx.actor(), self.user, first.into()).await?;
        Ok(rows.into_iter().map(Completion).collect())
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

/// What a person played in one hour of the week.
#[derive(SimpleObject)]
pub struct HourActivity {
    /// The day of the week: 1 is Monday, 7 is Sunday.
    weekday: u32,
    /// The hour of the day in which the plays ended, from 0 to 23.
    hour: u32,
    /// How many plays.
    play_count: i64,
    /// How long they took together.
    watched_seconds: i64,
}

impl From<rules::HourActivity> for HourActivity {
    fn from(of: rules::HourActivity) -> Self {
        Self { weekday: of.weekday, hour: of.hour, play_count: of.plays, watched_seconds: of.seconds }
    }
}

/// What a person played in one month.
#[derive(SimpleObject)]
pub struct MonthActivity {
    /// The first day of the month.
    month: NaiveDate,
    /// How many plays.
    play_count: i64,
    /// How long they took together.
    watched_seconds: i64,
}

impl From<rules::MonthActivity> for MonthActivity {
    fn from(of: rules::MonthActivity) -> Self {
        Self { month: of.month, play_count: of.plays, watched_seconds: of.seconds }
    }
}

/// How much of a show, a podcast a person played. Specials are left out.
pub struct Completion(rows::Completion);

/// How much of a show, a podcast a person played. Specials are left out.
#[Object]
impl Completion {
    /// The whole.
    async fn root(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.root_id).await?)
    }

    /// How many parts are out, or were played anyway.
    async fn aired_count(&self) -> i64 {
        self.0.aired
    }

    /// How many of these were played, whenever.
    async fn watched_count(&self) -> i64 {
        self.0.watched
    }

    /// When a part was last played.
    async fn last_played_at(&self) -> DateTime<Utc> {
        self.0.last_played_at
    }
}

/// What can be counted.
#[derive(Default)]
pub struct StatisticsQuery;

#[Object]
impl StatisticsQuery {
    /// What is counted from a person's history, as it is now; null where the caller may not see it.
    #[graphql(complexity = "20 + child_complexity")]
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose; the caller's, when absent.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "From this day of the person's calendar on.")] from: Option<NaiveDate>,
        #[graphql(desc = "Up to and with this day.")] to: Option<NaiveDate>,
    ) -> Result<Option<Statistics>> {
        let (user, range) = (user_id.map(|id| id.0), DayRange { from, to });
        let counted = rules::find(ctx.app(), ctx.actor(), user, range).await?;
        Ok(counted.map(|counted| Statistics { counted, user, range }))
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

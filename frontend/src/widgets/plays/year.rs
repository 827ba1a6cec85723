//! A year of a history at a glance: how much on which day, and what it comes to.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::diary::{DayActivity, Totals, TypeTotals, YearOfPlays, YearOfPlaysVariables};

use crate::components::charts::{Area, HeatMap, Point};
use crate::components::{Icon, IconButton, Loaded, SkeletonRows};
use crate::i18n::format;
use crate::stores::data::{Loading, load};
use crate::t;
use crate::widgets::items::{icon_named, types_name};

/// Loads a year of a person's history; of the one who is signed in without a person.
pub fn load_year(person: impl Fn() -> Option<Id> + 'static, year: Signal<i32>) -> Loading<YearOfPlays> {
    load(move || {
        let year = year.get();
        let (from, to) = ends_of(year);
        YearOfPlays::operation(YearOfPlaysVariables { user_id: person(), year, from, to })
    })
}

/// The first and the last day of a year.
fn ends_of(year: i32) -> (Option<NaiveDate>, Option<NaiveDate>) {
    (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
}

/// The year: a field of days, its sums, and the way to other years.
#[component]
pub fn YearPanel(
    /// The year.
    year: Signal<i32>,
    /// The latest year there can be.
    latest: i32,
    /// What happened in it.
    plays: Loading<YearOfPlays>,
    /// Goes to another year.
    on_year: Callback<i32>,
    /// What a press on a day does.
    #[prop(optional)]
    on_day: Option<Callback<NaiveDate>>,
    /// What to say where the sums are not shown to the one who looks, or there are none.
    #[prop(into)]
    nothing: Signal<String>,
) -> impl IntoView {
    let nothing = StoredValue::new(nothing);
    view! {
        <section class="year card" aria-label=t!("year-title")>
            <div class="year-switch">
                <IconButton
                    icon="chevron-left"
                    label=t!("year-before")
                    on_press=move |_| on_year.run(year.get_untracked() - 1)
                />
                <h2 class="numbers" aria-live="polite">
                    {move || year.get().to_string()}
                </h2>
                <IconButton
                    icon="chevron-right"
                    label=t!("year-after")
                    disabled=Signal::derive(move || year.get() >= latest)
                    on_press=move |_| on_year.run(year.get_untracked() + 1)
                />
            </div>
            <Loaded from=plays skeleton=|| view! { <SkeletonRows count=4 /> }.into_any() let:plays>
                <YearShown year=year plays=plays on_day=on_day nothing=nothing.get_value() />
            </Loaded>
        </section>
    }
}

#[component]
fn YearShown(
    year: Signal<i32>,
    plays: Signal<YearOfPlays>,
    on_day: Option<Callback<NaiveDate>>,
    nothing: Signal<String>,
) -> impl IntoView {
    let days = Memo::new(move |_| {
        let days = plays.with(|plays| plays.activity_by_day.clone());
        days.into_iter().map(|day| (day.date, f64::from(day.play_count))).collect::<HashMap<_, _>>()
    });
    let totals = Memo::new(move |_| plays.with(|plays| plays.statistics.clone()).filter(|totals| totals.play_count > 0));
    let describe = Callback::new(|(day, plays): (String, f64)| {
        format!("{day}: {}", t!("count-plays", count = plays, shown = format::number(plays)))
    });
    let weeks = Memo::new(move |_| plays.with(|plays| by_week(year.get(), &plays.activity_by_day)));
    let act = on_day.unwrap_or_else(|| Callback::new(|_| ()));
    view! {
        <div class="year-body" class:still=on_day.is_none()>
            <HeatMap title=t!("year-days") year=year days=Signal::from(days) describe=describe on_day=act />
            {move || match totals.get() {
                Some(totals) => view! { <Sums totals=totals weeks=weeks.into() /> }.into_any(),
                None => view! { <p class="soft year-nothing">{move || nothing.get()}</p> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Sums(totals: Totals, weeks: Signal<Vec<Point>>) -> impl IntoView {
    let stat = |value: String, label: String| {
        view! {
            <div class="stat">
                <dt class="label">{label}</dt>
                <dd class="value">{value}</dd>
            </div>
        }
    };
    let streak = |days: i32| t!("count-days", count = days, shown = format::count(days));
    view! {
        <div class="year-sums">
            <dl class="stats">
                {stat(format::count(totals.play_count), t!("year-plays"))}
                {stat(format::duration(i64::from(totals.watched_seconds)), t!("year-time"))}
                {stat(streak(totals.current_streak_days), t!("year-streak"))}
                {stat(streak(totals.longest_streak_days), t!("year-longest"))}
            </dl>
            <div class="year-weeks">
                <p class="label soft small" aria-hidden="true">
                    {t!("year-weeks")}
                </p>
                <Area title=t!("year-weeks") points=weeks sparkline=true />
            </div>
            <Kinds kinds=totals.by_media_type />
        </div>
    }
}

/// The media types, each with how often and how long, and how that compares.
#[component]
pub fn Kinds(
    /// The one with most plays first.
    kinds: Vec<TypeTotals>,
) -> impl IntoView {
    let most = kinds.iter().map(|kind| kind.play_count).max().unwrap_or(1).max(1);
    view! {
        <ul class="year-kinds" aria-label=t!("year-kinds")>
            {kinds.into_iter().map(|kind| view! { <Kind kind=kind most=most /> }).collect_view()}
        </ul>
    }
}

/// The hours of each week of a year, up to this one.
fn by_week(year: i32, days: &[DayActivity]) -> Vec<Point> {
    let today = format::today();
    let last = if year == today.year() { today.ordinal0() } else { 364 };
    let week = |day: NaiveDate| (day.ordinal0() / 7).min(51);
    let mut hours = [0.0; 52];
    for day in days.iter().filter(|day| day.date.year() == year) {
        if let Some(sum) = hours.get_mut(week(day.date) as usize) {
            *sum += f64::from(day.watched_seconds) / 3600.0;
        }
    }
    let first_day = |week: u32| NaiveDate::from_yo_opt(year, week * 7 + 1).map(format::calendar_date).unwrap_or_default();
    let point = |(week, hours)| Point { label: first_day(week), value: hours };
    (0..=(last / 7).min(51)).zip(hours).map(point).collect()
}

/// One media type: how often, how long, and how that compares with the one that leads.
#[component]
fn Kind(kind: TypeTotals, most: i32) -> impl IntoView {
    let (icon, name) = match &kind.media_type {
        Some(of) => (icon_named(&of.name), types_name(&of.name, &of.display_name)),
        None => ("shapes", t!("unknown-title")),
    };
    let part = f64::from(kind.play_count) / f64::from(most);
    let plays = t!("count-plays", count = kind.play_count, shown = format::count(kind.play_count));
    view! {
        <li>
            <Icon name=icon />
            <span class="name">{name}</span>
            <span class="numbers soft">{plays} " · " {format::duration(i64::from(kind.watched_seconds))}</span>
            <span class="year-bar" aria-hidden="true" style:--part=part.to_string()></span>
        </li>
    }
}

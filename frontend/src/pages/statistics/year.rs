//! A year in review: one's own, or that of somebody who lets one see it.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use medianest_web_api::Id;
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::operations::diary::DayActivity;
use medianest_web_api::operations::social::PersonById;
use medianest_web_api::operations::statistics::{TopRows, YearDetail, YearInReview, YearInReviewVariables};

use crate::components::charts::HeatMap;
use crate::components::{Empty, Icon, Loaded, PageHead, Section, SkeletonRows};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::load;
use crate::widgets::counted::{Fact, Hours, Months, Top};
use crate::widgets::items::ItemPoster;
use crate::widgets::plays::Kinds;
use crate::{routes, t};

/// The page of a year.
#[component]
pub fn YearPage() -> impl IntoView {
    let params = use_params_map();
    let this_year = format::today().year();
    let year = Memo::new(move |_| {
        let year = params.read().get("id").and_then(|year| year.parse().ok()).unwrap_or(this_year);
        year.clamp(1900, this_year)
    });
    let person = use_address().get("of");
    // Another person or year is another page: nothing of the first stays.
    move || view! { <OneYear year=year.get() latest=this_year person=person.get().map(Id::new) /> }.into_any()
}

#[component]
fn OneYear(year: i32, latest: i32, person: Option<Id>) -> impl IntoView {
    let review = {
        let user_id = person.clone();
        load(move || {
            let (from, to) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31));
            YearInReview::operation(YearInReviewVariables { user_id: user_id.clone(), year, from, to })
        })
    };
    let title = t!("review-heading", year = year.to_string());
    let to_years = person.clone();
    view! {
        <PageHead title=title>
            <YearLinks year=year latest=latest person=to_years />
        </PageHead>
        {person.map(|id| view! { <Whose id=id /> })}
        <Loaded from=review skeleton=|| view! { <SkeletonRows count=8 /> }.into_any() let:answer>
            {move || {
                let answer = answer.get();
                if let Some(counted) = answer.statistics.filter(|counted| counted.play_count > 0) {
                    view! { <Review year=year counted=counted days=answer.activity_by_day /> }.into_any()
                } else {
                    let text = t!("review-none-text", year = year.to_string());
                    view! { <Empty icon="sparkles" title=t!("review-none") text=text /> }.into_any()
                }
            }}
        </Loaded>
    }
    .into_any()
}

/// The ways to the years before and after.
#[component]
fn YearLinks(year: i32, latest: i32, person: Option<Id>) -> impl IntoView {
    let to = move |year: i32| match &person {
        Some(id) => routes::year_of(year, id),
        None => routes::year(year),
    };
    view! {
        <A href=to(year - 1) attr:class="button">
            <Icon name="chevron-left" />
            {(year - 1).to_string()}
        </A>
        {(year < latest).then(|| view! {
            <A href=to(year + 1) attr:class="button">
                {(year + 1).to_string()}
                <Icon name="chevron-right" />
            </A>
        })}
    }
    .into_any()
}

/// Whose year it is, where it is somebody else's.
#[component]
fn Whose(id: Id) -> impl IntoView {
    let found = {
        let id = id.clone();
        load(move || PersonById::operation(IdVariables { id: id.clone() }))
    };
    let name = Memo::new(move |_| found.get().and_then(|found| found.user).map(|person| person.display_name));
    move || {
        let to = routes::person(&id);
        name.get().map(|name| view! { <p class="soft"><A href=to>{t!("review-whose", name = name)}</A></p> })
    }
}

#[component]
fn Review(year: i32, counted: YearDetail, days: Vec<DayActivity>) -> impl IntoView {
    let busiest = days.iter().max_by_key(|day| (day.watched_seconds, day.play_count)).cloned();
    let plays: HashMap<NaiveDate, f64> = days.iter().map(|day| (day.date, f64::from(day.play_count))).collect();
    let describe = Callback::new(|(day, plays): (String, f64)| {
        format!("{day}: {}", t!("count-plays", count = plays, shown = format::number(plays)))
    });
    let has_hours = !counted.by_hour.is_empty();
    let posters = counted.top.as_ref().map(posters_of).unwrap_or_default();
    view! {
        <div class="review-hero card">
            <div class="review-posters" aria-hidden="true">
                {posters.into_iter().map(|item| view! { <ItemPoster item=item /> }).collect_view()}
            </div>
            <dl class="stats">
                <Fact label=t!("year-time") value=format::duration(counted.watched_seconds) />
                <Fact label=t!("year-plays") value=format::count(counted.play_count) />
                <Fact label=t!("counted-items") value=format::count(counted.item_count) />
                <Fact
                    label=t!("counted-days")
                    value=t!("count-days", count = counted.active_day_count, shown = format::count(counted.active_day_count))
                />
            </dl>
            {busiest.map(|day| {
                let long = format::duration(day.watched_seconds);
                view! { <p>{t!("review-busiest", day = format::day(day.date), time = long)}</p> }
            })}
        </div>
        <Section title=t!("year-days")>
            <HeatMap
                title=t!("year-days")
                year=Signal::stored(year)
                days=Signal::stored(plays)
                describe=describe
            />
        </Section>
        {counted.top.map(|top| view! { <Top top=top titles=t!("review-titles") music=t!("review-music") /> })}
        <div class="counted-columns">
            <Section title=t!("counted-months")>
                <Months months=counted.by_month />
            </Section>
            <Section title=t!("year-kinds")>
                <Kinds kinds=counted.by_media_type />
            </Section>
        </div>
        {has_hours.then(|| view! {
            <Section title=t!("counted-hours")>
                <Hours hours=counted.by_hour />
            </Section>
        })}
    }
    .into_any()
}

/// What makes the picture of the year: the titles that lead, and where there are few, the music.
fn posters_of(top: &TopRows) -> Vec<medianest_web_api::operations::catalogue::ItemCard> {
    top.titles.iter().chain(&top.albums).chain(&top.artists).filter_map(|row| row.item.clone()).take(5).collect()
}

//! What somebody played over a time of their choice.

use chrono::{Datelike as _, Days, NaiveDate};
use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::statistics::{CompletionRow, Counted, CountedDetail, CountedVariables, TopOrder};

use crate::components::{Choice, Empty, Icon, Loaded, PageHead, Progress, Section, SkeletonRows};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::load;
use crate::widgets::counted::{Fact, Hours, Months, Top};
use crate::widgets::items::ItemRow;
use crate::widgets::plays::Kinds;
use crate::{routes, t};

/// The times to choose from, by their names in the address; the last is chosen at first.
const TIMES: [&str; 4] = ["week", "month", "year", "all"];

/// How many days a time reaches back, today included; all of it where there is no number.
fn days_of(time: &str) -> Option<u64> {
    match time {
        "week" => Some(7),
        "month" => Some(30),
        "year" => Some(365),
        _ => None,
    }
}

/// The first day of a time.
fn first_of(time: &str, today: NaiveDate) -> Option<NaiveDate> {
    today.checked_sub_days(Days::new(days_of(time)?.checked_sub(1)?))
}

/// The page of one's own statistics.
#[component]
pub fn StatisticsPage() -> impl IntoView {
    let address = use_address();
    let (chosen, sorted) = (address.get("time"), address.get("by"));
    let time = Memo::new(move |_| TIMES.into_iter().find(|time| chosen.get().as_deref() == Some(time)).unwrap_or("all"));
    let order = Memo::new(move |_| if sorted.get().as_deref() == Some("time") { "time" } else { "plays" });
    let counted = load(move || {
        let order = if order.get() == "time" { TopOrder::Time } else { TopOrder::Plays };
        Counted::operation(CountedVariables { from: first_of(time.get(), format::today()), to: None, order })
    });
    let times = vec![
        ("week", t!("counted-week")),
        ("month", t!("counted-month")),
        ("year", t!("counted-year")),
        ("all", t!("counted-all")),
    ];
    let orders = vec![("plays", t!("counted-by-plays")), ("time", t!("counted-by-time"))];
    let in_address = |value: &'static str, usual: &'static str| (value != usual).then(|| value.to_owned());
    view! {
        <PageHead title=t!("nav-statistics") text=t!("counted-text")>
            <A href=routes::year(format::today().year()) attr:class="button">
                <Icon name="sparkles" />
                {t!("counted-to-year")}
            </A>
        </PageHead>
        <div class="counted-choices">
            <Choice
                label=t!("counted-time")
                options=times
                value=time
                on_choose=move |time| address.set("time", in_address(time, "all"))
            />
            <Choice
                label=t!("counted-order")
                options=orders
                value=order
                on_choose=move |order| address.set("by", in_address(order, "plays"))
            />
        </div>
        <Loaded from=counted skeleton=|| view! { <SkeletonRows count=8 /> }.into_any() let:answer>
            {move || match answer.get().statistics.filter(|counted| counted.play_count > 0) {
                Some(counted) => view! { <Shown counted=counted /> }.into_any(),
                None => view! { <Empty icon="chart-column" title=t!("counted-none") text=t!("counted-none-text") /> }.into_any(),
            }}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Shown(counted: CountedDetail) -> impl IntoView {
    let days = |count: i32| t!("count-days", count = count, shown = format::count(count));
    let has_hours = !counted.by_hour.is_empty();
    view! {
        <dl class="stats counted-facts card">
            <Fact label=t!("year-plays") value=format::count(counted.play_count) />
            <Fact label=t!("year-time") value=format::duration(counted.watched_seconds) />
            <Fact label=t!("counted-items") value=format::count(counted.item_count) />
            <Fact label=t!("counted-days") value=days(counted.active_day_count) />
            <Fact label=t!("year-streak") value=days(counted.current_streak_days) />
            <Fact label=t!("year-longest") value=days(counted.longest_streak_days) />
        </dl>
        <div class="counted-columns">
            <Section title=t!("year-kinds")>
                <Kinds kinds=counted.by_media_type />
            </Section>
            <Section title=t!("counted-months")>
                <Months months=counted.by_month />
            </Section>
        </div>
        {has_hours.then(|| view! {
            <Section title=t!("counted-hours")>
                <Hours hours=counted.by_hour />
            </Section>
        })}
        {counted.top.map(|top| view! { <Top top=top titles=t!("counted-titles") music=t!("counted-music") /> })}
        {(!counted.completion.is_empty()).then(|| view! { <Completion rows=counted.completion /> })}
    }
    .into_any()
}

#[component]
fn Completion(rows: Vec<CompletionRow>) -> impl IntoView {
    let line = |row: CompletionRow| {
        let note = t!("counted-complete", watched = format::count(row.watched_count), aired = format::count(row.aired_count));
        let part = f64::from(row.watched_count) / f64::from(row.aired_count.max(1));
        row.root.map(|root| {
            view! {
                <li>
                    <ItemRow item=root note=note />
                    <Progress part=part label=t!("progress-label") />
                </li>
            }
        })
    };
    view! {
        <Section title=t!("counted-completion")>
            <ul class="counted-completion">{rows.into_iter().map(line).collect_view()}</ul>
        </Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::first_of;

    #[test]
    fn a_time_reaches_back_with_today_as_its_last_day() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        assert_eq!(first_of("week", day(3, 7)), Some(day(3, 1)));
        assert_eq!(first_of("month", day(3, 30)), Some(day(3, 1)));
        assert_eq!(first_of("all", day(3, 7)), None);
    }
}

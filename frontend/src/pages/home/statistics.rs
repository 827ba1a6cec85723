use std::collections::HashMap;

use chrono::{Datelike as _, Days, NaiveDate};
use leptos::prelude::*;
use medianest_web_api::operations::dashboard::{
    ActivityByDay, ActivityByDayVariables, DashboardWidgetSize, DayActivity, Statistics, StatisticsVariables,
};

use crate::components::charts::{Bars, Point};
use crate::components::{Loaded, Skeleton};
use crate::i18n::format;
use crate::stores::data::load;
use crate::t;

/// How many days are looked back on, today included.
const DAYS: u64 = 30;

/// What somebody watched in the last thirty days: how much, on how many days in a row, and on which days.
#[component]
pub fn StatisticsWidget(
    /// How much room there is.
    size: Signal<DashboardWidgetSize>,
) -> impl IntoView {
    let today = format::day_of(format::now());
    let first = today.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(today);
    let totals = load(move || Statistics::operation(StatisticsVariables { user_id: None, from: Some(first), to: Some(today) }));
    // In January the days reach into the year before; else both are one query.
    let activity = move |year| load(move || ActivityByDay::operation(ActivityByDayVariables { user_id: None, year }));
    let (before, now) = (activity(first.year()), activity(today.year()));
    let points = Signal::derive(move || {
        let known = [before.get(), now.get()].into_iter().flatten().flat_map(|answer| answer.activity_by_day);
        points_of(first, known)
    });
    view! {
        <Loaded from=totals skeleton=skeleton let:answer>
            {move || {
                answer
                    .get()
                    .statistics
                    .map(|totals| {
                        view! {
                            <dl class="home-facts">
                                <Fact label=t!("home-plays") value=format::count(totals.play_count) />
                                <Fact label=t!("home-time") value=format::duration(totals.watched_seconds) />
                                <Fact label=t!("home-streak") value=days(totals.current_streak_days) />
                                <Fact label=t!("home-longest-streak") value=days(totals.longest_streak_days) />
                            </dl>
                        }
                    })
            }}
            <Show when=move || size.get() != DashboardWidgetSize::Small>
                <p class="soft small home-chart-title">{t!("home-chart")}</p>
                <Bars title=t!("home-chart") points=points />
            </Show>
        </Loaded>
    }
}

fn skeleton() -> AnyView {
    view! {
        <div role="status" aria-label=t!("loading")>
            <Skeleton width="70%" />
            <span class="skeleton home-block"></span>
        </div>
    }
    .into_any()
}

fn days(count: i32) -> String {
    t!("home-days", count = count, shown = format::count(count))
}

/// The minutes of each day from the first on; those of which nothing is known are empty.
fn points_of(first: NaiveDate, known: impl Iterator<Item = DayActivity>) -> Vec<Point> {
    let minutes: HashMap<NaiveDate, f64> = known.map(|day| (day.date, f64::from(day.watched_seconds) / 60.0)).collect();
    let point =
        |day: NaiveDate| Point { label: format!("{}.", day.day()), value: minutes.get(&day).copied().unwrap_or(0.0).round() };
    first.iter_days().take(usize::try_from(DAYS).unwrap_or_default()).map(point).collect()
}

#[component]
fn Fact(label: String, value: String) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd class="numbers">{value}</dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use medianest_web_api::operations::dashboard::DayActivity;

    use super::points_of;

    #[test]
    fn every_day_has_its_place_also_over_the_end_of_a_year() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let known = [(day(2025, 12, 31), 5_400), (day(2026, 1, 2), 60)].map(|(date, watched_seconds)| DayActivity {
            date,
            play_count: 1,
            watched_seconds,
        });
        let points = points_of(day(2025, 12, 20), known.into_iter());
        assert_eq!(points.len(), 30);
        assert!((points[11].value - 90.0).abs() < f64::EPSILON);
        assert!((points[13].value - 1.0).abs() < f64::EPSILON);
        assert!(points[12].value.abs() < f64::EPSILON, "nothing is known of that day");
    }
}

//! The hours of a week as a field, darker where there was more.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;

use super::charts::{Numbers, Point, level_of, steps_of};
use crate::i18n::format;
use crate::t;

const CELL: u32 = 18;
const LEFT: u32 = 36;
const TOP: u32 = 16;

/// The hours of a week. Days stand below each other, Monday first.
#[component]
pub fn WeekMap(
    /// What is shown.
    #[prop(into)]
    title: String,
    /// How much there was by weekday, 1 for Monday, and hour; hours without are left out.
    #[prop(into)]
    hours: Signal<HashMap<(u32, u32), f64>>,
    /// What to say of an hour: when it is, and how much.
    #[prop(into)]
    describe: Callback<(String, f64), String>,
) -> impl IntoView {
    move || {
        let hours = hours.get();
        let steps = steps_of(hours.values().copied());
        let when = |weekday: u32, hour: u32| format!("{}, {hour:02}:00", day_name(weekday));
        let cells = (1..=7).flat_map(|weekday| (0..24).map(move |hour| (weekday, hour))).map(|(weekday, hour)| {
            let value = hours.get(&(weekday, hour)).copied().unwrap_or(0.0);
            view! {
                <rect
                    class=format!("level-{}", level_of(value, steps))
                    x=LEFT + hour * CELL
                    y=TOP + (weekday - 1) * CELL
                    width=CELL - 3
                    height=CELL - 3
                    rx="3"
                >
                    <title>{describe.run((when(weekday, hour), value))}</title>
                </rect>
            }
        });
        let days = (1..=7).map(|weekday| {
            view! { <text x="0" y=TOP + weekday * CELL - 6>{day_name(weekday)}</text> }
        });
        let clock = (0..24).step_by(3).map(|hour| {
            view! { <text x=LEFT + hour * CELL y="10">{format!("{hour:02}")}</text> }
        });
        let mut told: Vec<((u32, u32), f64)> = hours.iter().map(|(hour, value)| (*hour, *value)).collect();
        told.sort_by_key(|(hour, _)| *hour);
        let points: Vec<Point> =
            told.into_iter().map(|((weekday, hour), value)| Point { label: when(weekday, hour), value }).collect();
        let (width, height) = (LEFT + 24 * CELL, TOP + 7 * CELL);
        view! {
            <div class="chart heat week">
                <div class="heat-scroll" tabindex="0" role="group" aria-label=title.clone()>
                    <svg viewBox=format!("0 0 {width} {height}") aria-hidden="true">
                        {clock.collect_view()}
                        {days.collect_view()}
                        {cells.collect_view()}
                    </svg>
                </div>
                <p class="soft small">{t!("week-legend")}</p>
                <Numbers title=title.clone() points=points />
            </div>
        }
    }
}

/// The short name of a day of the week, 1 for Monday.
fn day_name(weekday: u32) -> String {
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    monday.checked_add_days(Days::new(u64::from(weekday.saturating_sub(1)))).map(format::weekday_short).unwrap_or_default()
}

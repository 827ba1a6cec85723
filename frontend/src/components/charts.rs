//! Charts in SVG. Each also brings its numbers as a table, which is what a screen reader gets.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;

use crate::i18n::format;
use crate::t;

/// One value of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// What it belongs to.
    pub label: String,
    /// How much.
    pub value: f64,
}

/// The numbers of a chart, for those who cannot see it.
#[component]
pub(super) fn Numbers(title: String, points: Vec<Point>) -> impl IntoView {
    view! {
        <table class="sr-only">
            <caption>{t!("chart-as-table", title = title)}</caption>
            <tbody>
                {points
                    .into_iter()
                    .map(|point| {
                        view! {
                            <tr>
                                <th scope="row">{point.label}</th>
                                <td>{format::decimal(point.value)}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

/// Bars, one beside the other.
#[component]
pub fn Bars(
    /// What is shown.
    #[prop(into)]
    title: String,
    /// The values.
    #[prop(into)]
    points: Signal<Vec<Point>>,
) -> impl IntoView {
    const HEIGHT: f64 = 120.0;
    const WIDTH: f64 = 480.0;
    move || {
        let points = points.get();
        let most = points.iter().map(|point| point.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let step = WIDTH / points.len().max(1) as f64;
        // More than a dozen labels would run into each other.
        let every = points.len().div_ceil(12).max(1);
        let bars = points.iter().enumerate().map(|(index, point)| {
            let height = if point.value > 0.0 { (point.value / most * HEIGHT).max(2.0) } else { 0.0 };
            let x = index as f64 * step;
            let label = (index % every == 0).then(|| point.label.clone());
            view! {
                <rect class="bar" x=x + step * 0.12 y=HEIGHT - height width=step * 0.76 height=height rx="2">
                    <title>{format!("{}: {}", point.label, format::decimal(point.value))}</title>
                </rect>
                <text x=x + step / 2.0 y=HEIGHT + 16.0 text-anchor="middle">{label}</text>
            }
        });
        view! {
            <div class="chart">
                <svg viewBox=format!("0 0 {WIDTH} {}", HEIGHT + 22.0) aria-hidden="true">
                    <line class="grid-line" x1="0" x2=WIDTH y1=HEIGHT y2=HEIGHT></line>
                    {bars.collect_view()}
                </svg>
                <Numbers title=title.clone() points=points />
            </div>
        }
    }
}

/// A line over an area: how something went.
#[component]
pub fn Area(
    /// What is shown.
    #[prop(into)]
    title: String,
    /// The values, in order.
    #[prop(into)]
    points: Signal<Vec<Point>>,
    /// Without axis, for the inside of a card.
    #[prop(optional)]
    sparkline: bool,
) -> impl IntoView {
    const WIDTH: f64 = 480.0;
    let height = if sparkline { 40.0 } else { 120.0 };
    move || {
        let points = points.get();
        let most = points.iter().map(|point| point.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let step = WIDTH / points.len().saturating_sub(1).max(1) as f64;
        let places: Vec<String> = points
            .iter()
            .enumerate()
            .map(|(index, point)| format!("{:.1},{:.1}", index as f64 * step, height - point.value / most * (height - 4.0)))
            .collect();
        let line = places.join(" ");
        let fill = format!("0,{height} {line} {WIDTH},{height}");
        view! {
            <div class="chart" class:sparkline=sparkline>
                <svg viewBox=format!("0 0 {WIDTH} {height}") aria-hidden="true" preserveAspectRatio="none">
                    <polygon class="area-fill" points=fill></polygon>
                    <polyline class="area-line" points=line vector-effect="non-scaling-stroke"></polyline>
                </svg>
                <Numbers title=title.clone() points=points />
            </div>
        }
    }
}

/// A year as a field of days, darker where there was more.
#[component]
pub fn HeatMap(
    /// What is shown.
    #[prop(into)]
    title: String,
    /// The year.
    #[prop(into)]
    year: Signal<i32>,
    /// How much there was on each day; days without are left out.
    #[prop(into)]
    days: Signal<HashMap<NaiveDate, f64>>,
    /// What to say of a day: the date as people read it, and how much.
    #[prop(into)]
    describe: Callback<(String, f64), String>,
    /// What a press on a day does.
    #[prop(into, optional)]
    on_day: Option<Callback<NaiveDate>>,
) -> impl IntoView {
    const CELL: u32 = 14;
    const LEFT: u32 = 32;
    const TOP: u32 = 18;
    let scrolled = NodeRef::<leptos::html::Div>::new();
    // Where there is no room for the whole year, today is what one wants to see.
    Effect::new(move || {
        let Some(element) = scrolled.get() else { return };
        let today = format::today();
        let week = if year.get() == today.year() { today.ordinal().div_ceil(7) + 1 } else { 0 };
        let end = i32::try_from(LEFT + week * CELL).unwrap_or_default();
        request_animation_frame(move || element.set_scroll_left(end - element.client_width()));
    });
    move || {
        let (year, days) = (year.get(), days.get());
        let steps = steps_of(days.values().copied());
        let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return ().into_any() };
        let offset = first.weekday().num_days_from_monday();
        let all: Vec<NaiveDate> = first.iter_days().take_while(|day| day.year() == year).collect();
        let place = |day: NaiveDate| {
            let index = day.ordinal0() + offset;
            (LEFT + index / 7 * CELL, TOP + index % 7 * CELL)
        };
        let cells = all.iter().map(|day| {
            let (x, y) = place(*day);
            let value = days.get(day).copied().unwrap_or(0.0);
            let text = describe.run((format::day(*day), value));
            let day = *day;
            view! {
                <rect
                    class=format!("level-{}", level_of(value, steps))
                    x=x
                    y=y
                    width=CELL - 3
                    height=CELL - 3
                    rx="2.5"
                    on:click=move |_| {
                        if let Some(act) = on_day {
                            act.run(day);
                        }
                    }
                >
                    <title>{text}</title>
                </rect>
            }
        });
        let months = all.iter().filter(|day| day.day() == 1).map(|day| {
            let (x, _) = place(*day);
            view! { <text x=x y="11">{format::month_short(*day)}</text> }
        });
        // Any Monday begins a week whose days have the right names.
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or(first);
        let weekdays = [0_u64, 2, 4].into_iter().filter_map(|index| {
            let name = format::weekday_short(monday.checked_add_days(Days::new(index))?);
            let y = TOP + u32::try_from(index).ok()? * CELL + 10;
            Some(view! { <text x="0" y=y>{name}</text> })
        });
        let mut told: Vec<(NaiveDate, f64)> = days.iter().map(|(day, value)| (*day, *value)).collect();
        told.sort_by_key(|(day, _)| *day);
        let points: Vec<Point> =
            told.into_iter().map(|(day, value)| Point { label: format::calendar_date(day), value }).collect();
        let (width, height) = (LEFT + 54 * CELL, TOP + 7 * CELL);
        view! {
            <div class="chart heat">
                <div class="heat-scroll" node_ref=scrolled tabindex="0" role="group" aria-label=title.clone()>
                    <svg viewBox=format!("0 0 {width} {height}") width=width height=height aria-hidden="true">
                        {months.collect_view()}
                        {weekdays.collect_view()}
                        {cells.collect_view()}
                    </svg>
                </div>
                <div class="heat-legend" aria-hidden="true">
                    {t!("chart-less")}
                    {(0..5)
                        .map(|level| {
                            view! {
                                <svg viewBox="0 0 11 11">
                                    <rect class=format!("level-{level}") width="11" height="11" rx="2.5"></rect>
                                </svg>
                            }
                        })
                        .collect_view()}
                    {t!("chart-more")}
                </div>
                <Numbers title=title.clone() points=points />
            </div>
        }
        .into_any()
    }
}

/// From which values on a day gets the second, third and fourth shade: the quartiles of the days that have any.
pub(super) fn steps_of(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.filter(|value| *value > 0.0).collect();
    values.sort_by(f64::total_cmp);
    let at = |part: usize| values.get((values.len() * part / 4).min(values.len().saturating_sub(1))).copied().unwrap_or(0.0);
    [at(1), at(2), at(3)]
}

pub(super) fn level_of(value: f64, steps: [f64; 3]) -> usize {
    if value <= 0.0 { 0 } else { 1 + steps.iter().filter(|step| value > **step).count() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::NaiveDate;

    use super::{level_of, steps_of};

    #[test]
    fn days_are_shaded_by_how_they_compare_with_the_other_days() {
        let day = |number| NaiveDate::from_ymd_opt(2026, 1, number).unwrap();
        let days: HashMap<_, _> = (1..=8).map(|number| (day(number), f64::from(number))).collect();
        let steps = steps_of(days.values().copied());
        assert_eq!(level_of(0.0, steps), 0);
        assert_eq!(level_of(1.0, steps), 1);
        assert_eq!(level_of(8.0, steps), 4);
        let alike: HashMap<_, _> = (1..=3).map(|number| (day(number), 2.0)).collect();
        assert_eq!(level_of(2.0, steps_of(alike.values().copied())), 1, "where all days are alike none stands out");
        assert_eq!(level_of(1.0, steps_of(std::iter::empty())), 4, "more than nothing is most");
    }
}

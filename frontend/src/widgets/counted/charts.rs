use std::collections::HashMap;

use leptos::prelude::*;
use medianest_web_api::operations::statistics::{GenreRow, HourOfWeek, MonthOfPlays};

use crate::components::charts::{Bars, Point};
use crate::components::week::WeekMap;
use crate::i18n::format;
use crate::t;

/// One number with its name, inside of a `<dl class="stats">`.
#[component]
pub fn Fact(
    /// What it counts.
    #[prop(into)]
    label: String,
    /// How much.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! {
        <div class="stat">
            <dt class="label">{label}</dt>
            <dd class="value">{value}</dd>
        </div>
    }
}

/// The hours of the week in which plays ended.
#[component]
pub fn Hours(
    /// Those with a play.
    hours: Vec<HourOfWeek>,
) -> impl IntoView {
    let place = |row: &HourOfWeek| Some((u32::try_from(row.weekday).ok()?, u32::try_from(row.hour).ok()?));
    let hours: HashMap<_, _> =
        hours.iter().filter_map(|row| place(row).map(|place| (place, f64::from(row.play_count)))).collect();
    let describe = Callback::new(|(when, plays): (String, f64)| {
        format!("{when}: {}", t!("count-plays", count = plays, shown = format::number(plays)))
    });
    view! { <WeekMap title=t!("counted-hours") hours=Signal::stored(hours) describe=describe /> }
}

/// The hours of each month, as bars.
#[component]
pub fn Months(
    /// Those with a play, in order.
    months: Vec<MonthOfPlays>,
) -> impl IntoView {
    let is_one_year = months.first().copied().map(year_of) == months.last().copied().map(year_of);
    let point = |row: &MonthOfPlays| {
        let label = if is_one_year { format::month_short(row.month) } else { format::month(row.month) };
        Point { label, value: f64::from(row.watched_seconds) / 3_600.0 }
    };
    let points: Vec<Point> = months.iter().map(point).collect();
    view! { <Bars title=t!("counted-months") points=Signal::stored(points) /> }
}

fn year_of(row: MonthOfPlays) -> i32 {
    chrono::Datelike::year(&row.month)
}

/// Genres, each with how that compares with the one that leads.
#[component]
pub fn Genres(
    /// In order.
    genres: Vec<GenreRow>,
) -> impl IntoView {
    let most = genres.iter().map(|genre| genre.play_count).max().unwrap_or(1).max(1);
    let line = move |genre: GenreRow| {
        let part = f64::from(genre.play_count) / f64::from(most);
        view! {
            <li>
                <span class="name">{genre.name}</span>
                <span class="numbers soft">{amount(genre.play_count, genre.watched_seconds)}</span>
                <span class="year-bar" aria-hidden="true" style:--part=part.to_string()></span>
            </li>
        }
    };
    view! {
        <ul class="year-kinds counted-genres" aria-label=t!("counted-genres")>
            {genres.into_iter().map(line).collect_view()}
        </ul>
    }
}

/// How often, and how long where that is known.
pub(super) fn amount(plays: i32, seconds: i32) -> String {
    let plays = t!("count-plays", count = plays, shown = format::count(plays));
    if seconds == 0 { plays } else { format!("{plays} · {}", format::duration(seconds)) }
}

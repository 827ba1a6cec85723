//! A month of releases, day by day.

use chrono::{Datelike as _, Months, NaiveDate};
use leptos::prelude::*;
use medianest_web_api::operations::calendar::{Calendar, CalendarVariables, ReleaseRow};

use super::feed::FeedPanel;
use crate::components::{Empty, IconButton, Loaded, PageHead, SkeletonRows};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::load;
use crate::t;
use crate::widgets::items::ItemRow;

/// The first day of a month written as `2026-03`.
fn month_from(text: &str) -> Option<NaiveDate> {
    format!("{text}-01").parse().ok()
}

/// The last day of the month that begins on this day.
fn last_of(first: NaiveDate) -> NaiveDate {
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first)
}

/// The releases of a month as days, in order.
fn by_day(rows: Vec<ReleaseRow>) -> Vec<(NaiveDate, Vec<ReleaseRow>)> {
    let mut days: Vec<(NaiveDate, Vec<ReleaseRow>)> = Vec::new();
    for row in rows {
        match days.last_mut() {
            Some((date, of_day)) if *date == row.date => of_day.push(row),
            _ => days.push((row.date, vec![row])),
        }
    }
    days
}

/// The page of one's calendar.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let address = use_address();
    let chosen = address.get("month");
    let today = format::today();
    let this_month = today.with_day(1).unwrap_or(today);
    let month = Memo::new(move |_| chosen.get().as_deref().and_then(month_from).unwrap_or(this_month));
    let releases = load(move || {
        let first = month.get();
        Calendar::operation(CalendarVariables { from: first, to: last_of(first) })
    });
    let go = move |month: Option<NaiveDate>| {
        if let Some(month) = month {
            address.set("month", (month != this_month).then(|| month.format("%Y-%m").to_string()));
        }
    };
    let one = Months::new(1);
    view! {
        <PageHead title=t!("nav-calendar") text=t!("calendar-text") />
        <div class="year-switch calendar-switch">
            <IconButton
                icon="chevron-left"
                label=t!("calendar-before")
                on_press=move |_| go(month.get_untracked().checked_sub_months(one))
            />
            <h2 aria-live="polite">{move || format::month(month.get())}</h2>
            <IconButton
                icon="chevron-right"
                label=t!("calendar-after")
                on_press=move |_| go(month.get_untracked().checked_add_months(one))
            />
        </div>
        <Loaded from=releases skeleton=|| view! { <SkeletonRows count=6 /> }.into_any() let:answer>
            {move || {
                let days = by_day(answer.get().calendar);
                if days.is_empty() {
                    view! { <Empty icon="calendar-days" title=t!("calendar-none") text=t!("calendar-none-text") /> }.into_any()
                } else {
                    days.into_iter().map(|(date, rows)| view! { <Day date=date rows=rows today=today /> }).collect_view().into_any()
                }
            }}
        </Loaded>
        <FeedPanel />
    }
    .into_any()
}

#[component]
fn Day(date: NaiveDate, rows: Vec<ReleaseRow>, today: NaiveDate) -> impl IntoView {
    let line = |row: ReleaseRow| {
        let time = row.released_at.map(format::time);
        row.item.map(|item| {
            view! {
                <li>
                    <ItemRow item=item>
                        <span class="numbers soft">{time}</span>
                    </ItemRow>
                </li>
            }
        })
    };
    view! {
        <section class="calendar-day" class:past=date < today>
            <h3>
                {format::day(date)}
                {(date == today).then(|| view! { <span class="badge">{t!("calendar-today")}</span> })}
            </h3>
            <ul>{rows.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_from_the_address_and_ends_with_its_last_day() {
        let first = month_from("2028-02").unwrap();
        assert_eq!(last_of(first).to_string(), "2028-02-29");
        assert_eq!(month_from("2028-13"), None);
    }

    #[test]
    fn what_comes_out_on_one_day_stands_together() {
        let row = |day| ReleaseRow { date: NaiveDate::from_ymd_opt(2026, 3, day).unwrap(), released_at: None, item: None };
        let days: Vec<usize> = by_day(vec![row(1), row(1), row(4)]).into_iter().map(|(_, rows)| rows.len()).collect();
        assert_eq!(days, [2, 1]);
    }
}

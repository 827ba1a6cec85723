//! When something was played, told as exactly as one knows: to the minute, the day, the month, the year, or not at all.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use leptos::prelude::*;
use medianest_web_api::DateTime;
use medianest_web_api::operations::diary::{DatePrecision, PlayRow};

use crate::components::{Form, Select, TextField};
use crate::i18n::format;
use crate::t;

/// When it was, as the server takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Just now.
    Now,
    /// At this time of the person's clock.
    At(NaiveDateTime),
    /// On this day, in this month or year.
    On(String),
    /// Nobody knows.
    Unknown,
}

/// The ways to say when: what the form calls them.
const NOW: &str = "now";
const TIME: &str = "time";
const DAY: &str = "day";
const MONTH: &str = "month";
const YEAR: &str = "year";
const UNKNOWN: &str = "unknown";

/// What is filled in.
#[derive(Clone, Copy)]
pub struct WhenState {
    how: RwSignal<String>,
    day: RwSignal<String>,
    time: RwSignal<String>,
    month: RwSignal<String>,
    year: RwSignal<String>,
    allows_now: bool,
}

impl WhenState {
    /// Just now, and today for who says otherwise.
    pub fn now() -> Self {
        Self::at(format::local(format::now()), NOW, true)
    }

    /// As a play has it.
    pub fn of(play: &PlayRow) -> Self {
        let how = match play.date_precision {
            DatePrecision::Second | DatePrecision::Minute => TIME,
            DatePrecision::Day => DAY,
            DatePrecision::Month => MONTH,
            DatePrecision::Year => YEAR,
            DatePrecision::Unknown => UNKNOWN,
        };
        let shown = |at: DateTime| match play.timezone.as_deref().filter(|_| how != TIME) {
            Some(zone) => format::day_in(at, zone).and_time(NaiveTime::MIN),
            None => format::local(at),
        };
        Self::at(play.watched_at.map_or_else(|| format::local(format::now()), shown), how, false)
    }

    fn at(at: NaiveDateTime, how: &str, allows_now: bool) -> Self {
        let text = |text: String| RwSignal::new(text);
        Self {
            how: text(how.to_owned()),
            day: text(at.date().to_string()),
            time: text(at.format("%H:%M").to_string()),
            month: text(at.month().to_string()),
            year: text(at.year().to_string()),
            allows_now,
        }
    }

    /// What is filled in; nothing where it is no date.
    pub fn told(self) -> Option<When> {
        let (how, day, time) = (self.how.get_untracked(), self.day.get_untracked(), self.time.get_untracked());
        told(&how, &day, &time, &self.month.get_untracked(), &self.year.get_untracked())
    }
}

fn told(how: &str, day: &str, time: &str, month: &str, year: &str) -> Option<When> {
    let date = || day.parse::<NaiveDate>().ok();
    let years = || year.trim().parse::<i32>().ok().filter(|year| (1000..=9999).contains(year));
    Some(match how {
        NOW => When::Now,
        TIME => {
            // Some browsers tell the seconds, too.
            let time = NaiveTime::parse_from_str(time, "%H:%M").or_else(|_| time.parse()).ok()?;
            When::At(date()?.and_time(time))
        }
        DAY => When::On(date()?.to_string()),
        MONTH => {
            let month = month.parse::<u32>().ok().filter(|month| (1..=12).contains(month))?;
            When::On(format!("{}-{month:02}", years()?))
        }
        YEAR => When::On(years()?.to_string()),
        _ => When::Unknown,
    })
}

/// The fields for it.
#[component]
pub fn WhenFields(
    /// What is filled in.
    state: WhenState,
    /// The form they stand in.
    form: Form,
) -> impl IntoView {
    let ways = move || {
        let mut all = vec![
            (TIME, t!("when-time")),
            (DAY, t!("when-day")),
            (MONTH, t!("when-month")),
            (YEAR, t!("when-year")),
            (UNKNOWN, t!("when-unknown")),
        ];
        if state.allows_now {
            all.insert(0, (NOW, t!("when-now")));
        }
        all.into_iter().map(|(key, text)| (key.to_owned(), text)).collect::<Vec<_>>()
    };
    let months = || {
        let name = |month| NaiveDate::from_ymd_opt(2024, month, 1).map(format::month_name).unwrap_or_default();
        (1..=12).map(|month| (month.to_string(), name(month))).collect::<Vec<_>>()
    };
    let today = format::today().to_string();
    let year_field = move || {
        view! { <TextField label=t!("when-of-year") kind="number" value=state.year required=true min="1000" max="9999" /> }
    };
    view! {
        <div class="when">
            <Select label=t!("when-known") options=Signal::derive(ways) value=state.how error=form.error_of("watchedOn") />
            {move || match state.how.get().as_str() {
                TIME => {
                    view! {
                        <TextField
                            label=t!("when-on")
                            kind="date"
                            value=state.day
                            required=true
                            max=today.clone()
                            error=form.error_of("watchedAt")
                        />
                        <TextField label=t!("when-at") kind="time" value=state.time required=true />
                    }
                        .into_any()
                }
                DAY => {
                    view! {
                        <TextField label=t!("when-on") kind="date" value=state.day required=true max=today.clone() />
                    }
                        .into_any()
                }
                MONTH => {
                    view! {
                        <Select label=t!("when-of-month") options=Signal::derive(months) value=state.month />
                        {year_field()}
                    }
                        .into_any()
                }
                YEAR => year_field().into_any(),
                _ => ().into_any(),
            }}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{DAY, MONTH, NOW, TIME, UNKNOWN, When, YEAR, told};

    #[test]
    fn when_it_was_is_told_as_exactly_as_it_is_known() {
        let at = |how| told(how, "2019-03-02", "21:05", "3", "2019");
        assert_eq!(at(NOW), Some(When::Now));
        assert_eq!(at(TIME), Some(When::At("2019-03-02T21:05:00".parse().unwrap())));
        assert_eq!(at(DAY), Some(When::On("2019-03-02".to_owned())));
        assert_eq!(at(MONTH), Some(When::On("2019-03".to_owned())));
        assert_eq!(at(YEAR), Some(When::On("2019".to_owned())));
        assert_eq!(at(UNKNOWN), Some(When::Unknown));
    }

    #[test]
    fn what_is_no_date_is_not_told() {
        assert_eq!(told(DAY, "", "21:05", "3", "2019"), None);
        assert_eq!(told(TIME, "2019-03-02", "later", "3", "2019"), None);
        assert_eq!(told(MONTH, "2019-03-02", "", "13", "2019"), None);
        assert_eq!(told(YEAR, "2019-03-02", "", "3", "19"), None);
    }
}

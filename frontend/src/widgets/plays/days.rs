//! A history by the days of the person.

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;
use medianest_web_api::operations::diary::{DatePrecision, PlayRow};

use super::line::{PlayActions, PlayLine};
use crate::components::More;
use crate::i18n::format;
use crate::stores::data::Pages;
use crate::t;

/// When plays were, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum When {
    /// On this day.
    Day(NaiveDate),
    /// In the month of this day.
    Month(NaiveDate),
    /// In this year.
    Year(i32),
    /// Nobody knows.
    Unknown,
}

impl When {
    fn of(play: &PlayRow) -> Self {
        let Some(at) = play.watched_at else { return Self::Unknown };
        // A day of which no more is known is that of the place where it was noted; a moment falls on the person's day.
        let noted = |at| play.timezone.as_deref().map_or_else(|| format::day_of(at), |zone| format::day_in(at, zone));
        match play.date_precision {
            DatePrecision::Second | DatePrecision::Minute => Self::Day(format::day_of(at)),
            DatePrecision::Day => Self::Day(noted(at)),
            DatePrecision::Month => Self::Month(noted(at)),
            DatePrecision::Year => Self::Year(noted(at).year()),
            DatePrecision::Unknown => Self::Unknown,
        }
    }

    fn title(self) -> String {
        match self {
            Self::Day(day) => format::day(day),
            Self::Month(day) => t!("history-month", month = format::month(day)),
            Self::Year(year) => t!("history-year", year = year.to_string()),
            Self::Unknown => t!("history-undated"),
        }
    }

    /// `Today`, `Yesterday`.
    fn note(self) -> Option<String> {
        let Self::Day(day) = self else { return None };
        let today = format::today();
        if day == today {
            Some(t!("history-today"))
        } else {
            (day.checked_add_days(Days::new(1)) == Some(today)).then(|| t!("history-yesterday"))
        }
    }
}

/// Plays of one time.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    when: When,
    plays: Vec<PlayRow>,
}

impl Group {
    /// Tells it from all others, also from itself with other plays or with a play that was corrected.
    fn key(&self) -> String {
        let plays = self.plays.iter().map(|play| format!("{} {:?}", play.id.inner(), play.edited_at));
        format!("{:?} {}", self.when, plays.collect::<Vec<_>>().join(" "))
    }

    /// How long it all took: as players measured it, else as long as the things are.
    fn seconds(&self) -> i64 {
        let seconds = |play: &PlayRow| {
            let of_item = || play.item.as_ref().and_then(|item| item.runtime_seconds);
            i64::from(play.watched_seconds.or_else(of_item).unwrap_or(0))
        };
        self.plays.iter().map(seconds).sum()
    }
}

/// Puts plays that follow each other and are of the same time together.
fn group(plays: Vec<PlayRow>, when: impl Fn(&PlayRow) -> When) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for play in plays {
        let when = when(&play);
        match groups.last_mut() {
            Some(last) if last.when == when => last.plays.push(play),
            _ => groups.push(Group { when, plays: vec![play] }),
        }
    }
    groups
}

/// A history, day by day, that goes on where the page ends.
#[component]
pub fn PlayDays(
    /// The history.
    plays: Pages<PlayRow>,
    /// What can be done with its plays, where it is one's own.
    #[prop(optional)]
    actions: Option<PlayActions>,
) -> impl IntoView {
    let groups = Memo::new(move |_| group(plays.items.get(), When::of));
    let last = Memo::new(move |_| groups.with(|groups| groups.last().map(Group::key)));
    view! {
        <div class="history">
            <For each=move || groups.get() key=Group::key let:group>
                {
                    let key = group.key();
                    // What of the last day is yet to come is not known.
                    let is_whole = move || {
                        !plays.has_more().get() || last.with(|last| last.as_deref() != Some(key.as_str()))
                    };
                    view! { <OneDay group=group is_whole=Signal::derive(is_whole) actions=actions /> }
                }
            </For>
        </div>
        <More has_more=plays.has_more() busy=plays.busy on_more=move |()| plays.more() />
    }
}

#[component]
fn OneDay(group: Group, is_whole: Signal<bool>, actions: Option<PlayActions>) -> impl IntoView {
    let seconds = group.seconds();
    let count = i64::try_from(group.plays.len()).unwrap_or(i64::MAX);
    let sum = move || {
        is_whole.get().then(|| {
            let plays = t!("count-plays", count = count, shown = format::count(count));
            if seconds > 0 { format!("{plays} · {}", format::duration(seconds)) } else { plays }
        })
    };
    let lines = group.plays.into_iter().map(|play| view! { <PlayLine play=play actions=actions /> }).collect_view();
    view! {
        <section class="history-day">
            <header class="history-head">
                <h2>
                    {group.when.note().map(|note| view! { <span class="history-note">{note}</span> })}
                    {group.when.title()}
                </h2>
                <p class="numbers">{sum}</p>
            </header>
            <ul class="history-plays">{lines}</ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use medianest_web_api::Id;
    use medianest_web_api::operations::diary::{DatePrecision, PlayOrigin, PlayRow};

    use super::{When, group};

    fn play(id: &str, watched_seconds: Option<i32>) -> PlayRow {
        PlayRow {
            id: Id::new(id),
            item: None,
            watched_at: None,
            started_at: None,
            date_precision: DatePrecision::Second,
            timezone: None,
            watched_seconds,
            progress_percent: None,
            is_private: false,
            notes: None,
            origin: PlayOrigin::Manual,
            source: None,
            device_name: None,
            created_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            edited_at: None,
            user: None,
        }
    }

    #[test]
    fn plays_of_one_day_stand_together_and_their_lengths_add_up() {
        let day = |number| When::Day(NaiveDate::from_ymd_opt(2026, 1, number).unwrap());
        let plays = vec![play("a", Some(60)), play("b", Some(30)), play("c", None)];
        let groups = group(plays, |play| if play.id.inner() == "c" { day(1) } else { day(2) });
        let shown: Vec<_> = groups.iter().map(|group| (group.when, group.plays.len(), group.seconds())).collect();
        assert_eq!(shown, [(day(2), 2, 90), (day(1), 1, 0)]);
    }

    #[test]
    fn a_day_is_another_once_a_play_of_it_was_corrected() {
        let mut plays = vec![play("a", None)];
        let before = group(plays.clone(), |_| When::Unknown)[0].key();
        plays[0].edited_at = Some("2026-01-02T00:00:00Z".parse().unwrap());
        assert_ne!(before, group(plays, |_| When::Unknown)[0].key());
    }
}

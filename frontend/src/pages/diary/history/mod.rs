//! The history: what one has played, day by day, with a year of it at a glance.

mod add;
mod edit;
mod filters;
mod when;

use chrono::{Datelike, NaiveDate, NaiveTime};
use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::diary::{
    DeletePlay, DeletePlayInput, History, HistoryFilterInput, HistoryVariables, PlayRow, RestorePlay, RestorePlayInput,
};

use self::add::AddPlayDialog;
use self::edit::EditPlayDialog;
use self::filters::{FilterBar, Filters};
use crate::components::{Button, Empty, Failure, Icon, Look, PageHead, SkeletonRows};
use crate::i18n::format;
use crate::stores::address::{Address, use_address};
use crate::stores::data::{Page, Pages, Phase, load_when, pages};
use crate::stores::optimistic::use_sender;
use crate::widgets::items::heading;
use crate::widgets::plays::{PlayActions, PlayDays, YearPanel, load_year};
use crate::{routes, t};

/// How many plays a page has: a few screens of lines.
const PER_PAGE: i32 = 60;

/// One's own history.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let address = use_address();
    let filters = Filters::of(address);
    let plays = pages(
        move |after| {
            let variables = HistoryVariables { user_id: None, filter: filters.input(), first: Some(PER_PAGE), after };
            History::operation(variables)
        },
        |answer: History| {
            let rows = answer.history;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    let adding = RwSignal::new(false);
    let edited = RwSignal::new(None::<PlayRow>);
    let list = NodeRef::<leptos::html::Div>::new();
    let actions = actions(edited, filters);
    view! {
        <PageHead title=t!("nav-history")>
            <A href=routes::STATISTICS attr:class="button">
                <Icon name="chart-column" />
                {t!("nav-statistics")}
            </A>
            <Button look=Look::Primary icon="plus" on_press=move |_| adding.set(true)>
                {t!("history-add")}
            </Button>
        </PageHead>
        <Year
            address=address
            on_day=Callback::new(move |day| {
                filters.jump(day);
                if let Some(list) = list.get_untracked() {
                    list.scroll_into_view();
                }
            })
        />
        <div class="history-list" node_ref=list>
            <FilterBar filters=filters />
            <List plays=plays filters=filters actions=actions adding=adding />
        </div>
        <AddPlayDialog open=adding />
        <EditPlayDialog play=edited />
    }
    .into_any()
}

/// What can be done with a play: correct it, delete it and bring it back, see all of its kind.
fn actions(edited: RwSignal<Option<PlayRow>>, filters: Filters) -> PlayActions {
    let sender = use_sender();
    let delete = move |play: PlayRow| {
        let title = play.item.as_ref().map_or_else(|| t!("unknown-title"), heading);
        let id = play.id;
        sender.send(DeletePlay::operation(DeletePlayInput { id: id.clone() }), move |_| {
            sender.toasts.undoable(t!("history-deleted", title = title), move || {
                sender.send(RestorePlay::operation(RestorePlayInput { id: id.clone() }), |_| {});
            });
        });
    };
    PlayActions {
        edit: Callback::new(move |play| edited.set(Some(play))),
        delete: Callback::new(delete),
        only: Callback::new(move |item| filters.only(&item)),
    }
}

/// The year at a glance; which one is in the address.
#[component]
fn Year(address: Address, on_day: Callback<NaiveDate>) -> impl IntoView {
    let this_year = format::today().year();
    let chosen = address.get("year");
    let year = Memo::new(move |_| {
        let year = chosen.get().and_then(|year| year.parse().ok()).unwrap_or(this_year);
        year.clamp(1900, this_year)
    });
    let go = Callback::new(move |year: i32| {
        address.set("year", (year < this_year).then(|| year.to_string()));
    });
    let plays = load_year(|| None, year.into());
    // Where a year is empty, there may be one before that is not.
    let is_empty = move || plays.get().is_some_and(|plays| plays.statistics.is_none_or(|totals| totals.play_count == 0));
    let before = load_when(move || {
        let first = NaiveDate::from_ymd_opt(year.get(), 1, 1)?.and_time(NaiveTime::MIN);
        let filter = HistoryFilterInput { to: Some(format::moment_of(first)), ..HistoryFilterInput::default() };
        let variables = HistoryVariables { user_id: None, filter: Some(filter), first: Some(1), after: None };
        is_empty().then(|| History::operation(variables))
    });
    let year_before = move || {
        let at = before.get()?.history.nodes.first()?.watched_at?;
        Some(format::day_of(at).year()).filter(|found| is_empty() && *found < year.get())
    };
    view! {
        <YearPanel
            year=year.into()
            latest=this_year
            plays=plays
            on_year=go
            on_day=on_day
            nothing=Signal::derive(move || t!("year-nothing", year = year.get().to_string()))
        />
        {move || {
            year_before()
                .map(|found| {
                    view! {
                        <p class="year-before">
                            <Button small=true icon="history" on_press=move |_| go.run(found)>
                                {t!("year-go", year = found.to_string())}
                            </Button>
                        </p>
                    }
                })
        }}
    }
}

#[component]
fn List(plays: Pages<PlayRow>, filters: Filters, actions: PlayActions, adding: RwSignal<bool>) -> impl IntoView {
    move || match plays.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=10 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| plays.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show when=move || !plays.items.with(Vec::is_empty) fallback=move || nothing(filters, adding)>
                <PlayDays plays=plays actions=actions />
            </Show>
        }
        .into_any(),
    }
}

/// Why there is nothing, and the way out.
fn nothing(filters: Filters, adding: RwSignal<bool>) -> AnyView {
    if filters.is_set() {
        view! {
            <Empty icon="search" title=t!("history-none-found") text=t!("history-none-found-text")>
                <Button on_press=move |_| filters.clear()>{t!("filter-clear")}</Button>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon="history" title=t!("history-empty") text=t!("history-empty-text")>
                <div class="row">
                    <Button look=Look::Primary icon="plus" on_press=move |_| adding.set(true)>
                        {t!("history-add")}
                    </Button>
                    <A href=routes::IMPORTS attr:class="button">
                        {t!("history-import")}
                    </A>
                </div>
            </Empty>
        }
        .into_any()
    }
}

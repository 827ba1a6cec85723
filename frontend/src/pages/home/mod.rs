//! The home page: widgets that everybody arranges for themselves.

mod add;
mod contents;
mod edit;
mod frame;
mod statistics;
mod welcome;
mod words;

use leptos::prelude::*;
use medianest_web_api::operations::dashboard::Dashboard;
use medianest_web_api::operations::diary::{History, HistoryVariables};
use medianest_web_api::{Client, Operation};

use crate::components::{Button, Empty, Failure, PageHead, Skeleton, after_paint};
use crate::i18n::format;
use crate::pages::later::{Later, Page};
use crate::stores::arrangement::{Slot, use_arrangement};
use crate::stores::data::{self, Phase, load, pages};
use crate::t;
pub use edit::{EditBar, Editing};
use frame::WidgetFrame;
pub use frame::{Tools, WidgetTools};
use welcome::Welcome;
use words::needs_history;

/// Asks for what this page always shows.
pub fn ask_ahead(client: &Client) {
    client.ask_ahead(Dashboard::operation());
    client.ask_ahead(latest_play());
}

fn latest_play() -> Operation<History> {
    History::operation(HistoryVariables { first: Some(1), ..HistoryVariables::default() })
}

/// What a person sees first.
#[component]
pub fn HomePage() -> impl IntoView {
    let arrangement = use_arrangement();
    let editing = Editing::new();
    // Not through the cache: what it holds is older than what was arranged since.
    let asked = pages(
        |_| Dashboard::operation(),
        |answer: Dashboard| data::Page { items: answer.dashboard_widgets, next: None, total: None },
    );
    Effect::new(move || {
        let rows = asked.items.get();
        if asked.phase.get() == Phase::Ready && !editing.is_on.get() {
            arrangement.adopt(&rows);
        }
    });
    let plays = load(latest_play);
    let is_new = Memo::new(move |_| plays.get().is_some_and(|answer| answer.history.nodes.is_empty()));
    let is_known = Memo::new(move |_| arrangement.wanted.with(Option::is_some));
    // The browser takes longer to find out how a day is written than to draw the rest of the head. Its line is there meanwhile.
    let today = RwSignal::new("\u{a0}".to_owned());
    after_paint(move || {
        today.try_set(format::day(format::day_of(format::now())));
    });
    view! {
        <PageHead title=t!("nav-home") text=today>
            <Show when=move || is_known.get() && !editing.is_on.get()>
                <Button icon="layout-dashboard" on_press=move |_| editing.begin()>
                    {t!("home-edit")}
                </Button>
            </Show>
        </PageHead>
        <Show when=move || editing.is_on.get()>
            <Later page=Page::EditBar(editing, Callback::new(move |()| asked.reload())) quiet=true />
        </Show>
        <Show when=move || is_new.get() && !editing.is_on.get()>
            <Welcome />
        </Show>
        {move || match (is_known.get(), asked.phase.get()) {
            (true, _) => view! { <Widgets editing=editing is_new=is_new.into() /> }.into_any(),
            (false, Phase::Failed(error)) => {
                view! { <Failure error=error on_retry=move || asked.reload() /> }.into_any()
            }
            (false, _) => view! { <HomeSkeleton /> }.into_any(),
        }}
    }
}

/// How many widgets are drawn within one frame.
const AT_A_TIME: usize = 2;

#[component]
fn Widgets(editing: Editing, is_new: Signal<bool>) -> impl IntoView {
    let arrangement = use_arrangement();
    // Who is new reads first what is above the widgets.
    let drawn = RwSignal::new(if is_new.get_untracked() { 0 } else { AT_A_TIME });
    let shown = Memo::new(move |_| {
        let (is_editing, is_new) = (editing.is_on.get(), is_new.get());
        let is_shown = |slot: &&Slot| is_editing || (slot.is_enabled && !(is_new && needs_history(slot.kind)));
        arrangement.wanted.with(|slots| slots.iter().flatten().filter(is_shown).map(|slot| slot.key).collect::<Vec<_>>())
    });
    draw_more(drawn, shown);
    view! {
        <div class="widgets" class:editing=move || editing.is_on.get()>
            <For each=move || shown.get().into_iter().take(drawn.get()) key=|key| *key let:key>
                <WidgetFrame key=key editing=editing />
            </For>
        </div>
        <Show when=move || shown.with(Vec::is_empty) && !is_new.get()>
            <Empty icon="layout-dashboard" title=t!("home-empty") text=t!("home-empty-text")>
                <Show when=move || !editing.is_on.get()>
                    <Button icon="layout-dashboard" on_press=move |_| editing.begin()>
                        {t!("home-edit")}
                    </Button>
                </Show>
            </Empty>
        </Show>
    }
}

/// Draws widget after widget: what stands at the top is on the screen before those at the bottom are drawn.
fn draw_more(drawn: RwSignal<usize>, shown: Memo<Vec<u32>>) {
    after_paint(move || {
        // Whoever left meanwhile took both along.
        let (Some(so_far), Some(all)) = (drawn.try_get_untracked(), shown.try_with_untracked(Vec::len)) else { return };
        if so_far >= all {
            drawn.set(usize::MAX);
        } else {
            drawn.set(so_far + AT_A_TIME);
            draw_more(drawn, shown);
        }
    });
}

#[component]
fn HomeSkeleton() -> impl IntoView {
    view! {
        <div class="widgets" role="status" aria-label=t!("loading")>
            <div class="widget large">
                <Skeleton width="12rem" />
                <span class="skeleton home-block"></span>
            </div>
            <div class="widget medium">
                <span class="skeleton home-block"></span>
            </div>
            <div class="widget medium">
                <span class="skeleton home-block"></span>
            </div>
        </div>
    }
}

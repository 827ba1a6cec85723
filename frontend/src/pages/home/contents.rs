//! What is in each kind of widget.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::{
    Items, ItemsVariables, MediaItemFilterInput, MediaItemSortField, MediaItemSortInput, MediaTypeTag, SortDirection,
};
use medianest_web_api::operations::common::PageVariables;
use medianest_web_api::operations::dashboard::{DashboardWidgetSize, DashboardWidgetType};
use medianest_web_api::operations::diary::{
    ContinueWatching, History, HistoryFilterInput, HistoryVariables, NextUpList, NextUpRow, NextUpVariables, PlayRow, PositionRow,
};

use super::statistics::StatisticsWidget;
use crate::components::{Empty, Failure, Loaded, SkeletonGrid, SkeletonRows};
use crate::i18n::format;
use crate::stores::data::{Phase, load};
use crate::stores::news::use_news;
use crate::stores::presence::use_presence;
use crate::widgets::items::{ItemCard, ItemRow, PosterRow, subtitle};
use crate::widgets::notifications::NewsRow;
use crate::widgets::presence::Cast;
use crate::{routes, t};

/// Posters in one line.
const POSTERS: i32 = 18;
/// Lines of a list.
const LINES: i32 = 6;
/// People who are shown; the page of all is a press away.
const PEOPLE: usize = 6;

/// What is in a widget.
#[component]
pub fn Contents(
    /// What it shows.
    kind: DashboardWidgetType,
    /// How much room it has.
    size: Signal<DashboardWidgetSize>,
    /// The only media type that it shows things of.
    media_type: Signal<Option<MediaTypeTag>>,
) -> impl IntoView {
    match kind {
        DashboardWidgetType::ContinueWatching => view! { <Resume /> }.into_any(),
        DashboardWidgetType::NextUp => view! { <NextUp media_type=media_type /> }.into_any(),
        DashboardWidgetType::CurrentlyWatching => view! { <Watching /> }.into_any(),
        DashboardWidgetType::RecentHistory => view! { <Recent media_type=media_type /> }.into_any(),
        DashboardWidgetType::RecentlyAdded => view! { <Added media_type=media_type /> }.into_any(),
        DashboardWidgetType::Statistics => view! { <StatisticsWidget size=size /> }.into_any(),
        DashboardWidgetType::Notifications => view! { <Told /> }.into_any(),
    }
}

fn posters() -> AnyView {
    view! { <SkeletonGrid count=8 row=true /> }.into_any()
}

#[component]
fn Resume() -> impl IntoView {
    let positions = load(|| ContinueWatching::operation(PageVariables { first: Some(POSTERS), after: None }));
    view! {
        <Loaded from=positions skeleton=posters let:answer>
            {
                let rows = Memo::new(move |_| answer.get().playback_positions.nodes.into_iter().filter(|row| row.item.is_some()).collect::<Vec<_>>());
                view! {
                    <Show when=move || rows.with(Vec::is_empty)>
                        <Empty icon="play" title=t!("home-continue-empty") text=t!("home-continue-empty-text") compact=true />
                    </Show>
                    <Show when=move || !rows.with(Vec::is_empty)>
                        <PosterRow label=t!("home-continue")>
                            // A new place is another card: there are few, and they are rarely looked at while they change.
                            <For each=move || rows.get() key=|row| (row.item.as_ref().map(|item| item.id.clone()), row.occurred_at) let:row>
                                {
                                    let (note, part) = (left(&row), row.progress_percent / 100.0);
                                    row.item.map(|item| view! { <ItemCard item=item note=note progress=part /> })
                                }
                            </For>
                        </PosterRow>
                    </Show>
                }
            }
        </Loaded>
    }
}

/// `42 min left`, else how far.
fn left(row: &PositionRow) -> String {
    match (row.position_seconds, row.duration_seconds) {
        (Some(position), Some(duration)) if duration > position => t!("home-left", time = format::duration(duration - position)),
        _ => format::percent(row.progress_percent),
    }
}

#[component]
fn NextUp(media_type: Signal<Option<MediaTypeTag>>) -> impl IntoView {
    let next = load(move || {
        let types = media_type.get().map(|kind| vec![kind.name]);
        NextUpList::operation(NextUpVariables { types, first: Some(POSTERS), after: None })
    });
    view! {
        <Loaded from=next skeleton=posters let:answer>
            {
                let rows = Memo::new(move |_| answer.get().next_up.nodes.into_iter().filter(|row| row.item.is_some()).collect::<Vec<_>>());
                view! {
                    <Show when=move || rows.with(Vec::is_empty)>
                        <Empty icon="list-video" title=t!("home-next-up-empty") text=t!("home-next-up-empty-text") compact=true />
                    </Show>
                    <Show when=move || !rows.with(Vec::is_empty)>
                        <PosterRow label=t!("home-next-up")>
                            <For each=move || rows.get() key=|row| (row.item.as_ref().map(|item| item.id.clone()), row.watched_count) let:row>
                                {
                                    let (note, part) = (coming(&row), seen(&row));
                                    row.item.map(|item| view! { <ItemCard item=item note=note progress=part /> })
                                }
                            </For>
                        </PosterRow>
                    </Show>
                }
            }
        </Loaded>
    }
}

/// `S2 E5 · Pilot · 3 to go`.
fn coming(row: &NextUpRow) -> String {
    let more = t!("home-to-go", count = row.remaining_count, shown = format::count(row.remaining_count));
    let place = row.item.as_ref().map(subtitle).filter(|text| !text.is_empty());
    [place, Some(more)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn seen(row: &NextUpRow) -> f64 {
    f64::from(row.watched_count) / f64::from(row.aired_count.max(1))
}

#[component]
fn Added(media_type: Signal<Option<MediaTypeTag>>) -> impl IntoView {
    let items = load(move || {
        let types = media_type.get().map(|kind| vec![kind.id]);
        let filter = MediaItemFilterInput { types, levels: Some(vec![0]), ..MediaItemFilterInput::default() };
        let sort = MediaItemSortInput { field: MediaItemSortField::Created, direction: SortDirection::Descending };
        Items::operation(ItemsVariables { filter: Some(filter), sort: Some(sort), first: Some(POSTERS), after: None })
    });
    view! {
        <Loaded from=items skeleton=posters let:answer>
            {
                let rows = Memo::new(move |_| answer.get().media_items.nodes);
                view! {
                    <Show when=move || rows.with(Vec::is_empty)>
                        <Empty icon="sparkles" title=t!("home-added-empty") text=t!("home-added-empty-text") compact=true />
                    </Show>
                    <Show when=move || !rows.with(Vec::is_empty)>
                        <PosterRow label=t!("home-added")>
                            <For each=move || rows.get() key=|item| item.id.clone() let:item>
                                <ItemCard item=item />
                            </For>
                        </PosterRow>
                    </Show>
                }
            }
        </Loaded>
    }
}

#[component]
fn Recent(media_type: Signal<Option<MediaTypeTag>>) -> impl IntoView {
    let plays = load(move || {
        let media_types = media_type.get().map(|kind| vec![kind.name]);
        let filter = HistoryFilterInput { media_types, ..HistoryFilterInput::default() };
        History::operation(HistoryVariables { filter: Some(filter), first: Some(LINES), ..HistoryVariables::default() })
    });
    view! {
        <Loaded from=plays skeleton=|| view! { <SkeletonRows count=5 /> } let:answer>
            {
                let rows = Memo::new(move |_| answer.get().history.nodes.into_iter().filter(|play| play.item.is_some()).collect::<Vec<_>>());
                view! {
                    <Show when=move || rows.with(Vec::is_empty)>
                        <Empty icon="history" title=t!("home-history-empty") text=t!("home-history-empty-text") compact=true />
                    </Show>
                    <div class="home-lines">
                        <For each=move || rows.get() key=|play| (play.id.clone(), play.edited_at) let:play>
                            <Line play=play />
                        </For>
                    </div>
                }
            }
        </Loaded>
    }
}

#[component]
fn Line(play: PlayRow) -> impl IntoView {
    let when = play.watched_at.map(format::relative).unwrap_or_default();
    play.item.map(|item| {
        view! {
            <ItemRow item=item>
                <span class="soft small">{when}</span>
            </ItemRow>
        }
    })
}

#[component]
fn Watching() -> impl IntoView {
    let presence = use_presence();
    let is_known = Memo::new(move |_| presence.cards.with(Option::is_some));
    let cards = Memo::new(move |_| presence.cards.with(|cards| cards.iter().flatten().take(PEOPLE).cloned().collect::<Vec<_>>()));
    view! {
        <Show when=move || is_known.get() fallback=|| view! { <SkeletonRows count=3 /> }>
            <Cast presence=presence cards=cards label=t!("live-list") />
            <Show when=move || cards.with(Vec::is_empty)>
                <Empty icon="radio" title=t!("live-empty") text=t!("live-empty-text") compact=true>
                    <A href=routes::DEVICE attr:class="button small">
                        {t!("live-connect")}
                    </A>
                </Empty>
            </Show>
        </Show>
    }
}

#[component]
fn Told() -> impl IntoView {
    let news = use_news();
    let rows = move || {
        let shown = news.newest.items.get().into_iter().filter(|row| !news.is_leaving(&row.id));
        shown.take(usize::try_from(LINES).unwrap_or_default()).collect::<Vec<_>>()
    };
    move || match news.newest.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=4 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move || news.newest.reload() /> }.into_any(),
        Phase::Ready => view! {
            <ul class="news-list">
                <For each=rows key=|row| (row.id.clone(), row.read_at.is_some()) let:row>
                    <li>
                        <NewsRow row=row brief=true />
                    </li>
                </For>
            </ul>
            <Show when=move || rows().is_empty()>
                <Empty icon="bell" title=t!("news-empty") text=t!("news-empty-text") compact=true />
            </Show>
        }
        .into_any(),
    }
}

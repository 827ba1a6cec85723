//! What an item consists of: seasons as tabs, episodes as a list, or either alone.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::{ItemDetail, PartRow};
use medianest_web_api::operations::diary::{OfItemVariables, Progress as ProgressOf, WatchedExtent};
use medianest_web_api::operations::viewing::{PartLine, PartsSeen, PartsSeenVariables};

use super::part::{Part, mark};
use crate::components::{Button, Failure, Icon, More, Progress, Section, SkeletonRows};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::{Page, Pages, Phase, load, pages};
use crate::stores::optimistic::use_sender;
use crate::t;
use crate::widgets::items::part_label;

/// A page of parts: as many as the server gives at once, since seasons rarely have more.
const PER_PAGE: i32 = 100;

fn parts_of(id: impl Fn() -> Id + Send + Sync + 'static) -> Pages<PartLine> {
    pages(
        move |after| PartsSeen::operation(PartsSeenVariables { id: id(), first: Some(PER_PAGE), after }),
        |answer: PartsSeen| match answer.media_item.map(|whole| whole.children) {
            Some(children) => Page {
                items: children.nodes,
                next: children.page_info.end_cursor.filter(|_| children.page_info.has_next_page),
                total: Some(children.total_count),
            },
            None => Page { items: Vec::new(), next: None, total: Some(0) },
        },
    )
}

/// The parts of an item.
#[component]
pub fn Parts(item: Signal<ItemDetail>) -> impl IntoView {
    let id = item.with_untracked(|item| item.id.clone());
    let parts = {
        let id = id.clone();
        parts_of(move || id.clone())
    };
    let first = Memo::new(move |_| {
        parts.items.with(|items| items.first().map(|line| (line.part.child_count > 0, line.part.level_name.clone())))
    });
    let title = move || parts_name(first.get().and_then(|(_, level)| level).as_deref());
    let aside = {
        let id = id.clone();
        ViewFn::from(move || view! { <HowFar id=id.clone() /> })
    };
    view! {
        <Section title=Signal::derive(title) aside=aside>
            {move || match parts.phase.get() {
                Phase::Pending => view! { <SkeletonRows count=8 /> }.into_any(),
                Phase::Failed(error) => view! { <Failure error=error on_retry=move || parts.reload() /> }.into_any(),
                Phase::Ready if first.get().is_some_and(|(is_group, _)| is_group) => {
                    view! { <Groups groups=parts /> }.into_any()
                }
                Phase::Ready => view! { <List parts=parts whole=id.clone() /> }.into_any(),
            }}
        </Section>
    }
    .into_any()
}

/// What the parts of a level are called.
fn parts_name(level: Option<&str>) -> String {
    match level {
        Some("season") => t!("parts-seasons"),
        Some("episode") => t!("parts-episodes"),
        Some("album") => t!("parts-albums"),
        Some("track") => t!("parts-tracks"),
        _ => t!("parts"),
    }
}

/// How much of the whole one has seen.
#[component]
fn HowFar(id: Id) -> impl IntoView {
    let progress = load(move || ProgressOf::operation(OfItemVariables { item_id: id.clone() }));
    move || {
        progress.get().and_then(|answer| answer.progress).filter(|progress| progress.aired_count > 0).map(|progress| {
            let (seen, all) = (progress.watched_count, progress.aired_count);
            view! {
                <div class="how-far">
                    <Progress part=f64::from(seen) / f64::from(all) label=t!("progress-label") />
                    <span class="small soft numbers">{t!("parts-seen", seen = format::count(seen), all = format::count(all))}</span>
                </div>
            }
        })
    }
}

/// Parts that have parts: one is open, and which stands in the address.
#[component]
fn Groups(groups: Pages<PartLine>) -> impl IntoView {
    let address = use_address();
    let wanted = address.get("part");
    let rows = Memo::new(move |_| groups.items.get());
    let chosen = Memo::new(move |_| {
        let wanted = wanted.get();
        rows.with(|rows| {
            let named = rows.iter().find(|row| wanted.is_some() && row.part.position.map(|at| at.to_string()) == wanted);
            // Specials are not where anybody begins.
            let usual = rows.iter().find(|row| row.part.position != Some(0)).or_else(|| rows.first());
            named.or(usual).map(|row| row.part.id.clone())
        })
    });
    let tab = move |line: PartLine| {
        let PartRow { id, name, position, level_name, .. } = line.part;
        let seen = line.viewer_state;
        let counts = (seen.aired_count > 0)
            .then(|| t!("parts-seen", seen = format::count(seen.watched_count), all = format::count(seen.aired_count)));
        let label = part_label(level_name.as_deref(), position, None).unwrap_or(name);
        let current = move || (chosen.get().as_ref() == Some(&id)).then_some("true");
        view! {
            <button
                type="button"
                aria-current=current
                on:click=move |_| address.set("part", position.map(|position| position.to_string()))
            >
                {label}
                " "
                <span class="tab-count numbers">{counts}</span>
            </button>
        }
    };
    view! {
        <div class="tabs" role="group" aria-label=t!("parts")>
            <For each=move || rows.get() key=|line| (line.part.id.clone(), line.viewer_state.watched_count, line.viewer_state.aired_count) children=tab />
        </div>
        {move || {
            chosen
                .get()
                .map(|id| {
                    let parts = parts_of({
                        let id = id.clone();
                        move || id.clone()
                    });
                    view! {
                        {move || match parts.phase.get() {
                            Phase::Pending => view! { <SkeletonRows count=8 /> }.into_any(),
                            Phase::Failed(error) => {
                                view! { <Failure error=error on_retry=move || parts.reload() /> }.into_any()
                            }
                            Phase::Ready => view! { <List parts=parts whole=id.clone() /> }.into_any(),
                        }}
                    }
                })
        }}
    }
    .into_any()
}

/// Parts that are played, with how many of them one has seen.
#[component]
fn List(parts: Pages<PartLine>, whole: Id) -> impl IntoView {
    let sender = use_sender();
    let seen = move || parts.items.with(|rows| count_of(rows.iter().filter(|row| row.viewer_state.is_watched).count()));
    let all = move || count_of(parts.items.with(Vec::len));
    let name = move || parts.items.with(|rows| parts_name(rows.first().and_then(|row| row.part.level_name.as_deref())));
    view! {
        <div class="spread parts-head">
            <p class="small soft numbers" role="status">
                {move || {
                    let counts = t!("parts-seen", seen = format::count(seen()), all = format::count(all()));
                    format!("{}: {counts}", name())
                }}
            </p>
            <Show when=move || seen() < all()>
                <Button
                    small=true
                    on_press={
                        let whole = whole.clone();
                        move |_| mark(sender, whole.clone(), WatchedExtent::Item)
                    }
                >
                    <Icon name="check-check" />
                    {t!("parts-mark-all")}
                </Button>
            </Show>
        </div>
        <ol class="parts">
            // A part that was played meanwhile is drawn anew, and only that one.
            <For
                each=move || parts.items.get()
                key=|line| {
                    let rating = line.part.my_rating.as_ref().map(|rating| rating.rating);
                    (line.part.id.clone(), line.viewer_state.is_watched, line.viewer_state.last_played_at, rating)
                }
                let:line
            >
                <Part line=line />
            </For>
        </ol>
        <More has_more=parts.has_more() busy=parts.busy on_more=move |()| parts.more() />
    }
    .into_any()
}

/// A number of things as formats take it.
fn count_of(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

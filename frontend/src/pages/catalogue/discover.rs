//! Searching and browsing.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::{
    MediaItemFilterInput, MediaItemSortField, MediaItemSortInput, SearchFilterInput, SortDirection,
};
use medianest_web_api::operations::common::PageInfo;
use medianest_web_api::operations::diary::{
    AddToLibrary, AddToLibraryInput, LibraryFilterInput, LibraryRow, RemoveFromLibrary, RemoveFromLibraryInput,
};
use medianest_web_api::operations::discover::{Discover, DiscoverVariables, EntryMark, FoundCard};
use medianest_web_api::operations::identity::UserRole;

use super::elsewhere::Elsewhere;
use super::filters::{FILTERS, Filters, SearchBar};
use super::item_form::CreateItem;
use crate::components::{Button, Empty, Failure, IconButton, Look, More, PageHead, SkeletonGrid};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::{Page, Pages, Phase, pages};
use crate::stores::optimistic::use_sender;
use crate::stores::session::use_viewer;
use crate::t;
use crate::widgets::items::{ItemCard, PosterGrid};

/// Everything there is, by typing and by filters.
#[component]
pub fn DiscoverPage() -> impl IntoView {
    let address = use_address();
    let filters = Filters::of(address);
    let found = found(filters);
    let creating = RwSignal::new(false);
    let viewer = use_viewer();
    let may_create =
        move || viewer.with(|viewer| viewer.as_ref().and_then(|viewer| viewer.role).is_some_and(UserRole::is_moderator));
    view! {
        <PageHead title=t!("nav-discover")>
            <Show when=may_create>
                <Button icon="plus" on_press=move |_| creating.set(true)>
                    {t!("item-create")}
                </Button>
            </Show>
        </PageHead>
        <SearchBar filters=filters />
        <Count found=found />
        {move || match found.phase.get() {
            Phase::Pending => view! { <SkeletonGrid count=24 /> }.into_any(),
            Phase::Failed(error) => view! { <Failure error=error on_retry=move || found.reload() /> }.into_any(),
            Phase::Ready => {
                view! {
                    <Show when=move || !found.items.with(Vec::is_empty) fallback=move || nothing(filters, creating, may_create())>
                        <Found found=found />
                    </Show>
                }
                    .into_any()
            }
        }}
        <Elsewhere filters=filters />
        <CreateItem open=creating name=Signal::derive(move || filters.text()) />
    }
}

/// How many a page has: a few screens, so that scrolling never waits.
const PER_PAGE: i32 = 60;

fn found(filters: Filters) -> Pages<FoundCard> {
    pages(
        move |after| {
            let text: String = filters.text().unwrap_or_default().chars().take(200).collect();
            let genres = filters.genre().map(|genre| vec![genre]);
            let (year_from, year_to) = filters.years();
            let types = filters.type_id().map(|id| vec![id]);
            let (is_typed, mine) = (!text.trim().is_empty(), filters.mine());
            let kept = LibraryFilterInput {
                status: mine.clone().map(|status| vec![status]),
                types: filters.kind().map(|kind| vec![kind]),
                query: Some(text.clone()).filter(|_| is_typed),
                favorite: None,
            };
            Discover::operation(DiscoverVariables {
                is_search: is_typed && mine.is_none(),
                is_browse: !is_typed && mine.is_none(),
                is_mine: mine.is_some(),
                query: text,
                types: types.clone(),
                among: Some(SearchFilterInput { genres: genres.clone(), year_from, year_to, levels: None }),
                filter: Some(MediaItemFilterInput { genres, year_from, year_to, types, ..MediaItemFilterInput::default() }),
                sort: Some(sort_of(filters.address.value("sort").as_deref())),
                kept: Some(kept),
                first: Some(PER_PAGE),
                after,
            })
        },
        page_of,
    )
}

fn page_of(answer: Discover) -> Page<FoundCard> {
    let next = |info: PageInfo| info.end_cursor.filter(|_| info.has_next_page);
    if let Some(hits) = answer.search {
        let items = hits.nodes.into_iter().map(|hit| hit.item).collect();
        Page { items, next: next(hits.page_info), total: Some(hits.total_count) }
    } else if let Some(all) = answer.media_items {
        Page { items: all.nodes, next: next(all.page_info), total: Some(all.total_count) }
    } else if let Some(kept) = answer.library {
        let card = |row: LibraryRow| {
            let my_entry = Some(EntryMark { id: row.id, status: row.status, is_favorite: row.is_favorite });
            Some(FoundCard { item: row.item?, my_entry, my_rating: row.rating })
        };
        let items = kept.nodes.into_iter().filter_map(card).collect();
        Page { items, next: next(kept.page_info), total: Some(kept.total_count) }
    } else {
        Page { items: Vec::new(), next: None, total: Some(0) }
    }
}

/// The order that the address names; by title without one.
fn sort_of(name: Option<&str>) -> MediaItemSortInput {
    let (field, direction) = match name {
        // Of most the year is known, and of few the day.
        Some("newest") => (MediaItemSortField::Year, SortDirection::Descending),
        Some("oldest") => (MediaItemSortField::Year, SortDirection::Ascending),
        Some("added") => (MediaItemSortField::Created, SortDirection::Descending),
        _ => (MediaItemSortField::SortName, SortDirection::Ascending),
    };
    MediaItemSortInput { field, direction }
}

#[component]
fn Count(found: Pages<FoundCard>) -> impl IntoView {
    view! {
        <p class="soft small result-count" role="status">
            {move || {
                found.total.get().map(|count| t!("count-items", count = count, shown = format::count(count)))
            }}
        </p>
    }
}

#[component]
fn Found(found: Pages<FoundCard>) -> impl IntoView {
    view! {
        <PosterGrid>
            // A card whose marks change is drawn anew, and only that one.
            <For
                each=move || found.items.get()
                key=|card| {
                    let entry = card.my_entry.as_ref().map(|entry| (entry.status.clone(), entry.is_favorite));
                    (card.item.id.clone(), entry, card.my_rating.as_ref().map(|rating| rating.rating))
                }
                let:card
            >
                <FoundItem card=card />
            </For>
        </PosterGrid>
        <More has_more=found.has_more() busy=found.busy on_more=move |()| found.more() />
    }
    .into_any()
}

#[component]
fn FoundItem(card: FoundCard) -> impl IntoView {
    let sender = use_sender();
    let FoundCard { item, my_entry, my_rating } = card;
    let status = my_entry.as_ref().map(|entry| entry.status.clone());
    let is_favorite = my_entry.as_ref().is_some_and(|entry| entry.is_favorite);
    let (id, name) = (item.id.clone(), item.name.clone());
    let keep = move |_| {
        let name = name.clone();
        let input = AddToLibraryInput::of(id.clone());
        sender.send(AddToLibrary::operation(input), move |answer| {
            let entry = answer.add_to_library.entry.id;
            sender.toasts.undoable(t!("library-added", title = name), move || {
                sender.send(RemoveFromLibrary::operation(RemoveFromLibraryInput { id: entry.clone() }), |_| ());
            });
        });
    };
    let label = t!("library-add-title", title = item.name.as_str());
    let is_kept = my_entry.is_some();
    view! {
        <ItemCard item=item rating=my_rating status=status favorite=is_favorite>
            {(!is_kept)
                .then(|| {
                    view! { <IconButton icon="bookmark-plus" label=label look=Look::Plain small=true on_press=keep /> }
                })}
        </ItemCard>
    }
}

/// Nothing fits: what can be done about it.
fn nothing(filters: Filters, creating: RwSignal<bool>, may_create: bool) -> AnyView {
    let is_filtered = filters.any();
    let text = if is_filtered { t!("discover-empty-filtered") } else { t!("discover-empty-text") };
    view! {
        <Empty icon="search" title=t!("discover-empty") text=text>
            <div class="row">
                {is_filtered
                    .then(|| {
                        view! {
                            <Button look=Look::Primary on_press=move |_| filters.address.clear(&FILTERS)>
                                {t!("filters-clear")}
                            </Button>
                        }
                    })}
                {may_create
                    .then(|| {
                        view! {
                            <Button icon="plus" on_press=move |_| creating.set(true)>
                                {t!("item-create")}
                            </Button>
                        }
                    })}
            </div>
        </Empty>
    }
    .into_any()
}

//! The entries of a library, as posters and as a table.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::diary::LibraryRow;

use super::bulk::Selection;
use crate::components::{Icon, SortHeader, Table};
use crate::i18n::format;
use crate::routes;
use crate::stores::address::Address;
use crate::stores::data::Pages;
use crate::t;
use crate::widgets::items::{
    ItemCard, ItemPoster, PosterGrid, RatingBadge, heading, status_icon, status_name, subtitle, type_name,
};

/// What of an entry can change: when it does, its line or card is drawn anew, and only that one.
fn key(row: &LibraryRow) -> impl std::hash::Hash + Eq + Clone + Send + Sync + use<> {
    let rating = row.rating.as_ref().map(|rating| rating.rating);
    (row.id.clone(), row.status.clone(), row.is_favorite, row.is_private, rating)
}

/// Whether an entry is chosen, as a box to tick.
#[component]
fn Chosen(row: LibraryRow, selection: Selection) -> impl IntoView {
    let name = row.item.as_ref().map(heading).unwrap_or_default();
    let id = row.id.clone();
    let is_chosen = {
        let id = id.clone();
        move || selection.has(&id)
    };
    view! {
        <label class="choose">
            <input
                type="checkbox"
                aria-label=t!("library-choose", title = name)
                prop:checked=is_chosen
                on:change=move |event| selection.choose(&id, event_target_checked(&event))
            />
        </label>
    }
}

/// As posters.
#[component]
pub fn AsGrid(entries: Pages<LibraryRow>, selection: Selection) -> impl IntoView {
    let card = move |row: LibraryRow| {
        let item = row.item.clone()?;
        let (status, rating, favorite) = (row.status.clone(), row.rating.clone(), row.is_favorite);
        Some(view! {
            <div class="entry">
                <ItemCard item=item rating=rating status=status favorite=favorite />
                <Show when=move || selection.is_on.get()>
                    <Chosen row=row.clone() selection=selection />
                </Show>
            </div>
        })
    };
    view! {
        <PosterGrid>
            <For each=move || entries.items.get() key=key children=card />
        </PosterGrid>
    }
}

/// As a table.
#[component]
pub fn AsTable(entries: Pages<LibraryRow>, selection: Selection, address: Address) -> impl IntoView {
    let sort = address.get("sort");
    let header = move |label: String, name: &'static str, ascending: bool| {
        let by = Signal::derive(move || (sort.get().as_deref().unwrap_or("added") == name).then_some(ascending));
        view! {
            <SortHeader
                label=label
                ascending=by
                on_sort=move |()| address.set("sort", (name != "added").then(|| name.to_owned()))
            />
        }
    };
    let head = Box::new(move || {
        view! {
            <Show when=move || selection.is_on.get()>
                <th scope="col">
                    <span class="sr-only">{t!("library-select")}</span>
                </th>
            </Show>
            {header(t!("sort-title"), "name", true)}
            <th scope="col">{t!("item-type")}</th>
            <th scope="col">{t!("library-status")}</th>
            {header(t!("sort-rating"), "rating", false)}
            {header(t!("item-year"), "released", false)}
            {header(t!("item-added"), "added", false)}
        }
        .into_any()
    });
    view! {
        <Table caption=t!("nav-library") head=head>
            <For each=move || entries.items.get() key=key let:row>
                <Line row=row selection=selection />
            </For>
        </Table>
    }
}

#[component]
fn Line(row: LibraryRow, selection: Selection) -> impl IntoView {
    let item = row.item.clone()?;
    let (name, line, link) = (heading(&item), subtitle(&item), routes::item(&item.id));
    let kind = item.media_type.as_ref().map(|kind| type_name(&kind.name, &kind.display_name));
    let year = item.year.map(|year| year.to_string());
    let rating = Signal::stored(row.rating.clone());
    let (status, added) = (row.status.clone(), format::date(row.added_at));
    let (is_favorite, is_part) = (row.is_favorite, !item.is_whole());
    Some(view! {
        <tr>
            <Show when=move || selection.is_on.get()>
                <td class="lead">
                    <Chosen row=row.clone() selection=selection />
                </td>
            </Show>
            <td class="lead">
                <div class="table-title">
                    <ItemPoster item=item />
                    <div>
                        <A href=link>{name}</A>
                        {is_part.then_some(view! { <p class="small soft">{line}</p> })}
                    </div>
                    {is_favorite
                        .then(|| {
                            view! {
                                <span class="favorite" title=t!("favorite")>
                                    <Icon name="heart" />
                                    <span class="sr-only">{t!("favorite")}</span>
                                </span>
                            }
                        })}
                </div>
            </td>
            <td data-label=t!("item-type")>{kind}</td>
            <td data-label=t!("library-status")>
                <span class="row">
                    <Icon name=status_icon(&status) />
                    {status_name(&status)}
                </span>
            </td>
            <td data-label=t!("sort-rating")>
                <RatingBadge rating=rating />
            </td>
            <td data-label=t!("item-year") class="numbers">
                {year}
            </td>
            <td data-label=t!("item-added") class="numbers">
                {added}
            </td>
        </tr>
    })
}

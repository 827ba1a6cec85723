//! How near one's taste and another's are.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::activity::{ComparedRow, TasteRow, Tastes as TastesOf, TastesVariables};
use medianest_web_api::operations::social::PersonDetail;

use crate::components::{Empty, Loaded, Section, SkeletonGrid};
use crate::i18n::format;
use crate::stores::data::load;
use crate::t;
use crate::widgets::items::{ItemCard, PosterGrid};
use crate::widgets::scale::in_ones_words;

/// What the two have in common, where they differ, and what one could discover.
#[component]
pub fn Tastes(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let found = load(move || TastesOf::operation(TastesVariables { user_id: id.clone() }));
    let name = move || person.with(|person| person.display_name.clone());
    view! {
        <Loaded from=found skeleton=|| view! { <SkeletonGrid count=12 /> }.into_any() let:found>
            {move || match found.get().taste_comparison {
                Some(tastes) => view! { <Compared tastes=tastes name=name() /> }.into_any(),
                None => {
                    view! { <Empty icon="lock" title=t!("tastes-none") text=t!("tastes-none-text", name = name()) /> }
                        .into_any()
                }
            }}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Compared(tastes: TasteRow, name: String) -> impl IntoView {
    let TasteRow { known_by_both, rated_by_both, agreement, loved_by_both, differences, to_discover } = tastes;
    let agreement = agreement.map_or_else(|| t!("tastes-agreement-unknown"), format::percent);
    view! {
        <dl class="row tastes">
            <div class="card">
                <dt class="soft small">{t!("tastes-agreement")}</dt>
                <dd>
                    <strong>{agreement}</strong>
                    <span class="soft small">
                        {t!("tastes-agreement-hint", count = rated_by_both, shown = format::count(rated_by_both))}
                    </span>
                </dd>
            </div>
            <div class="card">
                <dt class="soft small">{t!("tastes-known")}</dt>
                <dd>
                    <strong>{format::count(known_by_both)}</strong>
                </dd>
            </div>
        </dl>
        <Shelf title=t!("tastes-loved") rows=loved_by_both />
        <Shelf title=t!("tastes-differ") rows=differences />
        <Shelf title=t!("tastes-discover", name = name) rows=to_discover />
    }
    .into_any()
}

#[component]
fn Shelf(title: String, rows: Vec<ComparedRow>) -> impl IntoView {
    let is_empty = rows.is_empty();
    let card = |row: ComparedRow| {
        let theirs = in_ones_words(row.theirs);
        let note = if let Some(mine) = row.mine {
            t!("tastes-both", mine = in_ones_words(mine), theirs = theirs)
        } else {
            t!("tastes-theirs", theirs = theirs)
        };
        row.item.map(|item| view! { <ItemCard item=item note=note /> })
    };
    view! {
        <Section title=title>
            {is_empty.then(|| view! { <p class="soft">{t!("tastes-empty")}</p> })}
            <PosterGrid>{rows.into_iter().map(card).collect_view()}</PosterGrid>
        </Section>
    }
}

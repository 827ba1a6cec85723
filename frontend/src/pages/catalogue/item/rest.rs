//! What comes of an item's page once its head can be read.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::ItemDetail;

use super::curate::Curate;
use super::lists::OnLists;
use super::mine::Actions;
use super::{cycles, facts, fields, former, mine, parts, plays, related, reviews, sources};

/// What one does most with it, for the page's head.
#[component]
pub fn ItemActions(
    /// With what.
    item: Signal<ItemDetail>,
) -> impl IntoView {
    view! {
        <Actions item=item />
        <OnLists item=item />
        <Curate item=item />
    }
    .into_any()
}

/// All that stands below the head.
#[component]
pub fn ItemRest(
    /// Of what.
    item: Signal<ItemDetail>,
) -> impl IntoView {
    let has_parts = Memo::new(move |_| item.with(|item| item.child_count > 0));
    let is_whole = Memo::new(move |_| item.with(|item| item.hierarchy_level == 0));
    view! {
        <div class="item-columns">
            <div class="item-main">
                <Show when=move || has_parts.get()>
                    <parts::Parts item=item />
                </Show>
                <plays::Plays item=item />
                <Show when=move || is_whole.get()>
                    <cycles::Cycles item=item />
                </Show>
                <reviews::Reviews item=item />
                <related::Related item=item />
            </div>
            <aside class="item-aside">
                <mine::Notes item=item />
                <fields::CustomFields item=item />
                <former::FormerRatings item=item />
                <facts::Facts item=item />
                <sources::Sources item=item />
                <related::Friends item=item />
                <related::Opinions item=item />
            </aside>
        </div>
    }
    .into_any()
}

//! What one gave an item before.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{FormerRatingRow, OfItemVariables, RatingHistory};

use crate::i18n::format;
use crate::stores::data::load;
use crate::t;
use crate::widgets::items::rating_text;

/// The ratings that were replaced or withdrawn, the latest first; nothing where there are none.
#[component]
pub fn FormerRatings(item: Signal<ItemDetail>) -> impl IntoView {
    let id = item.with_untracked(|item| item.id.clone());
    let loaded = load(move || RatingHistory::operation(OfItemVariables { item_id: id.clone() }));
    let former = Memo::new(move |_| loaded.get().map(|answer| answer.rating_history).unwrap_or_default());
    let line = |row: FormerRatingRow| {
        let rating = rating_text(row.scale, row.value);
        let (from, to) = (format::date(row.rated_at), format::date(row.replaced_at));
        view! { <li class="small">{t!("rating-history-line", rating = rating, from = from, to = to)}</li> }
    };
    view! {
        <Show when=move || !former.with(Vec::is_empty)>
            <details class="section stack">
                <summary>{t!("rating-history")}</summary>
                <ul>{move || former.get().into_iter().map(line).collect_view()}</ul>
            </details>
        </Show>
    }
    .into_any()
}

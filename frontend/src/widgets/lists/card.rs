//! A list as a card that leads to its page.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::lists::{ListRole, ListRow};

use super::{audience_name, kind_icon, kind_name, role_name};
use crate::components::{Badge, Icon};
use crate::i18n::format;
use crate::widgets::items::ItemPoster;
use crate::{routes, t};

/// A list by its first items and its words. It stands in a list itself.
#[component]
pub fn ListCard(
    /// The list.
    row: ListRow,
) -> impl IntoView {
    let covers = row.covers.into_iter().map(|item| view! { <ItemPoster item=item /> }).collect_view();
    let count = row.item_count.map(|count| t!("count-items", count = count, shown = format::count(count)));
    let theirs = row.my_role.filter(|role| *role != ListRole::Owner);
    let owner = theirs.and(row.owner).map(|owner| t!("lists-by", name = owner.display_name));
    let line = [count.or_else(|| Some(kind_name(row.kind))), owner].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="card list-card">
            <div class="list-covers" aria-hidden="true">
                {covers}
            </div>
            <div class="list-words">
                <A href=routes::list(&row.id) attr:class="name">
                    <Icon name=kind_icon(row.kind) />
                    {row.name}
                </A>
                {row.description.map(|text| view! { <p class="soft small clip">{text}</p> })}
                <p class="row small soft">
                    <span>{line}</span>
                    {match theirs {
                        Some(role) => view! { <Badge>{role_name(role)}</Badge> }.into_any(),
                        None => view! { <Badge>{audience_name(row.audience)}</Badge> }.into_any(),
                    }}
                </p>
            </div>
        </li>
    }
    .into_any()
}

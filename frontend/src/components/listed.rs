//! A list that is loaded page by page, as a page shows it: its shape while it comes, the failure, nothing, or its rows.

use leptos::prelude::*;

use super::{Empty, Failure, More, SkeletonRows};
use crate::stores::data::{Pages, Phase};

/// The states of a list. What is inside is drawn once; its rows come and go by their keys.
#[component]
pub fn Listed<N>(
    /// The list.
    from: Pages<N>,
    /// The icon of the empty list.
    #[prop(default = "inbox")]
    icon: &'static str,
    /// What is missing where it is empty.
    #[prop(into)]
    empty: String,
    /// Why, and what to do.
    #[prop(into)]
    hint: String,
    /// The rows.
    children: ChildrenFn,
) -> impl IntoView
where
    N: Clone + Send + Sync + 'static,
{
    let is_empty = Memo::new(move |_| from.items.with(Vec::is_empty));
    move || match from.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=8 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move || from.reload() /> }.into_any(),
        Phase::Ready if is_empty.get() => view! { <Empty icon=icon title=empty.clone() text=hint.clone() /> }.into_any(),
        Phase::Ready => view! {
            {children()}
            <More has_more=from.has_more() busy=from.busy on_more=move || from.more() />
        }
        .into_any(),
    }
}

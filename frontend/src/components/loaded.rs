//! What a page shows of something that is loaded: its shape while it comes, the failure, or the thing itself.

use leptos::prelude::*;

use super::Failure;
use crate::stores::data::{Loading, Phase};

/// Draws what was loaded. What is there is drawn once, around a signal: when newer data comes, only what differs changes.
#[component]
pub fn Loaded<T, V>(
    /// What is loaded.
    from: Loading<T>,
    /// Its shape while it comes.
    #[prop(into)]
    skeleton: ViewFn,
    /// The thing itself.
    children: impl Fn(Signal<T>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match from.phase.get() {
        Phase::Pending => skeleton.run(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move || from.reload() /> }.into_any(),
        Phase::Ready => children(from.value()).into_any(),
    }
}

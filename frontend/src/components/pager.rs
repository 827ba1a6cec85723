//! The end of a list that is longer than what is shown.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::Button;
use crate::t;

/// Loads the next page when the end of the list comes near, and shows a button for those who do not scroll.
#[component]
pub fn More(
    /// Whether there is more.
    #[prop(into)]
    has_more: Signal<bool>,
    /// Whether more is on its way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Loads more.
    #[prop(into)]
    on_more: Callback<()>,
) -> impl IntoView {
    let end = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        let Some(end) = end.get() else { return };
        let near = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let is_near = entries
                .iter()
                .filter_map(|entry| entry.dyn_into::<web_sys::IntersectionObserverEntry>().ok())
                .any(|entry| entry.is_intersecting());
            if is_near && has_more.get_untracked() && !busy.get_untracked() {
                on_more.run(());
            }
        });
        let options = web_sys::IntersectionObserverInit::new();
        options.set_root_margin("600px");
        let Ok(observer) = web_sys::IntersectionObserver::new_with_options(near.as_ref().unchecked_ref(), &options) else {
            return;
        };
        observer.observe(&end);
        let kept = SendWrapper::new((observer, near));
        on_cleanup(move || kept.0.disconnect());
    });
    view! {
        <div class="row more" node_ref=end>
            <Show when=move || has_more.get()>
                <Button busy=busy on_press=move |_| on_more.run(())>
                    {t!("list-more")}
                </Button>
            </Show>
        </div>
    }
}

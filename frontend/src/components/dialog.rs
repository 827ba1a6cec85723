//! Dialogs, on the native element: it keeps the focus inside, closes on Escape, and gives the focus back.

use leptos::prelude::*;

use super::field::unique_id;
use super::{Button, IconButton, Look};
use crate::t;

/// A window over the page, drawn only while it is open.
#[component]
pub fn Dialog(
    /// Whether it is open. Closing it by Escape or by the cross sets it.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// For tables and long forms.
    #[prop(optional)]
    wide: bool,
    /// What is in it, drawn anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<leptos::html::Dialog>::new();
    let title_id = unique_id("dialog");
    Effect::new(move || {
        if let Some(dialog) = element.get() {
            if open.get() && !dialog.open() {
                // It fails only for an element that is not in the page.
                let _ = dialog.show_modal();
            } else if !open.get() && dialog.open() {
                dialog.close();
            }
        }
    });
    let labelled_by = title_id.clone();
    view! {
        <dialog
            node_ref=element
            class="dialog"
            class:wide=wide
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            // A press on the backdrop hits the dialog itself, one inside hits something in it.
            on:pointerdown=move |event| {
                if event.target() == event.current_target() && is_outside(&event) {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog-head">
                    <h2 id=title_id.clone()>{move || title.get()}</h2>
                    <IconButton icon="x" label=t!("dialog-close") on_press=move |_| open.set(false) />
                </div>
                <div class="dialog-body">{children()}</div>
            </Show>
        </dialog>
    }
}

/// Whether a press fell outside of the element that heard it.
pub fn is_outside(event: &leptos::ev::PointerEvent) -> bool {
    use wasm_bindgen::JsCast;
    let Some(element) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let area = element.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    x < area.left() || x > area.right() || y < area.top() || y > area.bottom()
}

/// Asks before something that cannot be undone. What can be undone is done at once, with a toast that takes it back.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The words on the button that does it.
    #[prop(into)]
    confirm: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=title>
            <div class="form">
                <p>{move || text.get()}</p>
                <div class="form-actions">
                    <Button on_press=move |_| open.set(false)>{t!("action-cancel")}</Button>
                    <Button
                        look=Look::Danger
                        on_press=move |_| {
                            open.set(false);
                            on_confirm.run(());
                        }
                    >
                        {move || confirm.get()}
                    </Button>
                </div>
            </div>
        </Dialog>
    }
}

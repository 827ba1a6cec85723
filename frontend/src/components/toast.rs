//! Short messages at the edge of the window.

use leptos::prelude::*;

use super::{Button, Icon, IconButton, Look};
use crate::stores::toasts::{Toast, ToastKind, use_toasts};
use crate::t;

/// Where the messages appear: once, around the whole app.
#[component]
pub fn Toasts() -> impl IntoView {
    let toasts = use_toasts();
    let region = NodeRef::<leptos::html::Div>::new();
    // A dialog lies in the browser's top layer. As a popover, opened anew with each message, the region lies above it.
    Effect::new(move || {
        let is_empty = toasts.all().with(Vec::is_empty);
        if let Some(region) = region.get() {
            let _ = region.hide_popover();
            if !is_empty {
                let _ = region.show_popover();
            }
        }
    });
    view! {
        <div node_ref=region class="toasts" popover="manual" role="region" aria-label=t!("toasts")>
            <div aria-live="polite" class="sr-only">
                {move || toasts.all().with(|all| all.last().map(|toast| toast.text.clone()))}
            </div>
            <For each=move || toasts.all().get() key=|toast| toast.id let:toast>
                <OneToast toast=toast />
            </For>
        </div>
    }
}

#[component]
fn OneToast(toast: Toast) -> impl IntoView {
    let toasts = use_toasts();
    let Toast { id, kind, text, undo, .. } = toast;
    let (class, icon) = match kind {
        ToastKind::Good => ("toast good", "circle-check"),
        ToastKind::Bad => ("toast bad", "circle-alert"),
    };
    view! {
        <div
            class=class
            // Nobody is hurried: a message that is read or about to be pressed stays.
            on:pointerenter=move |_| toasts.hold(id)
            on:pointerleave=move |_| toasts.release(id)
            on:focusin=move |_| toasts.hold(id)
            on:focusout=move |_| toasts.release(id)
        >
            <Icon name=icon />
            <span class="grow">{text}</span>
            {undo
                .map(|undo| {
                    view! {
                        <Button
                            small=true
                            look=Look::Quiet
                            on_press=move |_| {
                                undo();
                                toasts.dismiss(id);
                            }
                        >
                            {t!("action-undo")}
                        </Button>
                    }
                })}
            <IconButton small=true icon="x" label=t!("toast-dismiss") on_press=move |_| toasts.dismiss(id) />
        </div>
    }
}

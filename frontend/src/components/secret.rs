//! Texts to be taken along: a button that copies, and secrets that are shown once.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::{Button, Dialog, Icon, Look};
use crate::t;

/// A button that copies a text.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Whose it is, where a page has several.
    #[prop(into, optional)]
    what: Option<String>,
) -> impl IntoView {
    let told = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            told.try_set(Some(put_on_clipboard(&text).await));
        });
    };
    view! {
        <span class="row">
            <Button small=true icon="copy" on_press=copy>
                {t!("action-copy")}
                {what.map(|what| view! { <span class="sr-only">" " {what}</span> })}
            </Button>
            <span class="soft small" role="status">
                {move || {
                    told.get().map(|is_copied| if is_copied { t!("action-copied") } else { t!("copy-failed") })
                }}
            </span>
        </span>
    }
}

/// Whether the browser took the text. Pages that came over plain HTTP from another machine have no clipboard.
async fn put_on_clipboard(text: &str) -> bool {
    let write = || {
        let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
        let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
        write.call1(&clipboard, &text.into()).ok()?.dyn_into::<Promise>().ok()
    };
    match write() {
        Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

/// A secret that is shown this once: it is kept in `secret` and nowhere else, and gone when the dialog closes.
#[component]
pub fn SecretDialog(
    /// The secret; while there is one, the dialog is open.
    secret: RwSignal<Option<String>>,
    /// What it is.
    #[prop(into)]
    title: Signal<String>,
    /// What to do with it.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if secret.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            secret.set(None);
        }
        is_open
    });
    let shown = Signal::derive(move || secret.get().unwrap_or_default());
    view! {
        <Dialog open=open title=title>
            <div class="form">
                <p class="notice warn">
                    <Icon name="triangle-alert" />
                    <span>{move || text.get()}</span>
                </p>
                <code class="secret" tabindex="0">
                    {move || shown.get()}
                </code>
                <div class="spread">
                    <CopyButton text=shown />
                    <Button look=Look::Primary on_press=move |_| open.set(false)>
                        {t!("secret-done")}
                    </Button>
                </div>
            </div>
        </Dialog>
    }
}

//! The web app: reads its configuration and mounts itself into the page.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "JavaScript's numbers are floats, and what is drawn are counts and pixels"
)]
#![expect(clippy::unnecessary_wraps, reason = "`wasm_split` asks for a `Result`, to say in it that a part did not come")]
#![expect(clippy::needless_pass_by_value, reason = "components own their properties: they outlive the call that makes them")]

mod app;
mod components;
mod i18n;
mod pages;
mod routes;
mod shell;
mod stores;
mod widgets;

use js_sys::{Promise, Reflect};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use stores::appearance::first_language;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Where the API is, without a path: what `config.json` beside the page says, which the first script asked for. It is read at
/// every start, so that a change needs no build.
async fn api() -> Option<String> {
    let config = Reflect::get(&js_sys::global(), &JsValue::from_str("medianestConfig")).ok()?;
    let config = JsFuture::from(Promise::resolve(&config)).await.ok()?;
    Reflect::get(&config, &JsValue::from_str("api")).ok()?.as_string()
}

fn main() {
    console_error_panic_hook::set_once();
    // To make the later part ready takes about as long as to find out who is here, so both happen at once.
    if pages::later::is_wanted() {
        spawn_local(async {
            // The page that needs it asks again for what did not come.
            let _ = pages::later::bring().await;
        });
    }
    // Not the executor of Leptos, which is there only once something is mounted.
    spawn_local(async {
        let api = api().await.unwrap_or_default();
        if !i18n::is_there(first_language()) {
            // What did not come is said in English.
            let _ = i18n::bring_later().await;
        }
        if let Some(waiting) = document().get_element_by_id("starting") {
            waiting.remove();
        }
        mount_to_body(move || view! { <app::App api=api.clone() /> });
    });
}

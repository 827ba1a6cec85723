//! What is kept of somebody: to take along, to bring in, and to leave behind for good.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use medianest_web_api::operations::erasure::{MyErasure, RequestErasure, RequestErasureInput, WithdrawErasure};

use crate::components::{Button, Dialog, Form, FormError, Icon, Loaded, Look, Panel, SkeletonRows, TextField};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::{routes, t};

/// A format of an export.
#[derive(Clone, Copy)]
struct Format {
    /// What addresses call it.
    word: &'static str,
    icon: &'static str,
    name: &'static str,
    text: &'static str,
}

const FORMATS: [Format; 4] = [
    Format { word: "json", icon: "braces", name: "data-json", text: "data-json-text" },
    Format { word: "csv", icon: "table", name: "data-csv", text: "data-csv-text" },
    Format { word: "trakt", icon: "tv", name: "data-trakt", text: "data-trakt-text" },
    Format { word: "letterboxd", icon: "clapperboard", name: "data-letterboxd", text: "data-letterboxd-text" },
];

#[component]
pub fn DataPart() -> impl IntoView {
    view! {
        <div class="panels">
            <Exports />
            <Panel title=t!("data-import") text=t!("data-import-text")>
                <A href=routes::IMPORTS attr:class="button">
                    <Icon name="import" />
                    {t!("nav-import")}
                </A>
            </Panel>
            <Leave />
        </div>
    }
}

#[component]
fn Exports() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let fetching = RwSignal::new(None::<&'static str>);
    let fetch = move |format: &'static str| {
        if fetching.get_untracked().is_some() {
            return;
        }
        fetching.set(Some(format));
        let address = data.client().export(format);
        spawn_local(async move {
            let address = address.await;
            fetching.try_set(None);
            match address {
                // What comes is a file to keep, so the page stays.
                Ok(address) => {
                    if window().location().assign(&address).is_ok() {
                        toasts.say(t!("data-begun"));
                    }
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let one = move |Format { word, icon, name, text }: Format| {
        view! {
            <li class="listing-row">
                <span class="listing-icon"><Icon name=icon /></span>
                <div class="grow">
                    <strong>{t!(name)}</strong>
                    <p class="soft small">{t!(text)}</p>
                </div>
                <div class="row listing-actions">
                    <Button
                        busy=Signal::derive(move || fetching.get() == Some(word))
                        on_press=move |_| fetch(word)
                    >
                        {t!("data-fetch")}
                        <span class="sr-only">{t!(name)}</span>
                    </Button>
                </div>
            </li>
        }
    };
    view! {
        <Panel title=t!("data-export") text=t!("data-export-text")>
            <ul class="listing">{FORMATS.into_iter().map(one).collect_view()}</ul>
        </Panel>
    }
}

#[component]
fn Leave() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let erasure = load(MyErasure::operation);
    let asks = RwSignal::new(false);
    let keep = move |_| {
        spawn_local(async move {
            match data.change(WithdrawErasure::operation()).await {
                Ok(_) => toasts.say(t!("data-kept")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <Panel title=t!("data-leave") text=t!("data-leave-text")>
            <Loaded from=erasure skeleton=|| view! { <SkeletonRows count=1 /> } let:answer>
                {move || match answer.get().me.erase_at {
                    Some(at) => view! {
                        <p role="status">{t!("data-leaving", date = format::date(at))}</p>
                        <Button look=Look::Primary on_press=keep>{t!("data-keep")}</Button>
                    }
                    .into_any(),
                    None => view! {
                        <Button look=Look::Danger on_press=move |_| asks.set(true)>{t!("data-leave-do")}</Button>
                    }
                    .into_any(),
                }}
            </Loaded>
        </Panel>
        <Dialog open=asks title=t!("data-leave-title")>
            <LeaveForm open=asks />
        </Dialog>
    }
}

#[component]
fn LeaveForm(open: RwSignal<bool>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let password = RwSignal::new(String::new());
    let send = move || {
        let current_password = Some(password.get_untracked()).filter(|text| !text.is_empty());
        let input = RequestErasureInput { current_password };
        form.send(async move { data.change(RequestErasure::operation(input)).await }, move |_| open.set(false));
    };
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <p>{t!("data-leave-warning")}</p>
            <FormError form=form fields=&["currentPassword"] />
            <TextField
                label=t!("password-current")
                kind="password"
                value=password
                autofocus=true
                autocomplete="current-password"
                error=form.error_of("currentPassword")
            />
            <div class="form-actions">
                <Button on_press=move |_| open.set(false)>{t!("action-cancel")}</Button>
                <Button look=Look::Danger submit=true busy=form.busy()>
                    {t!("data-leave-do")}
                </Button>
            </div>
        </form>
    }
}

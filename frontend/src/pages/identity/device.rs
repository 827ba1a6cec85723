//! Letting a player in: whoever holds its code looks at it here, and approves or denies it. Programs that can open a browser
//! send their person here themselves.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::identity::{
    ApproveDevice, ApproveDeviceInput, DenyDevice, DenyDeviceInput, DeviceByCode, DeviceByCodeVariables, DeviceRow,
};

use super::client::ClientConsent;
use crate::components::{Button, Empty, Form, FormError, Icon, Loaded, Look, PageHead, SkeletonRows, TextField};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::{Phase, load_when, use_data};
use crate::stores::session::use_viewer;
use crate::{routes, t};

/// What somebody decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decision {
    Approved,
    Denied,
}

/// The page: the code, what asks with it, and the decision.
#[component]
pub fn DevicePage() -> impl IntoView {
    let (code, client) = (use_address().get("code"), use_address().get("client_id"));
    let decided = RwSignal::new(None::<(Decision, String)>);
    let by_code = move || {
        view! {
            <PageHead title=t!("device-title") text=t!("device-text") />
            {move || match decided.get() {
                Some((decision, name)) => view! { <Decided decision=decision name=name decided=decided /> }.into_any(),
                None => {
                    view! {
                        <CodeForm />
                        {move || code.get().map(|code| view! { <Asking code=code decided=decided /> })}
                    }
                        .into_any()
                }
            }}
        }
        .into_any()
    };
    view! {
        <div class="device">
            {move || match client.get() {
                Some(client_id) => {
                    view! {
                        <PageHead title=t!("client-title") text=t!("client-text") />
                        <ClientConsent client_id=client_id />
                    }
                        .into_any()
                }
                None => by_code(),
            }}
        </div>
    }
    .into_any()
}

/// Where the code is typed; a link brings it along.
#[component]
fn CodeForm() -> impl IntoView {
    let address = use_address();
    let typed = RwSignal::new(address.get("code").get_untracked().unwrap_or_default());
    let send = move || address.set("code", Some(typed.get_untracked().trim().to_ascii_uppercase()));
    view! {
        <form
            class="form device-code"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <TextField
                label=t!("device-code")
                value=typed
                required=true
                autofocus=true
                autocomplete="off"
                hint=t!("device-code-hint")
            />
            <Button submit=true icon="search">
                {t!("device-look")}
            </Button>
        </form>
    }
}

/// What asks with the code.
#[component]
fn Asking(code: String, decided: RwSignal<Option<(Decision, String)>>) -> impl IntoView {
    let found = load_when(move || Some(DeviceByCode::operation(DeviceByCodeVariables { user_code: code.clone() })));
    let is_unknown = move || match found.phase.get() {
        Phase::Failed(error) => error.kind == medianest_web_api::ErrorKind::NotFound || !error.fields().is_empty(),
        Phase::Pending | Phase::Ready => false,
    };
    move || {
        if is_unknown() {
            return view! {
                <div role="alert">
                    <Empty icon="circle-alert" title=t!("device-unknown") text=t!("device-unknown-text") />
                </div>
            }
            .into_any();
        }
        view! {
            <Loaded from=found skeleton=|| view! { <SkeletonRows count=3 /> }.into_any() let:found>
                {move || view! { <Decide device=found.get().device_authorization decided=decided /> }}
            </Loaded>
        }
        .into_any()
    }
}

#[component]
fn Decide(device: DeviceRow, decided: RwSignal<Option<(Decision, String)>>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let viewer = use_viewer();
    let me = move || viewer.get().map(|viewer| viewer.display_name).unwrap_or_default();
    let (code, name) = (device.user_code.clone(), device.client_id.clone());
    let denied = (code.clone(), name.clone());
    // What was decided is not asked again: the code has ended with it.
    let approve = move || {
        let (code, name) = (code.clone(), name.clone());
        let sending = async move { data.client().run(ApproveDevice::operation(ApproveDeviceInput { user_code: code })).await };
        form.send(sending, move |_| {
            decided.try_set(Some((Decision::Approved, name)));
        });
    };
    let deny = move || {
        let (code, name) = denied.clone();
        let sending = async move { data.client().run(DenyDevice::operation(DenyDeviceInput { user_code: code })).await };
        form.send(sending, move |_| {
            decided.try_set(Some((Decision::Denied, name)));
        });
    };
    view! {
        <section class="card device-card" aria-labelledby="device-name">
            <span class="device-sign">
                <Icon name="tv" />
            </span>
            <div class="grow stack" style:--gap="0.25rem">
                <h2 id="device-name">{device.client_id}</h2>
                <p class="device-user-code">
                    <code>{device.user_code}</code>
                </p>
                <p class="soft small">
                    {t!("device-asked", time = format::relative(device.created_at))} " · "
                    {t!("device-ends", time = format::time(device.expires_at))}
                </p>
            </div>
            <p>{move || t!("device-means", name = me())}</p>
            <p class="soft small">{t!("device-unchecked")}</p>
            <FormError form=form />
            <div class="form-actions">
                <Button busy=form.busy() on_press=move |_| deny()>
                    {t!("device-deny")}
                </Button>
                <Button look=Look::Primary icon="check" busy=form.busy() on_press=move |_| approve()>
                    {t!("device-approve")}
                </Button>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Decided(decision: Decision, name: String, decided: RwSignal<Option<(Decision, String)>>) -> impl IntoView {
    let address = use_address();
    let (icon, title, text) = match decision {
        Decision::Approved => ("circle-check", t!("device-approved", name = name), t!("device-approved-text")),
        Decision::Denied => ("ban", t!("device-denied", name = name), t!("device-denied-text")),
    };
    view! {
        <div role="status">
            <Empty icon=icon title=title text=text>
                <div class="row">
                    <A href=routes::HOME attr:class="button primary">
                        {t!("action-home")}
                    </A>
                    <Button on_press=move |_| {
                        decided.set(None);
                        address.clear(&["code"]);
                    }>{t!("device-another")}</Button>
                </div>
            </Empty>
        </div>
    }
    .into_any()
}

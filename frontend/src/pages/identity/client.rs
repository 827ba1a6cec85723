//! Letting a program in that sent its person here: they see what it calls itself and where the answer goes, and approve or
//! deny it.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::clients::{ApproveClient, ApproveClientInput, DenyClient, DenyClientInput};

use crate::components::{Button, CopyButton, Empty, Form, FormError, Icon, Look};
use crate::stores::address::use_address;
use crate::stores::data::use_data;
use crate::stores::session::use_viewer;
use crate::{routes, t};

/// The address of programs that have none: their person copies the code.
const COPIED: &str = "urn:ietf:wg:oauth:2.0:oob";

/// What came of it, where no program is told by the browser.
#[derive(Clone)]
enum Outcome {
    /// The code to be copied.
    Code(String),
    /// It was refused.
    Denied,
    /// The browser is on its way.
    Leaving,
}

/// What asks, and the decision.
#[component]
pub fn ClientConsent(client_id: String) -> impl IntoView {
    let outcome = RwSignal::new(None::<Outcome>);
    move || match outcome.get() {
        Some(outcome) => view! { <Decided outcome=outcome name=client_id.clone() /> }.into_any(),
        None => view! { <Decide client_id=client_id.clone() outcome=outcome /> }.into_any(),
    }
}

#[component]
fn Decide(client_id: String, outcome: RwSignal<Option<Outcome>>) -> impl IntoView {
    let (data, form, address, viewer) = (use_data(), Form::new(), use_address(), use_viewer());
    let me = move || viewer.get().map(|viewer| viewer.display_name).unwrap_or_default();
    let part = move |name: &str| untrack(|| address.value(name));
    let redirect_uri = part("redirect_uri").unwrap_or_default();
    let is_copied = redirect_uri == COPIED;
    let (to_approve, to_deny) = ((client_id.clone(), redirect_uri.clone()), (client_id.clone(), redirect_uri.clone()));
    let approve = move || {
        let (client_id, redirect_uri) = to_approve.clone();
        let input = ApproveClientInput { client_id, redirect_uri, state: part("state"), code_challenge: part("code_challenge") };
        let sending = async move { data.client().run(ApproveClient::operation(input)).await };
        form.send(sending, move |answer| {
            let answer = answer.approve_client;
            leave_or_show(outcome, answer.redirect_url, Outcome::Code(answer.code));
        });
    };
    let deny = move || {
        let (client_id, redirect_uri) = to_deny.clone();
        let input = DenyClientInput { client_id, redirect_uri, state: part("state") };
        let sending = async move { data.client().run(DenyClient::operation(input)).await };
        form.send(sending, move |answer| leave_or_show(outcome, answer.deny_client.redirect_url, Outcome::Denied));
    };
    view! {
        <section class="card device-card" aria-labelledby="client-name">
            <span class="device-sign">
                <Icon name="plug" />
            </span>
            <div class="grow stack" style:--gap="0.25rem">
                <h2 id="client-name">{client_id}</h2>
                <p class="soft small">
                    {if is_copied { t!("client-copied") } else { t!("client-sent", address = redirect_uri) }}
                </p>
            </div>
            <p>{move || t!("device-means", name = me())}</p>
            <p class="soft small">{t!("client-unchecked")}</p>
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

/// Goes where the program waits for the answer, else shows it here.
fn leave_or_show(outcome: RwSignal<Option<Outcome>>, redirect_url: Option<String>, shown: Outcome) {
    let is_left = redirect_url.is_some_and(|url| window().location().assign(&url).is_ok());
    outcome.try_set(Some(if is_left { Outcome::Leaving } else { shown }));
}

#[component]
fn Decided(outcome: Outcome, name: String) -> impl IntoView {
    let (icon, title, text, code) = match outcome {
        Outcome::Code(code) => ("circle-check", t!("client-code", name = name), t!("client-code-text"), Some(code)),
        Outcome::Denied => ("ban", t!("device-denied", name = name), t!("client-denied-text"), None),
        Outcome::Leaving => ("circle-check", t!("client-leaving", name = name), t!("client-leaving-text"), None),
    };
    view! {
        <div role="status">
            <Empty icon=icon title=title text=text>
                {code
                    .map(|code| {
                        view! {
                            <p class="client-code">
                                <code>{code.clone()}</code>
                            </p>
                            <CopyButton text=code />
                        }
                    })}
                <A href=routes::HOME attr:class="button">
                    {t!("action-home")}
                </A>
            </Empty>
        </div>
    }
    .into_any()
}

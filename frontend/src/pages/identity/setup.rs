//! The first start: whoever holds the link that the server printed becomes its administrator.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{A, Redirect};
use leptos_router::hooks::{use_location, use_navigate};
use medianest_web_api::operations::identity::{CompleteSetup, CompleteSetupInput};

use super::door::DoorFrame;
use crate::components::{Button, Form, FormError, Look, TextField};
use crate::stores::data::use_data;
use crate::stores::session::{Who, use_session};
use crate::{routes, t};

/// The wizard: one step, since all the rest can be changed later.
#[component]
pub fn SetupPage() -> impl IntoView {
    let session = use_session();
    let data = use_data();
    let form = Form::new();
    let location = use_location();
    // The token follows the `#`, so that it never reaches a server's log.
    let of_link = location.hash.get_untracked().trim_start_matches('#').strip_prefix("token=").map(str::to_owned);
    let has_link = of_link.is_some();
    let token = RwSignal::new(of_link.unwrap_or_default());
    let (username, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let filled = |value: RwSignal<String>| Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
    let navigate = use_navigate();
    let send = move || {
        let input = CompleteSetupInput {
            token: token.get_untracked().trim().to_owned(),
            username: username.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            display_name: filled(name),
            email: filled(email),
        };
        let navigate = navigate.clone();
        let sending = async move {
            let answer = data.client().run(CompleteSetup::operation(input)).await?;
            session.entered().await;
            Ok(answer)
        };
        form.send(sending, move |_| {
            navigate(routes::HOME, NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    };
    view! {
        <Show when=move || session.who.with(|who| matches!(who, Who::Person(_)))>
            <Redirect path=routes::HOME />
        </Show>
        <DoorFrame title=t!("setup-title") text=t!("setup-text")>
            <Show when=move || session.who.with(|who| *who == Who::Nobody)>
                <p class="form-error">
                    <span>{t!("setup-done")} " " <A href=routes::SIGN_IN>{t!("action-sign-in")}</A></span>
                </p>
            </Show>
            <form
                class="form"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <FormError form=form fields=&["token", "username", "displayName", "email", "password"] />
                <Show when=move || !has_link || form.error_of("token").get().is_some()>
                    <TextField
                        label=t!("setup-token")
                        value=token
                        required=true
                        hint=t!("setup-token-hint")
                        autocomplete="off"
                        error=form.error_of("token")
                    />
                </Show>
                <TextField
                    label=t!("setup-username")
                    value=username
                    required=true
                    autofocus=true
                    autocomplete="username"
                    hint=t!("setup-username-hint")
                    error=form.error_of("username")
                />
                <TextField
                    label=t!("setup-name")
                    value=name
                    optional=true
                    autocomplete="name"
                    error=form.error_of("displayName")
                />
                <TextField
                    label=t!("setup-email")
                    kind="email"
                    value=email
                    optional=true
                    autocomplete="email"
                    error=form.error_of("email")
                />
                <TextField
                    label=t!("sign-in-password")
                    kind="password"
                    value=password
                    required=true
                    autocomplete="new-password"
                    hint=t!("password-hint")
                    error=form.error_of("password")
                />
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("setup-do")}
                </Button>
            </form>
        </DoorFrame>
    }
}

//! The address that somebody signs in with and is written to.

use leptos::prelude::*;
use medianest_web_api::operations::identity::{ChangeEmail, ChangeEmailInput};

use crate::components::{Badge, Button, Form, FormError, Look, Panel, TextField, Tone};
use crate::stores::data::use_data;
use crate::stores::session::use_session;
use crate::stores::toasts::use_toasts;
use crate::t;

#[component]
pub fn EmailPanel() -> impl IntoView {
    let session = use_session();
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let viewer = session.viewer();
    let known = viewer.get_untracked().and_then(|viewer| viewer.email).unwrap_or_default();
    let (email, password) = (RwSignal::new(known), RwSignal::new(String::new()));
    let some = |value: RwSignal<String>| Some(value.get_untracked()).filter(|text| !text.trim().is_empty());
    let send = move || {
        let input = ChangeEmailInput { email: some(email), current_password: some(password) };
        form.send(async move { data.change(ChangeEmail::operation(input)).await }, move |answer| {
            session.update(answer.change_email.user);
            password.try_set(String::new());
            toasts.say(t!("settings-saved"));
        });
    };
    let state = move || {
        let viewer = viewer.get()?;
        viewer.email?;
        let (tone, text) = match viewer.email_verified_at {
            Some(_) => (Tone::Good, t!("profile-email-confirmed")),
            None => (Tone::Plain, t!("profile-email-unconfirmed")),
        };
        Some(view! { <Badge tone=tone>{text}</Badge> })
    };
    view! {
        <Panel title=t!("profile-email") text=t!("profile-email-text") aside=ViewFn::from(move || state.into_any())>
            <form
                class="form"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <FormError form=form fields=&["email", "currentPassword"] />
                <TextField
                    label=t!("profile-email-address")
                    kind="email"
                    value=email
                    optional=true
                    autocomplete="email"
                    error=form.error_of("email")
                />
                <TextField
                    label=t!("password-current")
                    kind="password"
                    value=password
                    autocomplete="current-password"
                    error=form.error_of("currentPassword")
                />
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("profile-email-change")}
                </Button>
            </form>
        </Panel>
    }
}

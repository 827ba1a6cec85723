//! Signing in.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_navigate, use_query_map};
use medianest_web_api::operations::identity::{SignIn, SignInInput};

use super::door::DoorFrame;
use crate::components::{Button, Form, FormError, Look, TextField};
use crate::stores::data::use_data;
use crate::stores::session::{Who, use_session};
use crate::{routes, t};

/// Who is already in goes on at once.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    let query = use_query_map();
    // Only a path of this app, so that a link cannot lead people elsewhere after they signed in.
    let target = move || {
        let to = query.read_untracked().get("to").unwrap_or_default();
        if to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') {
            return to;
        }
        let preferences = session.viewer().get_untracked().and_then(|viewer| viewer.preferences);
        preferences.map_or(routes::HOME, |preferences| routes::start(preferences.start_page)).to_owned()
    };
    Effect::new(move || {
        if session.who.with(|who| matches!(who, Who::Person(_))) {
            navigate(&target(), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    view! {
        <Show when=move || session.who.with(|who| *who == Who::Setup)>
            <Redirect path=routes::SETUP />
        </Show>
        <DoorFrame title=t!("sign-in-title") text=t!("app-tagline")>
            <SignInForm />
        </DoorFrame>
    }
}

/// Name and password. What was typed stays when they are refused.
#[component]
pub fn SignInForm(
    /// The name, when it is known who signs in.
    #[prop(into, optional)]
    login: String,
) -> impl IntoView {
    let session = use_session();
    let data = use_data();
    let form = Form::new();
    let is_known = !login.is_empty();
    let (login, password) = (RwSignal::new(login), RwSignal::new(String::new()));
    let send = move || {
        let input =
            SignInInput { login: login.get_untracked().trim().to_owned(), password: password.get_untracked(), device_name: None };
        let sending = async move {
            let answer = data.client().run(SignIn::operation(input)).await?;
            session.entered().await;
            Ok(answer)
        };
        form.send(sending, move |_| {
            password.try_set(String::new());
        });
    };
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <FormError form=form fields=&["login", "password"] />
            <TextField
                label=t!("sign-in-login")
                value=login
                required=true
                autofocus=!is_known
                autocomplete="username"
                error=form.error_of("login")
            />
            <TextField
                label=t!("sign-in-password")
                kind="password"
                value=password
                required=true
                autofocus=is_known
                autocomplete="current-password"
                error=form.error_of("password")
            />
            <Button look=Look::Primary submit=true busy=form.busy()>
                {t!("action-sign-in")}
            </Button>
        </form>
    }
}

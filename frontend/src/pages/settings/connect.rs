//! Signing in to a media server, or to Trakt by a code.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::player_connections::{
    AskTraktConsent, AskTraktConsentInput, AskTraktConsentPayload, CheckTraktConsent, CheckTraktConsentInput, ConnectionRow,
    CreatePlayerConnection, CreatePlayerConnectionInput, PlayerConnectionKind, PlayerConnectionState, UpdatePlayerConnection,
    UpdatePlayerConnectionInput,
};

use super::connections::kind_name;
use super::players::NameField;
use crate::components::{Button, Choice, CopyButton, Form, FormActions, FormError, Select, TextField};
use crate::stores::data::use_data;
use crate::stores::toasts::use_toasts;
use crate::t;

/// The fields that show what is wrong with them themselves.
const FIELDS: &[&str] = &["name", "url", "token", "userName", "password", "apiKey"];
const PASSWORD: &str = "password";
const KEY: &str = "key";

/// What somebody types to sign in.
#[derive(Clone, Copy)]
struct Typed {
    token: RwSignal<String>,
    user_name: RwSignal<String>,
    means: RwSignal<&'static str>,
    secret: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self { token: empty(), user_name: empty(), means: RwSignal::new(PASSWORD), secret: empty() }
    }

    /// The token, the name, the password and the API key, as far as they are the server's.
    fn said(self, kind: PlayerConnectionKind) -> (Option<String>, Option<String>, Option<String>, Option<String>) {
        let (token, name, secret) = (self.token.get_untracked(), self.user_name.get_untracked(), self.secret.get_untracked());
        match (kind, self.means.get_untracked()) {
            (PlayerConnectionKind::Plex, _) => (Some(token.trim().to_owned()), None, None, None),
            (PlayerConnectionKind::Trakt, _) => (None, None, None, None),
            (_, KEY) => (None, Some(name), None, Some(secret.trim().to_owned())),
            (_, _) => (None, Some(name), Some(secret), None),
        }
    }

    /// Whether nothing was typed.
    fn is_empty(self) -> bool {
        [self.token, self.user_name, self.secret].iter().all(|text| text.with_untracked(String::is_empty))
    }
}

#[component]
pub fn NewConnection(open: RwSignal<bool>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let (name, url, typed) = (RwSignal::new(String::new()), RwSignal::new(String::new()), Typed::new());
    let kind = RwSignal::new(PlayerConnectionKind::Jellyfin.as_str().to_owned());
    let chosen = move || {
        let is_it = |one: &PlayerConnectionKind| one.as_str() == kind.read().as_str();
        PlayerConnectionKind::ALL.iter().copied().find(is_it).unwrap_or(PlayerConnectionKind::Jellyfin)
    };
    let chosen = Memo::new(move |_| chosen());
    let asked = RwSignal::new(None::<AskTraktConsentPayload>);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (kind, name) = (chosen.get_untracked(), name.get_untracked().trim().to_owned());
        if kind == PlayerConnectionKind::Trakt {
            let input = AskTraktConsentInput { name: Some(name), connection_id: None };
            form.send(data.change(AskTraktConsent::operation(input)), move |answer| {
                asked.set(Some(answer.ask_trakt_consent));
            });
            return;
        }
        let (token, user_name, password, api_key) = typed.said(kind);
        let url = url.get_untracked().trim().to_owned();
        let input = CreatePlayerConnectionInput { name, kind, url, token, user_name, password, api_key };
        form.send(data.change(CreatePlayerConnection::operation(input)), move |_| {
            open.set(false);
            toasts.say(t!("connections-connected"));
        });
    };
    let kinds: Vec<_> =
        PlayerConnectionKind::ALL.iter().map(|one| (one.as_str().to_owned(), kind_name(*one).to_owned())).collect();
    let fields = move || {
        view! {
            <form class="form" on:submit=send novalidate>
                <FormError form=form fields=FIELDS />
                <Select label=t!("connections-kind") options=kinds.clone() value=kind />
                <NameField value=name form=form />
                <Show when=move || chosen.get() != PlayerConnectionKind::Trakt>
                    <Address value=url form=form />
                    <SignInFields kind=chosen typed=typed form=form />
                </Show>
                <FormActions open=open form=form label=t!("connections-connect") />
            </form>
        }
        .into_any()
    };
    move || match asked.get() {
        Some(asked) => view! { <ConsentCode asked=asked open=open /> }.into_any(),
        None => fields(),
    }
}

#[component]
pub fn ChangedConnection(row: ConnectionRow, open: RwSignal<bool>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let (name, url, typed) = (RwSignal::new(row.name), RwSignal::new(row.url.clone()), Typed::new());
    let asked = RwSignal::new(None::<AskTraktConsentPayload>);
    let (id, kind, former) = (StoredValue::new(row.id), row.kind, row.url);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed_url = url.get_untracked().trim().to_owned();
        let mut input = UpdatePlayerConnectionInput {
            name: Some(name.get_untracked().trim().to_owned()),
            url: Some(typed_url).filter(|url| *url != former && kind != PlayerConnectionKind::Trakt),
            ..UpdatePlayerConnectionInput::of(id.get_value())
        };
        if !typed.is_empty() {
            (input.token, input.user_name, input.password, input.api_key) = typed.said(kind);
        }
        form.send(data.change(UpdatePlayerConnection::operation(input)), move |_| {
            open.set(false);
            toasts.say(t!("connections-changed"));
        });
    };
    let ask = move |_| {
        let input = AskTraktConsentInput { name: None, connection_id: Some(id.get_value()) };
        form.send(data.change(AskTraktConsent::operation(input)), move |answer| asked.set(Some(answer.ask_trakt_consent)));
    };
    let fields = move || {
        view! {
            <form class="form" on:submit=send.clone() novalidate>
                <FormError form=form fields=FIELDS />
                <TextField label=t!("keys-name") value=name required=true autocomplete="off" error=form.error_of("name") />
                {if kind == PlayerConnectionKind::Trakt {
                    view! { <Button on_press=ask>{t!("connections-sign-in")}</Button> }.into_any()
                } else {
                    view! {
                        <Address value=url form=form />
                        <fieldset class="form">
                            <legend>{t!("connections-sign-in")}</legend>
                            <p class="hint">{t!("connections-sign-in-hint")}</p>
                            <SignInFields kind=Memo::new(move |_| kind) typed=typed form=form />
                        </fieldset>
                    }
                        .into_any()
                }}
                <FormActions open=open form=form label=t!("action-save") />
            </form>
        }
        .into_any()
    };
    move || match asked.get() {
        Some(asked) => view! { <ConsentCode asked=asked open=open /> }.into_any(),
        None => fields(),
    }
}

#[component]
fn Address(value: RwSignal<String>, form: Form) -> impl IntoView {
    view! {
        <TextField
            label=t!("connections-url")
            kind="url"
            value=value
            required=true
            autocomplete="off"
            hint=t!("connections-url-hint")
            error=form.error_of("url")
        />
    }
}

/// What a server of this kind is signed in to with.
#[component]
fn SignInFields(kind: Memo<PlayerConnectionKind>, typed: Typed, form: Form) -> impl IntoView {
    let token = move || {
        view! {
            <TextField
                label=t!("connections-token")
                kind="password"
                value=typed.token
                autocomplete="off"
                hint=t!("connections-token-hint")
                error=form.error_of("token")
            />
        }
        .into_any()
    };
    let secret = move || match typed.means.get() {
        KEY => view! {
            <TextField
                label=t!("connections-key")
                kind="password"
                value=typed.secret
                autocomplete="off"
                hint=t!("connections-key-hint")
                error=form.error_of("apiKey")
            />
        }
        .into_any(),
        _ => view! {
            <TextField
                label=t!("connections-password")
                kind="password"
                value=typed.secret
                autocomplete="off"
                hint=t!("connections-password-hint")
                error=form.error_of("password")
            />
        }
        .into_any(),
    };
    let account = move || {
        view! {
            <TextField
                label=t!("connections-user")
                value=typed.user_name
                autocomplete="off"
                error=form.error_of("userName")
            />
            <Choice
                label=t!("connections-means")
                options=vec![(PASSWORD, t!("connections-means-password")), (KEY, t!("connections-means-key"))]
                value=typed.means
                on_choose=move |means| typed.means.set(means)
            />
            {secret}
        }
        .into_any()
    };
    move || if kind.get() == PlayerConnectionKind::Plex { token() } else { account() }
}

/// A code that is typed in at Trakt: it is looked whether that was done until it was.
#[component]
fn ConsentCode(asked: AskTraktConsentPayload, open: RwSignal<bool>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let has_failed = RwSignal::new(false);
    let id = StoredValue::new(asked.connection.id);
    let look = move || {
        if has_failed.get_untracked() {
            return;
        }
        let input = CheckTraktConsentInput { connection_id: id.get_value() };
        spawn_local(async move {
            match data.change(CheckTraktConsent::operation(input)).await {
                Ok(answer) if answer.check_trakt_consent.connection.state == PlayerConnectionState::Working => {
                    if open.try_set(false).is_none() {
                        toasts.say(t!("connections-connected"));
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    if has_failed.try_set(true).is_none() {
                        toasts.fail(&error);
                    }
                }
            }
        });
    };
    let pause = Duration::from_secs(u64::try_from(asked.interval_seconds).unwrap_or(5));
    if let Ok(looking) = set_interval_with_handle(look, pause) {
        on_cleanup(move || looking.clear());
    }
    let code = asked.user_code;
    view! {
        <div class="form">
            <p>{t!("consent-text")}</p>
            <code class="secret">{code.clone()}</code>
            <CopyButton text=code what=t!("consent-code") />
            <p>
                <a href=asked.verification_url.clone() target="_blank" rel="noopener noreferrer">
                    {t!("consent-open", address = asked.verification_url.clone())}
                </a>
            </p>
            <p class="soft small" role="status">
                {move || if has_failed.get() { t!("consent-failed") } else { t!("consent-waiting") }}
            </p>
            <div class="form-actions">
                <Button on_press=move |_| open.set(false)>{t!("action-cancel")}</Button>
            </div>
        </div>
    }
}

//! One's API keys. A key's secret is shown once, when it is made, and kept nowhere.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use medianest_web_api::DateTime;
use medianest_web_api::operations::identity::{
    ApiKeyRow, ApiKeyScope, ApiKeys, CreateApiKey, CreateApiKeyInput, RevokeApiKey, RevokeApiKeyInput, UserRole,
};

use crate::components::{
    Badge, Button, Check, ConfirmDialog, Dialog, Empty, Entry, Form, FormActions, FormError, Loaded, Look, Panel, SecretDialog,
    Select, SkeletonRows, TextField, Tone,
};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::session::use_viewer;
use crate::stores::toasts::use_toasts;
use crate::widgets::agents::scope_name;
use crate::{routes, t};

#[component]
pub fn KeysPart() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let keys = load(ApiKeys::operation);
    let (makes, asks) = (RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(None::<ApiKeyRow>);
    let secret = RwSignal::new(None::<String>);
    let revoke = move |()| {
        let Some(id) = chosen.get_untracked().map(|row| row.id) else { return };
        spawn_local(async move {
            match data.change(RevokeApiKey::operation(RevokeApiKeyInput { id })).await {
                Ok(_) => toasts.say(t!("keys-revoked")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let aside = move || {
        view! {
            <Button look=Look::Primary icon="plus" on_press=move |_| makes.set(true)>
                {t!("keys-new")}
            </Button>
            <A href=routes::API>{t!("keys-examples")}</A>
        }
        .into_any()
    };
    view! {
        <div class="panels">
            <Panel title=t!("settings-keys") text=t!("keys-text") aside=ViewFn::from(aside)>
                <Loaded from=keys skeleton=|| view! { <SkeletonRows count=3 /> } let:answer>
                    <Show
                        when=move || !answer.get().api_keys.is_empty()
                        fallback=|| {
                            view! { <Empty compact=true icon="key-round" title=t!("keys-empty") text=t!("keys-empty-text") /> }
                        }
                    >
                        <ul class="listing">
                            <For
                                each=move || answer.get().api_keys
                                key=|row| (row.id.clone(), row.usage_count)
                                children=move |row| {
                                    view! {
                                        <OneKey
                                            row=row
                                            on_revoke=move |row| {
                                                chosen.set(Some(row));
                                                asks.set(true);
                                            }
                                        />
                                    }
                                }
                            />
                        </ul>
                    </Show>
                </Loaded>
            </Panel>
        </div>
        <Dialog open=makes title=t!("keys-new")>
            <NewKey open=makes secret=secret />
        </Dialog>
        <SecretDialog secret=secret title=t!("keys-made") text=t!("keys-made-text") />
        <ConfirmDialog
            open=asks
            title=t!("keys-revoke-title")
            text=Signal::derive(move || {
                t!("keys-revoke-text", name = chosen.get().map(|row| row.name).unwrap_or_default())
            })
            confirm=t!("keys-revoke")
            on_confirm=revoke
        />
    }
}

#[component]
fn OneKey(row: ApiKeyRow, #[prop(into)] on_revoke: Callback<ApiKeyRow>) -> impl IntoView {
    let is_over = row.expires_at.is_some_and(|end| end < format::now());
    let marks = {
        let scopes = row.scopes.clone();
        move || {
            let state = is_over.then(|| t!("keys-state-over"));
            view! {
                {state.map(|state| view! { <Badge tone=Tone::Bad>{state}</Badge> })}
                {scopes.iter().copied().map(scope_name).map(|name| view! { <Badge>{name}</Badge> }).collect_view()}
            }
            .into_any()
        }
    };
    let actions = {
        let row = row.clone();
        move || {
            let row = row.clone();
            view! {
                <Button small=true look=Look::Quiet on_press=move |_| on_revoke.run(row.clone())>
                    {t!("keys-revoke")}
                </Button>
            }
            .into_any()
        }
    };
    let used = match row.last_used_at {
        Some(at) => t!("keys-used", count = row.usage_count, shown = format::count(row.usage_count), last = format::relative(at)),
        None => t!("keys-unused"),
    };
    let end = match row.expires_at {
        Some(at) => t!("keys-until", date = format::date(at)),
        None => t!("keys-endless"),
    };
    view! {
        <Entry icon="key-round" title=row.name marks=ViewFn::from(marks) actions=ViewFn::from(actions)>
            <p>
                <code>{row.prefix} "…"</code>
                " · "
                {t!("keys-since", date = format::date(row.created_at))}
                " · "
                {end}
            </p>
            <p>{used}</p>
        </Entry>
    }
}

#[component]
fn NewKey(open: RwSignal<bool>, secret: RwSignal<Option<String>>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let name = RwSignal::new(String::new());
    let days = RwSignal::new("90".to_owned());
    let scopes = RwSignal::new(vec![ApiKeyScope::Read]);
    let is_moderator = use_viewer().get_untracked().and_then(|viewer| viewer.role).is_some_and(UserRole::is_moderator);
    let send = move || {
        let input = CreateApiKeyInput {
            name: name.get_untracked().trim().to_owned(),
            scopes: scopes.get_untracked(),
            expires_at: end_after(&days.get_untracked()),
        };
        form.send(async move { data.change(CreateApiKey::operation(input)).await }, move |answer| {
            open.set(false);
            secret.set(Some(answer.create_api_key.secret));
        });
    };
    let scope = move |scope: ApiKeyScope, hint: String| {
        let checked = Signal::derive(move || scopes.with(|scopes| scopes.contains(&scope)));
        let switch = move |on: bool| {
            scopes.update(|scopes| {
                scopes.retain(|other| *other != scope);
                if on {
                    scopes.push(scope);
                }
            });
        };
        view! { <Check label=scope_name(scope) hint=hint checked=checked on_change=switch /> }
    };
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <FormError form=form fields=&["name", "expiresAt"] />
            <TextField
                label=t!("keys-name")
                value=name
                required=true
                autofocus=true
                autocomplete="off"
                hint=t!("keys-name-hint")
                error=form.error_of("name")
            />
            <fieldset class="field">
                <legend>{t!("keys-scopes")}</legend>
                {scope(ApiKeyScope::Read, t!("scope-read-hint"))}
                {scope(ApiKeyScope::Write, t!("scope-write-hint"))}
                {scope(ApiKeyScope::Scrobble, t!("scope-scrobble-hint"))}
                {is_moderator.then(|| scope(ApiKeyScope::Admin, t!("scope-admin-hint")))}
            </fieldset>
            <Select
                label=t!("keys-expiry")
                options=vec![
                    ("30".to_owned(), t!("keys-expiry-30")),
                    ("90".to_owned(), t!("keys-expiry-90")),
                    ("365".to_owned(), t!("keys-expiry-365")),
                    (String::new(), t!("keys-expiry-never")),
                ]
                value=days
                error=form.error_of("expiresAt")
            />
            <FormActions open=open form=form label=t!("keys-create") disabled=Signal::derive(move || scopes.with(Vec::is_empty)) />
        </form>
    }
}

/// When a key ends that lives for so many days; nothing chosen is never.
fn end_after(days: &str) -> Option<DateTime> {
    const DAY: u64 = 86_400;
    let days: u64 = days.parse().ok()?;
    Some(format::now() + Duration::from_secs(days * DAY))
}

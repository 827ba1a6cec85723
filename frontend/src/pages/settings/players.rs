//! The addresses at which one's media servers and players tell of playback. An address holds a secret, which is shown once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::Patch;
use medianest_web_api::operations::players::{
    CreatePlayerWebhook, CreatePlayerWebhookInput, Player, RevokePlayerWebhook, RevokePlayerWebhookInput, RotatePlayerWebhook,
    RotatePlayerWebhookInput, UpdatePlayerWebhook, UpdatePlayerWebhookInput, WebhookRow, Webhooks,
};

use super::connections::ConnectionsPart;
use super::deliveries::Deliveries;
use super::matches::MatchesPanel;
use crate::components::{
    Badge, Button, ConfirmDialog, Dialog, Empty, Entry, Form, FormActions, FormError, Loaded, Look, Panel, SecretDialog, Select,
    SkeletonRows, TextField,
};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;

#[component]
pub fn PlayersPart() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let webhooks = load(Webhooks::operation);
    let secret = RwSignal::new(None::<String>);
    let (makes, changes, rotates, revokes) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(None::<WebhookRow>);
    let name = Signal::derive(move || chosen.get().map(|row| row.name).unwrap_or_default());
    let pick = Callback::new(move |(row, dialog): (WebhookRow, RwSignal<bool>)| {
        chosen.set(Some(row));
        dialog.set(true);
    });
    let rotate = move |()| {
        let Some(id) = chosen.get_untracked().map(|row| row.id) else { return };
        spawn_local(async move {
            match data.change(RotatePlayerWebhook::operation(RotatePlayerWebhookInput { id })).await {
                Ok(answer) => secret.set(Some(address(data, &answer.rotate_player_webhook.path))),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let revoke = move |()| {
        let Some(id) = chosen.get_untracked().map(|row| row.id) else { return };
        spawn_local(async move {
            match data.change(RevokePlayerWebhook::operation(RevokePlayerWebhookInput { id })).await {
                Ok(_) => toasts.say(t!("players-revoked")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let aside = move || {
        view! {
            <Button look=Look::Primary icon="plus" on_press=move |_| makes.set(true)>
                {t!("players-new")}
            </Button>
        }
        .into_any()
    };
    let known = Signal::derive(move || webhooks.get().map(|answer| answer.player_webhooks).unwrap_or_default());
    view! {
        <div class="panels">
            <Panel title=t!("players-addresses") text=t!("players-text") aside=ViewFn::from(aside)>
                <Loaded from=webhooks skeleton=|| view! { <SkeletonRows count=3 /> } let:answer>
                    <Show
                        when=move || !answer.get().player_webhooks.is_empty()
                        fallback=|| {
                            view! {
                                <Empty compact=true icon="plug" title=t!("players-empty") text=t!("players-empty-text") />
                            }
                        }
                    >
                        <ul class="listing">
                            <For
                                each=move || answer.get().player_webhooks
                                key=|row| (row.id.clone(), row.name.clone(), row.account_name.clone(), row.last_used_at)
                                children=move |row| {
                                    view! {
                                        <OneAddress
                                            row=row
                                            on_change=move |row| pick.run((row, changes))
                                            on_rotate=move |row| pick.run((row, rotates))
                                            on_revoke=move |row| pick.run((row, revokes))
                                        />
                                    }
                                }
                            />
                        </ul>
                    </Show>
                </Loaded>
            </Panel>
            <Deliveries webhooks=known />
            <MatchesPanel />
            <ConnectionsPart />
        </div>
        <Dialog open=makes title=t!("players-new")>
            <NewAddress open=makes secret=secret />
        </Dialog>
        <Dialog open=changes title=t!("players-change")>
            {move || chosen.get().map(|row| view! { <ChangedAddress row=row open=changes /> })}
        </Dialog>
        <SecretDialog secret=secret title=t!("players-made") text=t!("players-made-text") />
        <ConfirmDialog
            open=rotates
            title=t!("players-rotate-title")
            text=Signal::derive(move || t!("players-rotate-text", name = name.get()))
            confirm=t!("players-rotate")
            on_confirm=rotate
        />
        <ConfirmDialog
            open=revokes
            title=t!("players-revoke-title")
            text=Signal::derive(move || t!("players-revoke-text", name = name.get()))
            confirm=t!("players-revoke")
            on_confirm=revoke
        />
    }
}

/// The whole address, as the player wants it.
fn address(data: crate::stores::data::Data, path: &str) -> String {
    format!("{}{path}", data.client().base())
}

/// The player's own name, in every language.
pub fn player_name(player: Player) -> &'static str {
    match player {
        Player::Plex => "Plex",
        Player::Jellyfin => "Jellyfin",
        Player::Emby => "Emby",
        Player::Kodi => "Kodi",
    }
}

#[component]
fn OneAddress(
    row: WebhookRow,
    #[prop(into)] on_change: Callback<WebhookRow>,
    #[prop(into)] on_rotate: Callback<WebhookRow>,
    #[prop(into)] on_revoke: Callback<WebhookRow>,
) -> impl IntoView {
    let player = row.player;
    let kept = StoredValue::new(row.clone());
    let actions = move || {
        let act = |label: String, does: Callback<WebhookRow>| {
            view! {
                <Button small=true look=Look::Quiet on_press=move |_| does.run(kept.get_value())>
                    {label}
                </Button>
            }
        };
        view! {
            {act(t!("action-edit"), on_change)}
            {act(t!("players-rotate"), on_rotate)}
            {act(t!("players-revoke"), on_revoke)}
        }
        .into_any()
    };
    let whose = match (row.account_name, player) {
        (Some(account), _) => t!("players-account-of", name = account),
        (None, Player::Plex) => t!("players-account-plex"),
        (None, Player::Kodi) => t!("players-account-none"),
        (None, _) => t!("players-account-all"),
    };
    let used = row.last_used_at.map_or_else(|| t!("keys-unused"), |at| t!("players-used", last = format::relative(at)));
    view! {
        <Entry
            icon="plug"
            title=row.name
            marks=ViewFn::from(move || view! { <Badge>{player_name(player)}</Badge> }.into_any())
            actions=ViewFn::from(actions)
        >
            <p>{whose}</p>
            <p>{used} " · " {t!("keys-since", date = format::date(row.created_at))}</p>
        </Entry>
    }
}

#[component]
fn NewAddress(open: RwSignal<bool>, secret: RwSignal<Option<String>>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let (name, account) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let player = RwSignal::new(Player::Jellyfin.as_str().to_owned());
    let chosen =
        move || Player::ALL.iter().copied().find(|one| one.as_str() == player.read().as_str()).unwrap_or(Player::Jellyfin);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = CreatePlayerWebhookInput {
            name: name.get_untracked().trim().to_owned(),
            player: untrack(chosen),
            account_name: Some(account.get_untracked().trim().to_owned()).filter(|text| !text.is_empty()),
        };
        form.send(data.change(CreatePlayerWebhook::operation(input)), move |answer| {
            open.set(false);
            secret.set(Some(address(data, &answer.create_player_webhook.path)));
        });
    };
    let players: Vec<_> = Player::ALL.iter().map(|one| (one.as_str().to_owned(), player_name(*one).to_owned())).collect();
    let steps = move || match chosen() {
        Player::Plex => t!("players-steps-plex"),
        Player::Jellyfin => t!("players-steps-jellyfin"),
        Player::Emby => t!("players-steps-emby"),
        Player::Kodi => t!("players-steps-kodi"),
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <FormError form=form fields=&["name", "accountName"] />
            <Select
                label=t!("players-player")
                options=players
                value=player
            />
            <p class="notice small">{steps}</p>
            <NameField value=name form=form />
            <Show when=move || chosen() != Player::Kodi>
                <Account value=account form=form />
            </Show>
            <FormActions open=open form=form label=t!("players-create") />
        </form>
    }
}

/// What its person calls a player or a server.
#[component]
pub fn NameField(value: RwSignal<String>, form: Form) -> impl IntoView {
    view! {
        <TextField
            label=t!("keys-name")
            value=value
            required=true
            autocomplete="off"
            hint=t!("players-name-hint")
            error=form.error_of("name")
        />
    }
}

#[component]
fn ChangedAddress(row: WebhookRow, open: RwSignal<bool>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let (id, player) = (row.id, row.player);
    let (name, account) = (RwSignal::new(row.name), RwSignal::new(row.account_name.unwrap_or_default()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let account = account.get_untracked().trim().to_owned();
        let input = UpdatePlayerWebhookInput {
            id: id.clone(),
            name: Patch::Set(name.get_untracked().trim().to_owned()),
            account_name: if account.is_empty() { Patch::Clear } else { Patch::Set(account) },
        };
        form.send(data.change(UpdatePlayerWebhook::operation(input)), move |_| open.set(false));
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <FormError form=form fields=&["name", "accountName"] />
            <TextField label=t!("keys-name") value=name required=true autocomplete="off" error=form.error_of("name") />
            {(player != Player::Kodi).then(|| view! { <Account value=account form=form /> })}
            <FormActions open=open form=form label=t!("action-save") />
        </form>
    }
}

/// Whose playback counts.
#[component]
fn Account(value: RwSignal<String>, form: Form) -> impl IntoView {
    view! {
        <TextField
            label=t!("players-account")
            value=value
            optional=true
            autocomplete="off"
            hint=t!("players-account-hint")
            error=form.error_of("accountName")
        />
    }
}

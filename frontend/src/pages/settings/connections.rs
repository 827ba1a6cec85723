//! One's own accounts on media servers and at Trakt, which are told what was played elsewhere.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::player_connections::{
    ConnectionRow, Connections, DeletePlayerConnection, DeletePlayerConnectionInput, PlayerConnectionKind, PlayerConnectionState,
    TestPlayerConnection, TestPlayerConnectionInput, UpdatePlayerConnection, UpdatePlayerConnectionInput, WriteBackHistory,
    WriteBackHistoryInput,
};

use super::connect::{ChangedConnection, NewConnection};
use super::told::ToldPanel;
use crate::components::{Badge, Button, Check, ConfirmDialog, Dialog, Empty, Entry, Loaded, Look, Panel, SkeletonRows, Tone};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;

/// The connections, and what they are told.
#[component]
pub fn ConnectionsPart() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let connections = load(Connections::operation);
    let (makes, changes, ends, tells_all) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(None::<ConnectionRow>);
    let untold = RwSignal::new(0);
    let name = Signal::derive(move || chosen.get().map(|row| row.name).unwrap_or_default());
    let pick = move |row: ConnectionRow, dialog: RwSignal<bool>| {
        chosen.set(Some(row));
        dialog.set(true);
    };
    let end = move |()| {
        let Some(id) = chosen.get_untracked().map(|row| row.id) else { return };
        spawn_local(async move {
            match data.change(DeletePlayerConnection::operation(DeletePlayerConnectionInput { id })).await {
                Ok(_) => toasts.say(t!("connections-ended")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    // It is counted before it is asked whether to.
    let count_all = move |row: ConnectionRow| {
        let input = WriteBackHistoryInput { connection_id: row.id.clone(), is_dry_run: true };
        spawn_local(async move {
            match data.change(WriteBackHistory::operation(input)).await {
                Ok(answer) if answer.write_back_history.count == 0 => {
                    toasts.say(t!("connections-history-text", name = row.name, count = 0, shown = format::count(0)));
                }
                Ok(answer) => {
                    untold.set(answer.write_back_history.count);
                    pick(row, tells_all);
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let tell_all = move |()| {
        let Some(connection_id) = chosen.get_untracked().map(|row| row.id) else { return };
        let input = WriteBackHistoryInput { connection_id, is_dry_run: false };
        spawn_local(async move {
            match data.change(WriteBackHistory::operation(input)).await {
                Ok(answer) => {
                    let count = answer.write_back_history.count;
                    toasts.say(t!("connections-history-done", count = count, shown = format::count(count)));
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let aside = move || {
        view! {
            <Button look=Look::Primary icon="plus" on_press=move |_| makes.set(true)>
                {t!("connections-new")}
            </Button>
        }
        .into_any()
    };
    let known = Signal::derive(move || connections.get().map(|answer| answer.player_connections).unwrap_or_default());
    view! {
        <Panel title=t!("connections-title") text=t!("connections-text") aside=ViewFn::from(aside)>
            <Loaded from=connections skeleton=|| view! { <SkeletonRows count=2 /> } let:answer>
                <Show
                    when=move || !answer.get().player_connections.is_empty()
                    fallback=|| {
                        view! {
                            <Empty
                                compact=true
                                icon="radio"
                                title=t!("connections-empty")
                                text=t!("connections-empty-text")
                            />
                        }
                    }
                >
                    <ul class="listing">
                        <For
                            each=move || answer.get().player_connections
                            key=looks
                            children=move |row| {
                                view! {
                                    <OneConnection
                                        row=row
                                        on_change=move |row| pick(row, changes)
                                        on_history=count_all
                                        on_end=move |row| pick(row, ends)
                                    />
                                }
                            }
                        />
                    </ul>
                </Show>
            </Loaded>
        </Panel>
        <Show when=move || !known.read().is_empty()>
            <ToldPanel connections=known />
        </Show>
        <Dialog open=makes title=t!("connections-new")>
            <NewConnection open=makes />
        </Dialog>
        <Dialog open=changes title=t!("connections-change")>
            {move || chosen.get().map(|row| view! { <ChangedConnection row=row open=changes /> })}
        </Dialog>
        <ConfirmDialog
            open=tells_all
            title=t!("connections-history-title")
            text=Signal::derive(move || {
                let count = untold.get();
                t!("connections-history-text", name = name.get(), count = count, shown = format::count(count))
            })
            confirm=t!("connections-history")
            on_confirm=tell_all
        />
        <ConfirmDialog
            open=ends
            title=t!("connections-end-title")
            text=Signal::derive(move || t!("connections-end-text", name = name.get()))
            confirm=t!("connections-end")
            on_confirm=end
        />
    }
}

/// Whatever of a connection is seen: drawn anew when it changes.
fn looks(row: &ConnectionRow) -> impl Eq + std::hash::Hash + use<> {
    let words = [Some(row.name.clone()), Some(row.url.clone()), row.account_name.clone(), row.last_error.clone()];
    (row.id.clone(), words, row.state.as_str(), row.is_enabled, row.last_success_at, row.rests_until)
}

/// The server's own name, in every language.
pub fn kind_name(kind: PlayerConnectionKind) -> &'static str {
    match kind {
        PlayerConnectionKind::Plex => "Plex",
        PlayerConnectionKind::Jellyfin => "Jellyfin",
        PlayerConnectionKind::Emby => "Emby",
        PlayerConnectionKind::Trakt => "Trakt",
    }
}

fn standing(row: &ConnectionRow) -> (String, Tone) {
    match (row.is_enabled, row.state) {
        (false, _) => (t!("connections-off"), Tone::Plain),
        (true, PlayerConnectionState::Pending) => (t!("connections-pending"), Tone::Warn),
        (true, PlayerConnectionState::Paused) => (t!("connections-paused"), Tone::Bad),
        (true, PlayerConnectionState::Working) if row.rests_until.is_some() => (t!("connections-resting"), Tone::Warn),
        (true, PlayerConnectionState::Working) => (t!("connections-working"), Tone::Good),
    }
}

#[component]
fn OneConnection(
    row: ConnectionRow,
    #[prop(into)] on_change: Callback<ConnectionRow>,
    #[prop(into)] on_history: Callback<ConnectionRow>,
    #[prop(into)] on_end: Callback<ConnectionRow>,
) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let busy = RwSignal::new(false);
    let kept = StoredValue::new(row.clone());
    let (is_pending, is_enabled) = (row.state == PlayerConnectionState::Pending, row.is_enabled);
    let test = move |_| {
        let ConnectionRow { id, name, .. } = kept.get_value();
        busy.set(true);
        spawn_local(async move {
            let answer = data.change(TestPlayerConnection::operation(TestPlayerConnectionInput { id })).await;
            busy.try_set(false);
            match answer {
                Ok(answer) => match answer.test_player_connection.connection.last_error {
                    None => toasts.say(t!("connections-test-good", name = name)),
                    Some(reason) => toasts.say(t!("connections-test-bad", name = name, reason = reason)),
                },
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let switch = move |is_enabled: bool| {
        let input =
            UpdatePlayerConnectionInput { is_enabled: Some(is_enabled), ..UpdatePlayerConnectionInput::of(kept.get_value().id) };
        spawn_local(async move {
            if let Err(error) = data.change(UpdatePlayerConnection::operation(input)).await {
                toasts.fail(&error);
            }
        });
    };
    let actions = move || {
        let act = |label: String, does: Callback<ConnectionRow>| {
            view! {
                <Button small=true look=Look::Quiet on_press=move |_| does.run(kept.get_value())>
                    {label}
                </Button>
            }
        };
        view! {
            {(!is_pending)
                .then(|| {
                    view! {
                        <Button small=true look=Look::Quiet busy=busy on_press=test>
                            {t!("connections-test")}
                        </Button>
                        {act(t!("connections-history"), on_history)}
                    }
                })}
            {act(t!("action-edit"), on_change)}
            {act(t!("connections-end"), on_end)}
        }
        .into_any()
    };
    let marks = {
        let (kind, (word, tone)) = (kind_name(row.kind), standing(&row));
        move || {
            let word = word.clone();
            view! { <Badge>{kind}</Badge> <Badge tone=tone>{word}</Badge> }.into_any()
        }
    };
    let whose = row.account_name.map(|name| t!("connections-as", name = name) + " · ").unwrap_or_default();
    let told =
        row.last_success_at.map_or_else(|| t!("connections-untold"), |at| t!("connections-told", when = format::relative(at)));
    let again = row.rests_until.map(|at| t!("connections-rests", when = format::relative(at)));
    let trouble: Vec<String> = row.last_error.into_iter().chain(again).collect();
    view! {
        <Entry icon="radio" title=row.name.clone() marks=ViewFn::from(marks) actions=ViewFn::from(actions)>
            <p>{whose} {row.url}</p>
            <p>{told}</p>
            {(!trouble.is_empty()).then(|| view! { <p>{trouble.join(" · ")}</p> })}
            <Check
                switch=true
                label=t!("connections-on-switch", name = row.name)
                checked=Signal::derive(move || is_enabled)
                on_change=switch
            />
        </Entry>
    }
}

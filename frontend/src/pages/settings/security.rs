//! One's password, and where one is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::Id;
use medianest_web_api::operations::identity::{RevokeSession, RevokeSessionInput, SessionKind, SessionRow, Sessions};
use medianest_web_api::operations::session::RevokeOtherSessions;

use super::email::EmailPanel;
use crate::components::{Badge, Button, ConfirmDialog, Entry, Loaded, Look, Panel, SkeletonRows, Tone};
use crate::i18n::format;
use crate::pages::identity::ChangePasswordForm;
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::agents::agent_name;

#[component]
pub fn SecurityPart() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="panels">
            <Panel title=t!("security-password") text=t!("security-password-text")>
                <ChangePasswordForm on_done=move |()| toasts.say(t!("security-password-changed")) />
            </Panel>
            <EmailPanel />
            <SignedIn />
        </div>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let sessions = load(Sessions::operation);
    let (asks_one, asks_all) = (RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(None::<Id>);
    let end_one = move |()| {
        let Some(id) = chosen.get_untracked() else { return };
        spawn_local(async move {
            match data.change(RevokeSession::operation(RevokeSessionInput { id })).await {
                Ok(_) => toasts.say(t!("security-session-ended")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let end_all = move |()| {
        spawn_local(async move {
            match data.change(RevokeOtherSessions::operation()).await {
                Ok(answer) => {
                    let count = answer.revoke_other_sessions.revoked_count;
                    toasts.say(t!("security-sessions-ended", count = count, shown = format::count(count)));
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let others = Signal::derive(move || sessions.get().map_or(0, |answer| answer.sessions.len().saturating_sub(1)));
    let aside = move || {
        view! {
            <Show when=move || { others.get() > 0 }>
                <Button small=true icon="log-out" on_press=move |_| asks_all.set(true)>
                    {t!("security-end-others")}
                </Button>
            </Show>
        }
        .into_any()
    };
    view! {
        <Panel title=t!("security-sessions") text=t!("security-sessions-text") aside=ViewFn::from(aside)>
            <Loaded from=sessions skeleton=|| view! { <SkeletonRows count=3 /> } let:answer>
                <ul class="listing">
                    <For
                        each=move || answer.get().sessions
                        key=|row| (row.id.clone(), row.last_used_at)
                        children=move |row| {
                            view! {
                                <OneSession
                                    row=row
                                    on_end=move |id| {
                                        chosen.set(Some(id));
                                        asks_one.set(true);
                                    }
                                />
                            }
                        }
                    />
                </ul>
            </Loaded>
        </Panel>
        <ConfirmDialog
            open=asks_one
            title=t!("security-end-title")
            text=t!("security-end-text")
            confirm=t!("security-end")
            on_confirm=end_one
        />
        <ConfirmDialog
            open=asks_all
            title=t!("security-end-others")
            text=t!("security-end-others-text")
            confirm=t!("security-end-others")
            on_confirm=end_all
        />
    }
}

#[component]
fn OneSession(row: SessionRow, #[prop(into)] on_end: Callback<Id>) -> impl IntoView {
    let name = row.device_name.clone().or_else(|| row.user_agent.as_deref().map(agent_name)).filter(|name| !name.is_empty());
    let icon = match row.kind {
        SessionKind::Browser => "monitor",
        SessionKind::Bearer => "braces",
        SessionKind::Device => "tv",
    };
    let kind = match row.kind {
        SessionKind::Browser => t!("session-browser"),
        SessionKind::Bearer => t!("session-program"),
        SessionKind::Device => t!("session-device"),
    };
    let (id, is_current) = (row.id.clone(), row.is_current);
    let marks = move || is_current.then(|| view! { <Badge tone=Tone::Accent>{t!("session-this")}</Badge> }).into_any();
    let actions = move || {
        let id = id.clone();
        (!is_current)
            .then(|| {
                view! {
                    <Button small=true look=Look::Quiet on_press=move |_| on_end.run(id.clone())>
                        {t!("security-end")}
                    </Button>
                }
            })
            .into_any()
    };
    view! {
        <Entry
            icon=icon
            title=name.unwrap_or_else(|| t!("session-unknown"))
            marks=ViewFn::from(marks)
            actions=ViewFn::from(actions)
        >
            <p>
                {[Some(kind), row.ip_address].into_iter().flatten().collect::<Vec<_>>().join(" · ")}
            </p>
            <p>
                {t!(
                    "session-times", used = format::relative(row.last_used_at), since = format::date(row.created_at)
                )}
            </p>
        </Entry>
    }
}

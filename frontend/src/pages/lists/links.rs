//! Addresses by which anybody reads a list. An address is shown once, when it is made.

use leptos::prelude::*;
use medianest_web_api::operations::lists::{
    CreateListLink, CreateListLinkInput, ListDetail, ListLinkRow, RevokeListLink, RevokeListLinkInput,
};

use crate::components::{Button, ConfirmDialog, Entry, SecretDialog};
use crate::i18n::format;
use crate::stores::optimistic::use_sender;
use crate::{routes, t};

/// Those there are, and a new one.
#[component]
pub fn Links(list: Signal<ListDetail>) -> impl IntoView {
    let sender = use_sender();
    let secret = RwSignal::new(None::<String>);
    let links = Memo::new(move |_| list.with(|list| list.links.clone()));
    let create = move |_| {
        let list_id = list.with_untracked(|list| list.id.clone());
        let creating = CreateListLink::operation(CreateListLinkInput { list_id, expires_at: None });
        sender.send(creating, move |answer| {
            let origin = window().location().origin().unwrap_or_default();
            secret.set(Some(routes::shared_list(&origin, &answer.create_list_link.secret)));
        });
    };
    let chosen = RwSignal::new(None::<ListLinkRow>);
    let asking = RwSignal::new(false);
    let revoke = move |()| {
        let Some(link_id) = chosen.get_untracked().map(|row| row.id) else { return };
        let revoking = RevokeListLink::operation(RevokeListLinkInput { link_id });
        sender.send(revoking, move |_| sender.toasts.say(t!("lists-link-revoked")));
    };
    let end = move |row: ListLinkRow| {
        chosen.set(Some(row));
        asking.set(true);
    };
    view! {
        <p class="soft small">{t!("lists-links-text")}</p>
        <ul class="listing">
            <For each=move || links.get() key=|row| row.id.clone() let:row>
                <Link row=row on_end=end />
            </For>
        </ul>
        <Button icon="link" on_press=create>
            {t!("lists-link-create")}
        </Button>
        <SecretDialog secret=secret title=t!("lists-link-made") text=t!("lists-link-made-text") />
        <ConfirmDialog
            open=asking
            title=t!("lists-link-revoke-title")
            text=t!("lists-link-revoke-text")
            confirm=t!("lists-link-revoke")
            on_confirm=revoke
        />
    }
    .into_any()
}

#[component]
fn Link(row: ListLinkRow, #[prop(into)] on_end: Callback<ListLinkRow>) -> impl IntoView {
    let (made, until) = (row.created_at, row.expires_at);
    let row = StoredValue::new(row);
    let actions = move || {
        view! {
            <Button small=true on_press=move |_| on_end.run(row.get_value())>
                {t!("lists-link-revoke")}
            </Button>
        }
        .into_any()
    };
    view! {
        <Entry icon="link" title=t!("lists-link-of", date = format::date(made)) actions=ViewFn::from(actions)>
            {until.map(|at| t!("lists-link-until", date = format::date(at)))}
        </Entry>
    }
    .into_any()
}

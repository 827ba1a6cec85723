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
    view! {
        <p class="soft small">{t!("lists-links-text")}</p>
        <ul class="listing">
            <For each=move || links.get() key=|row| row.id.clone() let:row>
                <Link row=row />
            </For>
        </ul>
        <Button icon="link" on_press=create>
            {t!("lists-link-create")}
        </Button>
        <SecretDialog secret=secret title=t!("lists-link-made") text=t!("lists-link-made-text") />
    }
    .into_any()
}

#[component]
fn Link(row: ListLinkRow) -> impl IntoView {
    let sender = use_sender();
    let asking = RwSignal::new(false);
    let id = StoredValue::new(row.id);
    let revoke = move |()| {
        let revoking = RevokeListLink::operation(RevokeListLinkInput { link_id: id.get_value() });
        sender.send(revoking, move |_| sender.toasts.say(t!("lists-link-revoked")));
    };
    let until = row.expires_at.map(|at| t!("lists-link-until", date = format::date(at)));
    view! {
        <Entry
            icon="link"
            title=t!("lists-link-of", date = format::date(row.created_at))
            actions=ViewFn::from(move || {
                view! {
                    <Button small=true on_press=move |_| asking.set(true)>
                        {t!("lists-link-revoke")}
                    </Button>
                }
                    .into_any()
            })
        >
            {until}
        </Entry>
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

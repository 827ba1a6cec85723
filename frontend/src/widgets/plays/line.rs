//! One play of a history.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::Id;
use medianest_web_api::operations::diary::{DatePrecision, PlayOrigin, PlayRow};

use crate::components::{Icon, Look, Menu, MenuItem};
use crate::i18n::format;
use crate::widgets::items::{ItemPoster, heading, subtitle};
use crate::{routes, t};

/// What can be done with one's own plays.
#[derive(Clone, Copy)]
pub struct PlayActions {
    /// Corrects one.
    pub edit: Callback<PlayRow>,
    /// Deletes one.
    pub delete: Callback<PlayRow>,
    /// Shows only those of one item.
    pub only: Callback<Id>,
}

/// A play as a line: what, when, how it came here.
#[component]
pub fn PlayLine(
    /// The play.
    play: PlayRow,
    /// What can be done with it, where it is one's own.
    actions: Option<PlayActions>,
) -> impl IntoView {
    let title = play.item.as_ref().map_or_else(|| t!("unknown-title"), heading);
    let line = play.item.as_ref().map(subtitle).unwrap_or_default();
    let time = play
        .watched_at
        .filter(|_| matches!(play.date_precision, DatePrecision::Second | DatePrecision::Minute))
        .map(format::time);
    let label = title.clone();
    let link = play.item.as_ref().map(|item| routes::item(&item.id));
    let name = match link {
        Some(link) => view! { <A href=link attr:class="name">{title}</A> }.into_any(),
        None => view! { <span class="name">{title}</span> }.into_any(),
    };
    let marks = marks(&play);
    let notes = play.notes.clone().map(|notes| view! { <p class="history-notes">{notes}</p> });
    let poster = play.item.clone().map(|item| view! { <ItemPoster item=item /> });
    view! {
        <li class="history-play">
            {poster}
            <div class="grow">
                {name}
                <p class="meta">{line}</p>
                {notes}
            </div>
            <p class="history-marks">{marks} {time.map(|time| view! { <span class="numbers">{time}</span> })}</p>
            {actions.map(|actions| view! { <PlayMenu play=play title=label actions=actions /> })}
        </li>
    }
    .into_any()
}

/// The signs at the end of a line; each says in words what it means.
fn marks(play: &PlayRow) -> impl IntoView + use<> {
    let sign = |icon: &'static str, text: String| {
        let tip = text.clone();
        view! {
            <span class="history-mark" title=tip>
                <Icon name=icon />
                <span class="sr-only">{text}</span>
            </span>
        }
    };
    let (icon, text) = match play.origin {
        PlayOrigin::Manual => ("pencil", t!("origin-manual")),
        PlayOrigin::Import => ("import", t!("origin-import")),
        PlayOrigin::Scrobble => {
            let player = play.device_name.clone().or_else(|| play.source.clone());
            ("radio", player.map_or_else(|| t!("origin-scrobble"), |player| t!("origin-player", player = player)))
        }
    };
    (play.is_private.then(|| sign("lock", t!("history-private"))), sign(icon, text))
}

#[component]
fn PlayMenu(play: PlayRow, title: String, actions: PlayActions) -> impl IntoView {
    let (edited, deleted) = (play.clone(), play.clone());
    let only = play.item.map(|item| {
        // Of an episode, all of its show is what one wants to see.
        let id = item.root.map_or(item.id, |root| root.id);
        view! {
            <MenuItem icon="history" on_choose=move |()| actions.only.run(id.clone())>
                {t!("history-only")}
            </MenuItem>
        }
    });
    view! {
        <Menu label=t!("history-actions", title = title) button=Box::new(|| view! { <Icon name="ellipsis" /> }.into_any())>
            <MenuItem icon="pencil" on_choose=move |()| actions.edit.run(edited.clone())>
                {t!("action-edit")}
            </MenuItem>
            {only}
            <MenuItem icon="trash-2" look=Look::Danger on_choose=move |()| actions.delete.run(deleted.clone())>
                {t!("action-delete")}
            </MenuItem>
        </Menu>
    }
}

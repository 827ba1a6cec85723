//! One part in its list: an episode, a track.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::PartRow;
use medianest_web_api::operations::diary::{MarkUnwatched, MarkUnwatchedInput, MarkWatched, MarkWatchedInput, WatchedExtent};
use medianest_web_api::operations::viewing::{
    DeletePlays, DeletePlaysInput, PLAYS_AT_ONCE, PartLine, RestorePlays, RestorePlaysInput,
};
use medianest_web_api::{Id, Operation};

use crate::components::{Icon, IconButton, Look, Menu, MenuItem, MenuLink, Progress};
use crate::i18n::format;
use crate::stores::optimistic::{Sender, use_sender};
use crate::widgets::items::RatingBadge;
use crate::{routes, t};

/// Deletes plays, as many at once as the server takes.
fn deleting(plays: &[Id]) -> Vec<Operation<DeletePlays>> {
    plays.chunks(PLAYS_AT_ONCE).map(|ids| DeletePlays::operation(DeletePlaysInput { ids: ids.to_vec() })).collect()
}

/// Brings plays back, as many at once as the server takes.
fn restoring(plays: &[Id]) -> Vec<Operation<RestorePlays>> {
    plays.chunks(PLAYS_AT_ONCE).map(|ids| RestorePlays::operation(RestorePlaysInput { ids: ids.to_vec() })).collect()
}

/// Marks something as watched, and offers to take back the plays that this made.
pub fn mark(sender: Sender, item_id: Id, extent: WatchedExtent) {
    let input = MarkWatchedInput { item_id, extent, watched_at: None };
    sender.send(MarkWatched::operation(input), move |answer| {
        let plays: Vec<Id> = answer.mark_watched.plays.into_iter().map(|play| play.id).collect();
        let count = i32::try_from(plays.len()).unwrap_or(i32::MAX);
        let text = t!("item-plays-added", count = count, shown = format::count(count));
        sender.toasts.undoable(text, move || sender.send_all(deleting(&plays), || ()));
    });
}

/// Takes what was watched of something out of this cycle, and offers to bring it back.
fn unmark(sender: Sender, item_id: Id) {
    sender.send(MarkUnwatched::operation(MarkUnwatchedInput { item_id }), move |answer| {
        let plays: Vec<Id> = answer.mark_unwatched.plays.into_iter().map(|play| play.id).collect();
        sender.toasts.undoable(t!("item-play-removed"), move || sender.send_all(restoring(&plays), || ()));
    });
}

/// A line of the list: its number, title and day, and whether one has seen it.
#[component]
pub fn Part(line: PartLine) -> impl IntoView {
    let sender = use_sender();
    let PartLine { part, viewer_state } = line;
    let PartRow { id, name, description, position, released_on, runtime_seconds, playback_position, my_rating, .. } = part;
    // The tick turns at once; what the server makes of it draws the line anew.
    let is_seen = RwSignal::new(viewer_state.is_watched);
    let watched_on = viewer_state.last_played_at.filter(|_| viewer_state.is_watched).map(format::date);
    let watched_on = watched_on.map(|date| t!("part-seen-on", date = date));
    let meta = [released_on.map(format::calendar_date), runtime_seconds.map(format::duration), watched_on];
    let meta = meta.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let link = routes::item(&id);
    let (marked, up_to, page) = (id.clone(), id, link.clone());
    let toggle = move |_| {
        if is_seen.get_untracked() {
            is_seen.set(false);
            unmark(sender, marked.clone());
        } else {
            is_seen.set(true);
            mark(sender, marked.clone(), WatchedExtent::Item);
        }
    };
    let tick = t!("part-seen", title = name.as_str());
    let more = t!("part-more", title = name.as_str());
    let rating = Signal::stored(my_rating);
    view! {
        <li class="part" class:seen=move || is_seen.get()>
            <span class="part-number numbers" aria-hidden="true">
                {position}
            </span>
            <div class="grow">
                <A href=link attr:class="part-name">
                    {name}
                </A>
                <p class="small soft">{meta}</p>
                {description.map(|text| view! { <p class="small soft part-text">{text}</p> })}
                {playback_position
                    .map(|position| {
                        view! { <Progress part=position.progress_percent / 100.0 label=t!("progress-label") /> }
                    })}
            </div>
            <RatingBadge rating=rating />
            <IconButton
                icon=Signal::derive(move || if is_seen.get() { "circle-check" } else { "circle" })
                label=tick
                pressed=Signal::derive(move || Some(is_seen.get()))
                look=Look::Quiet
                on_press=toggle
            />
            <Menu label=more button=Box::new(|| view! { <Icon name="ellipsis-vertical" /> }.into_any())>
                <MenuItem icon="check-check" on_choose=move |()| mark(sender, up_to.clone(), WatchedExtent::UpTo)>
                    {t!("part-up-to")}
                </MenuItem>
                <MenuLink icon="arrow-right" to=page>
                    {t!("part-open")}
                </MenuLink>
            </Menu>
        </li>
    }
    .into_any()
}

//! What is to be written of what players said, of however many people: gathered first, then one statement for each table.

use futures_util::{TryFutureExt as _, try_join};
use medianest_db::diary::{
    CurrentlyWatching, Moves, NewInteractionEvent, NewLibraryEntry, NewPlay, NewPlaybackPosition, Play, PlaybackPosition,
    WatchSession,
};
use medianest_db::events::Event;
use medianest_db::{AsyncPgConnection, MediaItemId, TypedId as _, UserId};

use super::together;
use crate::{App, Error, Result};

/// What changes in the diaries of people who are locked.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    events: Vec<NewInteractionEvent>,
    begun: Vec<WatchSession>,
    played: Vec<NewPlay>,
    kept: Vec<(NewLibraryEntry, Moves<'static>)>,
    left_at: Vec<NewPlaybackPosition>,
    finished: Vec<(UserId, MediaItemId)>,
    shown: Vec<CurrentlyWatching>,
    ended: Vec<UserId>,
    told: Vec<Event>,
}

/// What stands there now, of what is only known once it is written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The plays that came into histories.
    pub plays: Vec<Play>,
    /// What can now be resumed where something was left.
    pub positions: Vec<PlaybackPosition>,
}

impl Changes {
    /// This is said, and goes into the log.
    pub(crate) fn log(&mut self, event: NewInteractionEvent) {
        self.events.push(event);
    }

    /// A cycle begins.
    pub(crate) fn begin(&mut self, cycle: WatchSession) {
        self.begun.push(cycle);
    }

    /// A play comes into the history, which its person's friends may hear of.
    pub(crate) fn enter(&mut self, play: NewPlay) {
        if !play.is_private {
            self.told.push(Event::ActivityAdded { user_id: play.user_id, id: play.id.uuid() });
        }
        self.played.push(play);
    }

    /// The library has this, and what it had of it before moves.
    pub(crate) fn keep(&mut self, entry: NewLibraryEntry, moves: Moves<'static>) {
        self.kept.push((entry, moves));
    }

    /// An item can be resumed here.
    pub(crate) fn leave(&mut self, at: NewPlaybackPosition) {
        self.left_at.push(at);
    }

    /// Nothing is left to resume of an item.
    pub(crate) fn finish(&mut self, user: UserId, item: MediaItemId) {
        self.finished.push((user, item));
    }

    /// What the person plays right now, which is told if it looks different.
    pub(crate) fn show(&mut self, user: UserId, before: Option<&CurrentlyWatching>, after: Option<&CurrentlyWatching>) {
        if before == after {
            return;
        }
        match after {
            Some(after) => self.shown.push(after.clone()),
            None => self.ended.push(user),
        }
        if before.map(looks) != after.map(looks) {
            self.told.push(Event::PresenceChanged { user_id: user });
        }
    }

    /// These as well.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.events.append(&mut others.events);
        self.begun.append(&mut others.begun);
        self.played.append(&mut others.played);
        self.kept.append(&mut others.kept);
        self.left_at.append(&mut others.left_at);
        self.finished.append(&mut others.finished);
        self.shown.append(&mut others.shown);
        self.ended.append(&mut others.ended);
        self.told.append(&mut others.told);
    }

    /// Writes all of it, and gives plays to those who sat there.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `rawPayload` when an event takes too much room.
    pub(crate) async fn write(self, app: &App, conn: &AsyncPgConnection) -> Result<Written> {
        // What is played in a cycle needs it to be there.
        WatchSession::insert_all(conn, &self.begun).await?;
        let log = NewInteractionEvent::insert_all(conn, &self.events).map_err(|error| {
            // Many short numbers are much longer there than as text.
            if Error::violates(&error, "interaction_events_payload_check") {
                return Error::invalid("rawPayload", "this and the progress data take too much room; send less");
            }
            error.into()
        });
        // They touch different tables, so they may be on their way together.
        let ((), plays, (), positions, (), (), (), ()) = try_join!(
            log,
            NewPlay::insert_all(conn, &self.played).err_into(),
            keep_up(conn, self.kept).err_into(),
            NewPlaybackPosition::set_all(conn, &self.left_at).err_into(),
            PlaybackPosition::clear_all(conn, &self.finished).err_into(),
            CurrentlyWatching::set_all(conn, &self.shown).err_into(),
            CurrentlyWatching::clear_all(conn, &self.ended).err_into(),
            Event::emit_all(conn, &self.told).err_into()
        )?;
        together::follow(app, conn, &plays).await?;
        Ok(Written { plays, positions })
    }
}

/// Brings libraries in line, with one statement for those that move alike.
async fn keep_up(conn: &AsyncPgConnection, mut kept: Vec<(NewLibraryEntry, Moves<'static>)>) -> Result<()> {
    while let Some((_, moves)) = kept.first() {
        let moves = *moves;
        let (alike, others): (Vec<_>, Vec<_>) = kept.into_iter().partition(|(_, other)| *other == moves);
        let entries: Vec<_> = alike.into_iter().map(|(entry, _)| entry).collect();
        NewLibraryEntry::keep_up(conn, &entries, moves).await?;
        kept = others;
    }
    Ok(())
}

/// What others see of a presence.
fn looks(shown: &CurrentlyWatching) -> impl PartialEq {
    (
        (shown.media_item_id, shown.state, shown.progress_percent.to_bits(), shown.position_seconds, shown.is_private),
        (shown.device_name.clone(), shown.started_at),
    )
}

//! What is to be written of what players said, of however many people: gathered first, then one statement for each table.

use futures_util::{TryFutureExt as _, try_join};
use medianest_db::diary::{CurrentlyWatching, NewInteractionEvent, NewPlaybackPosition, PlaybackPosition};
use medianest_db::events::Event;
use medianest_db::{AsyncPgConnection, MediaItemId, UserId};

use crate::{Error, Result};

/// What changes in the diaries of people who are locked.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    events: Vec<NewInteractionEvent>,
    left_at: Vec<NewPlaybackPosition>,
    finished: Vec<(UserId, MediaItemId)>,
    shown: Vec<CurrentlyWatching>,
    ended: Vec<UserId>,
    told: Vec<Event>,
}

impl Changes {
    /// This is said, and goes into the log.
    pub(crate) fn log(&mut self, event: NewInteractionEvent) {
        self.events.push(event);
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
        self.left_at.append(&mut others.left_at);
        self.finished.append(&mut others.finished);
        self.shown.append(&mut others.shown);
        self.ended.append(&mut others.ended);
        self.told.append(&mut others.told);
    }

    /// Writes all of it, and says what can now be resumed where something was left.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `rawPayload` when an event takes too much room.
    pub(crate) async fn write(self, conn: &AsyncPgConnection) -> Result<Vec<PlaybackPosition>> {
        let log = NewInteractionEvent::insert_all(conn, &self.events).map_err(|error| {
            // Many short numbers are much longer there than as text.
            if Error::violates(&error, "interaction_events_payload_check") {
                return Error::invalid("rawPayload", "this and the progress data take too much room; send less");
            }
            error.into()
        });
        // They touch different tables, so they may be on their way together.
        let ((), left_at, (), (), (), ()) = try_join!(
            log,
            NewPlaybackPosition::set_all(conn, &self.left_at).err_into(),
            PlaybackPosition::clear_all(conn, &self.finished).err_into(),
            CurrentlyWatching::set_all(conn, &self.shown).err_into(),
            CurrentlyWatching::clear_all(conn, &self.ended).err_into(),
            Event::emit_all(conn, &self.told).err_into()
        )?;
        Ok(left_at)
    }
}

/// What others see of a presence.
fn looks(shown: &CurrentlyWatching) -> impl PartialEq {
    (
        (shown.media_item_id, shown.state, shown.progress_percent.to_bits(), shown.position_seconds, shown.is_private),
        (shown.device_name.clone(), shown.started_at),
    )
}

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::Error;
use medianest_core::db::diary as rows;
use medianest_core::db::{MediaItemId, PlayId};
use medianest_core::diary::plays::{PlayDraft, PlayPatch, When};
use medianest_core::diary::{plays, positions, scrobble};

use super::scrobble::{ScrobbleInput, ScrobblePayload};
use super::{Play, PlaybackPosition};
use crate::graphql::{ContextExt, Id};

/// A play that its person tells of.
#[derive(InputObject)]
pub struct AddPlayInput {
    /// What was played: a film, an episode, a track, not what holds them.
    item_id: Id<MediaItemId>,
    /// The moment it ended. Without this, `watchedOn` and `isDateUnknown`, it ended just now.
    watched_at: Option<DateTime<Utc>>,
    /// The day, month or year it ended in, where no more is known: `1999-12-31`, `1999-12`, `1999`.
    watched_on: Option<String>,
    /// Nobody knows when it was.
    #[graphql(default)]
    is_date_unknown: bool,
    /// When it began.
    started_at: Option<DateTime<Utc>>,
    /// The time zone of `watchedOn`, as an IANA name; the person's own when absent.
    timezone: Option<String>,
    /// What there is to say of it; only its person reads it.
    notes: Option<String>,
    /// Nobody else may ever know of it.
    #[graphql(default)]
    is_private: bool,
    /// Where a play of that time is there already, to answer it instead of adding another: makes a repeated call harmless.
    #[graphql(default)]
    unless_known: bool,
}

/// What came of adding a play.
#[derive(SimpleObject)]
pub struct AddPlayPayload {
    /// The play.
    play: Play,
    /// Whether it was not there before.
    is_new: bool,
}

/// What to correct about a play. What is left out stays; the three ways to say when exclude each other.
#[derive(InputObject)]
pub struct UpdatePlayInput {
    /// The play.
    id: Id<PlayId>,
    /// The moment it ended.
    watched_at: Option<DateTime<Utc>>,
    /// The day, month or year it ended in: `1999-12-31`, `1999-12`, `1999`.
    watched_on: Option<String>,
    /// Nobody knows when it was.
    #[graphql(default)]
    is_date_unknown: bool,
    /// When it began; null where that is not known.
    started_at: MaybeUndefined<DateTime<Utc>>,
    /// The time zone of `watchedOn`, as an IANA name; the person's own when absent.
    timezone: Option<String>,
    /// What there is to say of it; null takes it away.
    notes: MaybeUndefined<String>,
    /// Nobody else may ever know of it.
    is_private: Option<bool>,
}

/// The corrected play.
#[derive(SimpleObject)]
pub struct UpdatePlayPayload {
    /// The play as it is now.
    play: Play,
}

/// Which play to delete.
#[derive(InputObject)]
pub struct DeletePlayInput {
    /// The play.
    id: Id<PlayId>,
}

/// The deleted play.
#[derive(SimpleObject)]
pub struct DeletePlayPayload {
    /// The play as it was. `restorePlay` brings it back.
    play: Play,
}

/// Which play to bring back.
#[derive(InputObject)]
pub struct RestorePlayInput {
    /// The play.
    id: Id<PlayId>,
}

/// The restored play.
#[derive(SimpleObject)]
pub struct RestorePlayPayload {
    /// The play.
    play: Play,
}

/// Which plays to delete.
#[derive(InputObject)]
pub struct DeletePlaysInput {
    /// The plays, 200 at the most: all of them are deleted, or none.
    ids: Vec<Id<PlayId>>,
}

/// The deleted plays.
#[derive(SimpleObject)]
pub struct DeletePlaysPayload {
    /// The plays as they were. `restorePlays` brings them back.
    plays: Vec<Play>,
}

/// Which plays to bring back.
#[derive(InputObject)]
pub struct RestorePlaysInput {
    /// The plays, 200 at the most: all of them come back, or none.
    ids: Vec<Id<PlayId>>,
}

/// The restored plays.
#[derive(SimpleObject)]
pub struct RestorePlaysPayload {
    /// The plays.
    plays: Vec<Play>,
}

fn one(plays: Vec<rows::Play>) -> medianest_core::Result<Play> {
    plays.into_iter().next().map(Play).ok_or(Error::NotFound("play"))
}

fn all(plays: Vec<rows::Play>) -> Vec<Play> {
    plays.into_iter().map(Play).collect()
}

/// What not to resume.
#[derive(InputObject)]
pub struct DeletePlaybackPositionInput {
    /// The item.
    item_id: Id<MediaItemId>,
}

/// The resume point that is gone.
#[derive(SimpleObject)]
pub struct DeletePlaybackPositionPayload {
    /// The resume point as it was. Going on with the item makes a new one.
    position: PlaybackPosition,
}

fn when(at: Option<DateTime<Utc>>, on: Option<&str>, is_unknown: bool) -> Option<When> {
    match (at, on, is_unknown) {
        (None, None, false) => None,
        (Some(at), None, false) => Some(When::At(at)),
        (None, Some(on), false) => Some(on.parse().map_or_else(|why| When::Unclear { field: "watchedOn", why }, When::On)),
        (None, None, true) => Some(When::Unknown),
        _ => {
            let why = "give one of `watchedAt`, `watchedOn` and `isDateUnknown`";
            Some(When::Unclear { field: "watchedAt", why })
        }
    }
}

/// What can be done about what one plays and has played.
#[derive(Default)]
pub struct PlaybackMutation;

#[Object]
impl PlaybackMutation {
    /// Takes in what a player says. History, resume points and presence follow from it, whatever order events come in and
    /// however often they are sent.
    async fn scrobble(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says.")] input: ScrobbleInput,
    ) -> Result<ScrobblePayload> {
        Ok(scrobble(ctx.app(), ctx.actor(), input.into()).await?.into())
    }

    /// Adds a play to the caller's history.
    async fn add_play(&self, ctx: &Context<'_>, #[graphql(desc = "The play.")] input: AddPlayInput) -> Result<AddPlayPayload> {
        let when = when(input.watched_at, input.watched_on.as_deref(), input.is_date_unknown).unwrap_or(When::Now);
        let draft = PlayDraft {
            started_at: input.started_at,
            timezone: input.timezone,
            notes: input.notes,
            is_private: input.is_private,
            unless_known: input.unless_known,
            ..PlayDraft::new(input.item_id.0, when, "graphql")
        };
        let added = plays::add(ctx.app(), ctx.actor(), draft).await?;
        Ok(AddPlayPayload { play: Play(added.play), is_new: added.is_new })
    }

    /// Corrects a play of the caller's. From then on players do not change it.
    async fn update_play(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to correct.")] input: UpdatePlayInput,
    ) -> Result<UpdatePlayPayload> {
        let patch = PlayPatch {
            when: when(input.watched_at, input.watched_on.as_deref(), input.is_date_unknown),
            started_at: input.started_at.into(),
            timezone: input.timezone,
            is_private: input.is_private,
            notes: input.notes.into(),
        };
        Ok(UpdatePlayPayload { play: Play(plays::update(ctx.app(), ctx.actor(), input.id.0, patch).await?) })
    }

    /// Deletes a play of the caller's. The events it came from do not bring it back.
    async fn delete_play(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeletePlayInput,
    ) -> Result<DeletePlayPayload> {
        Ok(DeletePlayPayload { play: one(plays::delete(ctx.app(), ctx.actor(), &[input.id.0]).await?)? })
    }

    /// Brings a deleted play of the caller's back.
    async fn restore_play(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RestorePlayInput,
    ) -> Result<RestorePlayPayload> {
        Ok(RestorePlayPayload { play: one(plays::restore(ctx.app(), ctx.actor(), &[input.id.0]).await?)? })
    }

    /// Deletes plays of the caller's, such as those that `markWatched` added. The events they came from do not bring them
    /// back.
    async fn delete_plays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeletePlaysInput,
    ) -> Result<DeletePlaysPayload> {
        let ids: Vec<_> = input.ids.iter().map(|id| id.0).collect();
        Ok(DeletePlaysPayload { plays: all(plays::delete(ctx.app(), ctx.actor(), &ids).await?) })
    }

    /// Brings deleted plays of the caller's back, such as those that `markUnwatched` took out.
    async fn restore_plays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RestorePlaysInput,
    ) -> Result<RestorePlaysPayload> {
        let ids: Vec<_> = input.ids.iter().map(|id| id.0).collect();
        Ok(RestorePlaysPayload { plays: all(plays::restore(ctx.app(), ctx.actor(), &ids).await?) })
    }

    /// Takes an item off the list of what the caller can resume.
    async fn delete_playback_position(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeletePlaybackPositionInput,
    ) -> Result<DeletePlaybackPositionPayload> {
        let position = positions::delete(ctx.app(), ctx.actor(), input.item_id.0).await?;
        Ok(DeletePlaybackPositionPayload { position: PlaybackPosition(position) })
    }
}

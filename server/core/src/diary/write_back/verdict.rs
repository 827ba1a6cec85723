use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::{Play, PlayerConnection, ToldBy, WriteBack};
use medianest_db::{
    DatePrecision, MediaItemId, PlayId, Player, PlayerConnectionKind, PlayerDeliveryVerdict, WriteBackDeed, WriteBackState,
};

/// How far from what a message told the play may lie that it led to.
const NEAR: TimeDelta = TimeDelta::minutes(10);
/// How long before a play was over its server may have begun to tell of it.
const LONGEST_PLAY: TimeDelta = TimeDelta::hours(12);

/// Why something is not told: the reasons that later decisions look at.
pub(super) const CAME_FROM_THERE: &str = "it came from there";

/// What is to be done about something that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Tell,
    /// Says why not.
    Skip(&'static str),
}

/// What is known of the items that are waited for.
pub(super) struct Known<'a> {
    pub connection: &'a PlayerConnection,
    /// The plays that are spoken of, deleted ones too.
    pub plays: HashMap<PlayId, Play>,
    /// The plays that are left of each item.
    pub left: HashMap<MediaItemId, Vec<Play>>,
    /// What the connection was told of each item, or not, in order.
    pub ended: HashMap<MediaItemId, Vec<WriteBack>>,
    /// What servers told of each item.
    pub told_by: HashMap<MediaItemId, Vec<ToldBy>>,
}

impl Known<'_> {
    /// Whether to tell it.
    pub(super) fn judge(&self, row: &WriteBack) -> Verdict {
        match row.deed {
            WriteBackDeed::Played => self.judge_played(row),
            WriteBackDeed::Unplayed => self.judge_unplayed(row),
        }
    }

    fn judge_played(&self, row: &WriteBack) -> Verdict {
        let Some(play) = self.plays.get(&row.play_id).filter(|play| play.deleted_at.is_none()) else {
            return Verdict::Skip("it was taken back before it was told");
        };
        let is_trakt = self.connection.kind == PlayerConnectionKind::Trakt;
        if play.is_private {
            Verdict::Skip("what is private is told nobody")
        } else if self.is_told(row) {
            Verdict::Skip("it was told already")
        } else if self.came_from_there(play) {
            Verdict::Skip(CAME_FROM_THERE)
        } else if is_trakt && play.date_precision == DatePrecision::Unknown {
            Verdict::Skip("nobody knows when it was, which Trakt wants to know")
        } else if !is_trakt && self.left_of(row).any(|other| other.watched_at > play.watched_at) {
            Verdict::Skip("a later play of it says more")
        } else {
            Verdict::Tell
        }
    }

    fn judge_unplayed(&self, row: &WriteBack) -> Verdict {
        if self.left_of(row).next().is_some() {
            return Verdict::Skip("another play of it is left");
        }
        if self.was_taken_back_there(row) {
            return Verdict::Skip("it was taken back there");
        }
        let ended = self.ended.get(&row.media_item_id).map(Vec::as_slice).unwrap_or_default();
        let last_told = ended.iter().rev().find(|other| other.state == WriteBackState::Told).map(|other| other.deed);
        let knows_by_itself = ended.iter().any(|other| other.reason.as_deref() == Some(CAME_FROM_THERE));
        match last_told {
            Some(WriteBackDeed::Played) => Verdict::Tell,
            // What was played before there was a connection may be known there all the same.
            None if knows_by_itself || !ended.iter().any(|other| other.deed == WriteBackDeed::Played) => Verdict::Tell,
            Some(WriteBackDeed::Unplayed) if knows_by_itself => Verdict::Tell,
            Some(WriteBackDeed::Unplayed) | None => Verdict::Skip("it was never told of it"),
        }
    }

    /// The plays of the item that others may know of.
    fn left_of(&self, row: &WriteBack) -> impl Iterator<Item = &Play> {
        self.left.get(&row.media_item_id).into_iter().flatten().filter(|play| !play.is_private)
    }

    /// Whether the connection knows of this very play, and was not told since that it is gone.
    fn is_told(&self, row: &WriteBack) -> bool {
        let ended = self.ended.get(&row.media_item_id).into_iter().flatten();
        let told = ended.filter(|other| other.state == WriteBackState::Told);
        told.fold(false, |is_told, other| match other.deed {
            WriteBackDeed::Played => is_told || other.play_id == row.play_id,
            WriteBackDeed::Unplayed => false,
        })
    }

    /// The kind of server by whose messages plays come in.
    fn player(&self) -> Option<Player> {
        match self.connection.kind {
            PlayerConnectionKind::Plex => Some(Player::Plex),
            PlayerConnectionKind::Jellyfin => Some(Player::Jellyfin),
            PlayerConnectionKind::Emby => Some(Player::Emby),
            PlayerConnectionKind::Trakt => None,
        }
    }

    fn came_from_there(&self, play: &Play) -> bool {
        let Some(player) = self.player().filter(|player| play.source == player.as_str()) else { return false };
        let from = play.run_started_at.unwrap_or(play.watched_at - LONGEST_PLAY) - NEAR;
        let to = play.run_ended_at.unwrap_or(play.watched_at) + NEAR;
        self.is_of_this_server(play.media_item_id, |told| told.player == player && (from..=to).contains(&told.received_at))
    }

    fn was_taken_back_there(&self, row: &WriteBack) -> bool {
        let deleted_at = self.plays.get(&row.play_id).and_then(|play| play.deleted_at);
        let Some((player, at)) = self.player().zip(deleted_at) else { return false };
        let is_it = |told: &ToldBy| {
            told.player == player && told.verdict == PlayerDeliveryVerdict::Withdrawn && is_near(told.received_at, at)
        };
        self.told_by_of(row.media_item_id).any(is_it) && self.is_of_this_server(row.media_item_id, is_it)
    }

    fn told_by_of(&self, item: MediaItemId) -> impl Iterator<Item = &ToldBy> {
        self.told_by.get(&item).into_iter().flatten()
    }

    /// Whether what was told came from this very server; where nothing says which, from a server of its kind.
    fn is_of_this_server(&self, item: MediaItemId, is_meant: impl Fn(&ToldBy) -> bool) -> bool {
        let told = self.told_by_of(item).filter(|told| is_meant(told));
        let machines: Vec<&str> = told.filter_map(|told| told.machine.as_deref()).collect();
        match &self.connection.machine {
            Some(own) if !machines.is_empty() => machines.contains(&own.as_str()),
            _ => true,
        }
    }
}

fn is_near(one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    (one - other).abs() <= NEAR
}

#[cfg(test)]
mod tests {
    use medianest_db::{PlayOrigin, PlayerConnectionId, PlayerConnectionState, TypedId, UserId};
    use uuid::Uuid;

    use super::*;

    fn id<I: TypedId>(number: u128) -> I {
        I::from_uuid(Uuid::from_u128(number))
    }

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    fn play(number: u128, hour: i64, source: &str) -> Play {
        Play {
            id: id(number),
            number: 0,
            user_id: id(1),
            media_item_id: id(1),
            watch_session_id: None,
            started_at: None,
            watched_at: at(hour),
            run_started_at: None,
            run_ended_at: None,
            date_precision: DatePrecision::Second,
            timezone: None,
            progress_percent: None,
            watched_seconds: None,
            origin: PlayOrigin::Manual,
            source: source.to_owned(),
            source_event_id: None,
            device_name: None,
            is_private: false,
            notes: None,
            import_job_id: None,
            edited_at: None,
            deleted_at: None,
            created_at: at(hour),
        }
    }

    fn row(play: u128, deed: WriteBackDeed, state: WriteBackState, reason: Option<&str>) -> WriteBack {
        WriteBack {
            id: id(play),
            number: 0,
            player_connection_id: id(1),
            user_id: id::<UserId>(1),
            media_item_id: id(1),
            play_id: id(play),
            deed,
            watched_at: at(0),
            state,
            reason: reason.map(ToOwned::to_owned),
            attempts: 0,
            run_at: None,
            attempted_at: None,
            ended_at: None,
            created_at: at(0),
        }
    }

    fn connection(kind: PlayerConnectionKind) -> PlayerConnection {
        PlayerConnection {
            id: id::<PlayerConnectionId>(1),
            user_id: id(1),
            kind,
            name: "Tower".to_owned(),
            base_url: "http://tower".to_owned(),
            machine: Some("tower".to_owned()),
            account_key: None,
            account_name: None,
            state: PlayerConnectionState::Working,
            is_enabled: true,
            failures: 0,
            rests_until: None,
            last_error: None,
            last_success_at: None,
            last_failure_at: None,
            created_at: at(0),
        }
    }

    use WriteBackDeed::{Played, Unplayed};
    use WriteBackState::{Skipped, Told, Waiting};

    /// What is made of a row, where these plays are there and this was said before.
    fn verdict(kind: PlayerConnectionKind, wanted: (u128, WriteBackDeed), plays: Vec<Play>, ended: Vec<WriteBack>) -> Verdict {
        let connection = connection(kind);
        let left = plays.iter().filter(|play| play.deleted_at.is_none()).cloned().collect();
        let known = Known {
            connection: &connection,
            plays: plays.into_iter().map(|play| (play.id, play)).collect(),
            left: [(id(1), left)].into(),
            ended: [(id(1), ended)].into(),
            told_by: HashMap::new(),
        };
        known.judge(&row(wanted.0, wanted.1, Waiting, None))
    }

    const JELLYFIN: PlayerConnectionKind = PlayerConnectionKind::Jellyfin;
    const TRAKT: PlayerConnectionKind = PlayerConnectionKind::Trakt;

    fn is_told(verdict: Verdict) -> bool {
        verdict == Verdict::Tell
    }

    #[test]
    fn of_several_plays_a_server_hears_of_the_latest_and_trakt_of_each() {
        let both = || vec![play(1, 1, "plex"), play(2, 2, "plex")];
        assert!(!is_told(verdict(JELLYFIN, (1, Played), both(), vec![])));
        assert!(is_told(verdict(JELLYFIN, (2, Played), both(), vec![])));
        assert!(is_told(verdict(TRAKT, (1, Played), both(), vec![])));
        let secret = vec![play(1, 1, "plex"), Play { is_private: true, ..play(2, 2, "plex") }];
        assert!(is_told(verdict(JELLYFIN, (1, Played), secret.clone(), vec![])), "a private one says nothing");
        assert!(!is_told(verdict(JELLYFIN, (2, Played), secret, vec![])));
    }

    #[test]
    fn what_came_from_a_server_of_its_kind_is_not_told_to_it_unless_that_was_another() {
        let jellyfin = || vec![play(1, 1, "jellyfin")];
        assert_eq!(verdict(JELLYFIN, (1, Played), jellyfin(), vec![]), Verdict::Skip(CAME_FROM_THERE));
        assert!(is_told(verdict(TRAKT, (1, Played), jellyfin(), vec![])));
        assert!(
            is_told(verdict(TRAKT, (1, Played), vec![play(1, 1, "trakt")], vec![])),
            "a program that speaks Trakt is not Trakt"
        );
        let unknown = vec![Play { date_precision: DatePrecision::Unknown, ..play(1, 1, "graphql") }];
        assert!(!is_told(verdict(TRAKT, (1, Played), unknown.clone(), vec![])));
        assert!(is_told(verdict(JELLYFIN, (1, Played), unknown, vec![])));
    }

    #[test]
    fn what_was_told_is_told_again_only_when_it_was_taken_back_between() {
        let one = || vec![play(1, 1, "plex")];
        let told = row(1, Played, Told, None);
        let taken_back = row(1, Unplayed, Told, None);
        assert!(!is_told(verdict(TRAKT, (1, Played), one(), vec![told.clone()])));
        assert!(is_told(verdict(TRAKT, (1, Played), one(), vec![told.clone(), taken_back.clone()])));
        assert!(!is_told(verdict(TRAKT, (1, Played), one(), vec![taken_back, told])));
    }

    #[test]
    fn a_play_is_taken_back_where_it_is_known_and_none_is_left() {
        let gone = || vec![Play { deleted_at: Some(at(9)), ..play(1, 1, "plex") }];
        let told = row(1, Played, Told, None);
        assert!(is_told(verdict(JELLYFIN, (1, Unplayed), gone(), vec![told.clone()])));
        assert!(is_told(verdict(JELLYFIN, (1, Unplayed), gone(), vec![])), "it was there before the connection");
        assert!(is_told(verdict(JELLYFIN, (1, Unplayed), gone(), vec![row(1, Played, Skipped, Some(CAME_FROM_THERE))])));
        assert!(!is_told(verdict(JELLYFIN, (1, Unplayed), gone(), vec![row(1, Played, Skipped, Some("private"))])));
        assert!(!is_told(verdict(JELLYFIN, (1, Unplayed), gone(), vec![told, row(2, Unplayed, Told, None)])));
        let left = [gone(), vec![play(2, 2, "plex")]].concat();
        assert!(!is_told(verdict(JELLYFIN, (1, Unplayed), left, vec![])));
    }
}

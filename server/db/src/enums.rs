//! The closed sets the code branches on: text with CHECK in SQL, one definition here. `tests/schema.rs` compares the two.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// Declares enums that are text in SQL, and lists the columns that hold each.
macro_rules! text_enums {
    ($($(#[$meta:meta])* $name:ident in [$($column:literal),* $(,)?] { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, FromSqlRow, AsExpression,
                     serde::Serialize, serde::Deserialize)]
            #[diesel(sql_type = Text)]
            pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant,)* }

            impl $name {
                /// Every value, in order of declaration.
                pub const ALL: &'static [Self] = &[$(Self::$variant),*];
                /// The value as SQL and JSON have it.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self { $(Self::$variant => $text),* }
                }
            }

            impl std::str::FromStr for $name {
                type Err = String;
                fn from_str(text: &str) -> Result<Self, String> {
                    match text {
                        $($text => Ok(Self::$variant),)*
                        other => Err(format!(concat!("`{}` is not a ", stringify!($name)), other)),
                    }
                }
            }

            impl FromSql<Text, Pg> for $name {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    Ok(std::str::from_utf8(value.as_bytes())?.parse::<Self>()?)
                }
            }

            impl ToSql<Text, Pg> for $name {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    ToSql::<Text, Pg>::to_sql(self.as_str(), &mut out.reborrow())
                }
            }
        )*

        /// Each closed set: the `table.column`s that hold it, and its values.
        pub const CLOSED_SETS: &[(&[&str], &[&str])] = &[$((&[$($column),*], &[$($text),*])),*];
    };
}

text_enums! {
    /// What a person may do here, each role including the ones before it.
    Role in ["users.role"] { Guest = "guest", User = "user", Moderator = "moderator", Admin = "admin", SuperAdmin = "super_admin", }
    /// Who may see one part of a person's life here: nobody but themselves, their friends, or everybody with an account.
    Audience in ["user_lists.audience"] { Nobody = "nobody", Friends = "friends", Members = "members", }
    /// Whether a person may sign in.
    UserStatus in ["users.status"] { Active = "active", Suspended = "suspended", Deleted = "deleted", }
    /// Where a linked account lives.
    AccountProvider in ["linked_accounts.provider"] { Plex = "plex", Jellyfin = "jellyfin", Emby = "emby", Oidc = "oidc", Ldap = "ldap", }
    /// How a session's tokens travel: as cookies, as a bearer header, or with a player that signed in by code.
    SessionKind in ["sessions.kind"] { Browser = "browser", Bearer = "bearer", Device = "device", }
    /// What a one-time link is for.
    VerificationPurpose in ["verification_tokens.purpose"] {
        Setup = "setup", EmailVerification = "email_verification", PasswordReset = "password_reset",
        ServerPasswordReset = "server_password_reset", AccountClaim = "account_claim",
    }
    /// Where a device's sign-in by code stands.
    DeviceAuthorizationState in ["device_authorizations.state"] { Pending = "pending", Approved = "approved", Denied = "denied", Used = "used", }
    /// Who acted, in the audit log.
    ActorKind in ["audit_logs.actor_kind"] { User = "user", ApiKey = "api_key", System = "system", Anonymous = "anonymous", }
    /// How much an audit row matters.
    AuditSeverity in ["audit_logs.severity"] { Info = "info", Warning = "warning", Critical = "critical", }
    /// Which queue a job waits in; each lane has its own workers, so a long import never delays a scrobble.
    JobLane in ["jobs.lane"] { Ingest = "ingest", Sync = "sync", Import = "import", Metadata = "metadata", }
    /// Where a queued job stands.
    JobState in ["jobs.state"] { Queued = "queued", Running = "running", Succeeded = "succeeded", Dead = "dead", Cancelled = "cancelled", }
    /// How a run of a scheduled job ended.
    JobRunStatus in ["job_history.status"] { Running = "running", Succeeded = "succeeded", Failed = "failed", }
    /// What an import reads.
    ImportSource in ["import_jobs.source"] {
        Movielens = "movielens", Trakt = "trakt", Csv = "csv", Letterboxd = "letterboxd", Imdb = "imdb", Goodreads = "goodreads",
        Json = "json", Myanimelist = "myanimelist", Netflix = "netflix", Spotify = "spotify", Listenbrainz = "listenbrainz",
        Lastfm = "lastfm", Maloja = "maloja", ScrobblerLog = "scrobbler_log", Tvtime = "tvtime", Simkl = "simkl",
        Yamtrack = "yamtrack", Ryot = "ryot",
    }
    /// Where an import stands.
    ImportStatus in ["import_jobs.status"] {
        Pending = "pending", Running = "running", Completed = "completed", Failed = "failed", Cancelled = "cancelled",
        Undoing = "undoing", Undone = "undone",
    }
    /// What kind of file a location is.
    FileType in ["media_file_locations.file_type"] { Video = "video", Audio = "audio", Subtitle = "subtitle", Book = "book", Image = "image", Other = "other", }
    /// Where a cycle stands.
    WatchSessionStatus in ["watch_sessions.status"] { InProgress = "in_progress", Completed = "completed", Abandoned = "abandoned", }
    /// What a player said.
    EventType in ["interaction_events.event_type"] { Start = "start", Progress = "progress", Pause = "pause", Stop = "stop", }
    /// What tells of playback at an address of a person's own.
    Player in ["player_webhooks.player", "player_deliveries.player"] { Plex = "plex", Jellyfin = "jellyfin", Emby = "emby", Kodi = "kodi", }
    /// What was made of what a player told.
    PlayerDeliveryVerdict in ["player_deliveries.verdict"] {
        Counted = "counted", Started = "started", Paused = "paused", Withdrawn = "withdrawn", Unmatched = "unmatched",
        Ignored = "ignored", Failed = "failed",
    }
    /// What is told of playback that happened elsewhere.
    PlayerConnectionKind in ["player_connections.kind"] { Plex = "plex", Jellyfin = "jellyfin", Emby = "emby", Trakt = "trakt", }
    /// Whether a connection waits for its person's consent, works, or rests because its sign-in no longer holds.
    PlayerConnectionState in ["player_connections.state"] { Pending = "pending", Working = "working", Paused = "paused", }
    /// What a connection is to be told of an item.
    WriteBackDeed in ["playback_write_backs.deed"] { Played = "played", Unplayed = "unplayed", }
    /// What became of that.
    WriteBackState in ["playback_write_backs.state"] {
        Waiting = "waiting", Told = "told", Skipped = "skipped", Unmatched = "unmatched", Failed = "failed",
    }
    /// How exactly a moment is known.
    DatePrecision in ["interaction_events.date_precision", "plays.date_precision"] {
        Second = "second", Minute = "minute", Day = "day", Month = "month", Year = "year", Unknown = "unknown",
    }
    /// How a play came into the history.
    PlayOrigin in ["plays.origin"] { Scrobble = "scrobble", Manual = "manual", Import = "import", }
    /// Whether what is playing is moving.
    PresenceState in ["currently_watching.state"] { Playing = "playing", Paused = "paused", }
    /// What a widget of somebody's home page shows.
    DashboardWidgetType in ["dashboard_widgets.widget_type"] {
        ContinueWatching = "continue_watching", NextUp = "next_up", CurrentlyWatching = "currently_watching",
        RecentHistory = "recent_history", RecentlyAdded = "recently_added", Statistics = "statistics",
        Notifications = "notifications",
    }
    /// How much of the grid a widget takes.
    DashboardWidgetSize in ["dashboard_widgets.size"] { Small = "small", Medium = "medium", Large = "large", }
    /// The scale a rating was given on.
    RatingType in ["user_ratings.rating_type"] { Numeric = "numeric", Stars = "stars", Thumbs = "thumbs", }
    /// What fills a list.
    ListKind in ["user_lists.kind"] { Manual = "manual", Smart = "smart", Watchlist = "watchlist", }
    /// How a list is sorted.
    ListSortOrder in ["user_lists.sort_order"] { Manual = "manual", Title = "title", DateAdded = "date_added", ReleaseDate = "release_date", Rating = "rating", }
    /// What a collaborator may do with a list.
    ListRole in ["list_collaborators.role"] { Viewer = "viewer", Editor = "editor", }
    /// What somebody is to a list that they may see: one of its audience, one who works on it, its owner. Each may do what the
    /// ones before it may.
    ListStanding in [] { Reader = "reader", Viewer = "viewer", Editor = "editor", Owner = "owner", }
    /// What a group of people is.
    GroupType in ["groups.group_type"] { Family = "family", Friends = "friends", Custom = "custom", }
    /// Who may find and join a group.
    GroupPrivacy in ["groups.privacy"] { Private = "private", InviteOnly = "invite_only", Public = "public", }
    /// What a member may do in a group.
    GroupRole in ["group_members.role"] { Owner = "owner", Admin = "admin", Member = "member", Limited = "limited", }
    /// Where a friendship stands.
    FriendshipState in ["friendships.state"] { Requested = "requested", Accepted = "accepted", Blocked = "blocked", }
    /// What a notification is about.
    NotificationCategory in ["notifications.category"] { Media = "media", Social = "social", System = "system", Integration = "integration", User = "user", }
    /// How a notification is coloured.
    NotificationSeverity in ["notifications.severity"] { Info = "info", Success = "success", Warning = "warning", Error = "error", }
    /// A kind of notification channel.
    ChannelKind in ["notification_channels.kind"] {
        Email = "email", WebPush = "web_push", Discord = "discord", Ntfy = "ntfy", Telegram = "telegram", Gotify = "gotify",
        Apprise = "apprise", Webhook = "webhook",
    }
    /// A way a notification reaches its person.
    DeliveryMethod in ["notification_preferences.delivery_method"] {
        InApp = "in_app", Email = "email", WebPush = "web_push", Discord = "discord", Ntfy = "ntfy", Telegram = "telegram",
        Gotify = "gotify", Apprise = "apprise", Webhook = "webhook",
    }
    /// Where a delivery stands.
    DeliveryState in ["notification_deliveries.state"] { Pending = "pending", Delivered = "delivered", Failed = "failed", }
    /// Who is asked what things are. The order is the one in which they are asked unless an administrator says otherwise.
    MetadataProvider in [] {
        Tmdb = "tmdb", Tvdb = "tvdb", Tvmaze = "tvmaze", Anilist = "anilist", Musicbrainz = "musicbrainz",
        Openlibrary = "openlibrary", Igdb = "igdb",
    }
    /// What a metadata fetch does when a provider has no answer.
    FallbackBehavior in ["scraper_priorities.fallback_behavior"] { Continue = "continue", Stop = "stop", }
}

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Crockford's base 32 in lower case, as the TypeID specification 0.3 uses it: 26 digits hold a UUID.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id like `{prefix}_01jd…`")]
pub struct ParseIdError {
    /// The prefix that ids of the expected kind have.
    pub prefix: &'static str,
}

/// An id of one table: a UUIDv7 that does not mix with the ids of other tables.
pub trait TypedId:
    Copy + Eq + std::hash::Hash + fmt::Debug + fmt::Display + FromStr<Err = ParseIdError> + Send + Sync + 'static
{
    /// What the id starts with outside the database: `item` in `item_01jd…`.
    const PREFIX: &'static str;
    /// Wraps a UUID that is known to be of this table.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The bare UUID, as the database has it.
    fn uuid(self) -> Uuid;
}

/// Writes a UUID as 26 base-32 digits.
fn encode(uuid: Uuid) -> [u8; 26] {
    let mut rest = uuid.as_u128();
    let mut digits = [0; 26];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    digits
}

/// Reads what [`encode`] wrote; `None` for anything else.
fn decode(digits: &str) -> Option<Uuid> {
    if digits.len() != 26 || digits.as_bytes()[0] > b'7' {
        return None;
    }
    let mut value: u128 = 0;
    for digit in digits.bytes() {
        let five = ALPHABET.iter().position(|&candidate| candidate == digit)?;
        value = (value << 5) | five as u128;
    }
    Some(Uuid::from_u128(value))
}

/// Declares one id newtype per table, each with its prefix.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
                     diesel_derive_newtype::DieselNewType, serde::Serialize, serde::Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub Uuid);

            impl TypedId for $name {
                const PREFIX: &'static str = $prefix;
                fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
                fn uuid(self) -> Uuid { self.0 }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    let digits = encode(self.0);
                    write!(f, concat!($prefix, "_{}"), std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
                }
            }

            impl FromStr for $name {
                type Err = ParseIdError;
                fn from_str(text: &str) -> Result<Self, ParseIdError> {
                    text.strip_prefix(concat!($prefix, "_")).and_then(decode).map(Self).ok_or(ParseIdError { prefix: $prefix })
                }
            }
        )*

        /// Every prefix in use with the name of its id type.
        pub const ID_PREFIXES: &[(&str, &str)] = &[$(($prefix, stringify!($name))),*];
    };
}

ids! {
    /// A person.
    UserId = "user";
    /// A person's account elsewhere.
    LinkedAccountId = "account";
    /// A sign-in.
    SessionId = "session";
    /// A one-time link or code.
    VerificationTokenId = "verification";
    /// A passkey.
    PasskeyId = "passkey";
    /// An API key.
    ApiKeyId = "key";
    /// An address at which a player tells of a person's playback.
    PlayerWebhookId = "webhook";
    /// A person's own account on a media server, which is told what was played elsewhere.
    PlayerConnectionId = "connection";
    /// Something that such an account is to be told.
    WriteBackId = "writeback";
    /// A device waiting for its code to be typed in.
    DeviceAuthorizationId = "device";
    /// A program that its person let in on the page of their consent.
    ClientAuthorizationId = "authorization";
    /// A widget of a person's home page.
    DashboardWidgetId = "widget";
    /// A media type.
    MediaTypeId = "type";
    /// A group of versions of one work.
    MediaGroupId = "mediagroup";
    /// A media item.
    MediaItemId = "item";
    /// An external id of a media item.
    MediaExternalIdId = "externalid";
    /// A relationship between two media items.
    MediaRelationshipId = "relationship";
    /// A file of a media item.
    MediaFileLocationId = "file";
    /// What a provider answered of a media item.
    MediaMetadataId = "answer";
    /// A provider's place in the order in which they are asked.
    ScraperPriorityId = "priority";
    /// What is counted of a provider.
    ScraperStatId = "providerstat";
    /// An entry of a person's library.
    LibraryEntryId = "entry";
    /// A cycle through an item.
    WatchSessionId = "cycle";
    /// A playback event.
    InteractionEventId = "event";
    /// A play in the history.
    PlayId = "play";
    /// What a player told at such an address.
    PlayerDeliveryId = "delivery";
    /// A rating.
    RatingId = "rating";
    /// A review.
    ReviewId = "review";
    /// A list.
    ListId = "list";
    /// An item on a list.
    ListItemId = "listitem";
    /// An address by which anybody reads a list.
    ListLinkId = "listlink";
    /// A group of people.
    GroupId = "group";
    /// A person's membership of a group.
    GroupMemberId = "member";
    /// An invitation into a group.
    GroupInvitationId = "groupinvite";
    /// One of a group playing for others.
    GroupWatchingId = "watching";
    /// A friendship, asked for, accepted or blocked.
    FriendshipId = "friendship";
    /// A notification.
    NotificationId = "notification";
    /// A way notifications leave the app.
    NotificationChannelId = "channel";
    /// The address of a calendar.
    CalendarFeedId = "calendar";
    /// Something counted ahead.
    CachedStatId = "stat";
    /// A queued job.
    JobId = "job";
    /// A run of a scheduled job.
    JobRunId = "run";
    /// An import.
    ImportJobId = "import";
    /// A file that was uploaded to be imported.
    ImportFileId = "importfile";
    /// An audit log row.
    AuditLogId = "audit";
    /// An error log row.
    ErrorLogId = "error";
}

/// The bare UUID of an id of any table, and the name of its type; `None` for anything else.
#[must_use]
pub fn parse_id(text: &str) -> Option<(&'static str, Uuid)> {
    let (prefix, digits) = text.split_once('_')?;
    let (_, name) = ID_PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    Some((name, decode(digits)?))
}

/// A UUID as an id with this prefix; `None` if no table has it.
#[must_use]
pub fn format_id(prefix: &str, uuid: Uuid) -> Option<String> {
    ID_PREFIXES.iter().any(|(known, _)| *known == prefix).then(|| {
        let digits: String = encode(uuid).iter().map(|digit| char::from(*digit)).collect();
        format!("{prefix}_{digits}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form() {
        for uuid in [Uuid::nil(), Uuid::max(), Uuid::from_u128(0x0192_f0c8_1f5e_7abc_8def_0123_4567_89ab)] {
            let id = MediaItemId(uuid);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        // From the TypeID specification's list of valid ids.
        assert_eq!(
            "user_01h455vb4pex5vsknk084sn02q".parse(),
            Ok(UserId(Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057)))
        );
    }

    #[test]
    fn an_id_of_another_kind_or_shape_is_refused() {
        let user = UserId(Uuid::from_u128(1)).to_string();
        assert!(user.parse::<MediaItemId>().is_err());
        for bad in
            ["", "item_", "item_8zzzzzzzzzzzzzzzzzzzzzzzzz", "item_0000000000000000000000000i", "item_é0000000000000000000000000"]
        {
            assert!(bad.parse::<MediaItemId>().is_err(), "{bad}");
        }
    }
}

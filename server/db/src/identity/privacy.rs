use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Audience;

/// What a person lets others see: the column `users.privacy_settings`.
///
/// A key that is missing has its default; a key this version does not know is ignored; an audience that it cannot read
/// is nobody, so that a setting made by a newer version never opens anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromSqlRow, AsExpression)]
#[diesel(sql_type = Jsonb)]
#[serde(default)]
pub struct PrivacySettings {
    /// That they exist, their name and picture.
    #[serde(deserialize_with = "closed")]
    pub profile: Audience,
    /// What they have played, rated, written about and keep in their library.
    #[serde(deserialize_with = "closed")]
    pub history: Audience,
    /// What is counted from their history.
    #[serde(deserialize_with = "closed")]
    pub stats: Audience,
    /// What they play right now.
    #[serde(deserialize_with = "closed")]
    pub currently_watching: Audience,
    /// Whether others may ask to become friends.
    pub allow_friend_requests: bool,
    /// Nothing is shown to anybody, whatever a group, a role or the settings above say.
    pub never_share: bool,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self {
            profile: Audience::Members,
            history: Audience::Friends,
            stats: Audience::Friends,
            currently_watching: Audience::Friends,
            allow_friend_requests: true,
            never_share: false,
        }
    }
}

fn closed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Audience, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or(Audience::Nobody))
}

impl FromSql<Jsonb, Pg> for PrivacySettings {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let value = <serde_json::Value as FromSql<Jsonb, Pg>>::from_sql(value)?;
        Ok(serde_json::from_value(value)?)
    }
}

impl ToSql<Jsonb, Pg> for PrivacySettings {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let value = serde_json::to_value(self)?;
        <serde_json::Value as ToSql<Jsonb, Pg>>::to_sql(&value, &mut out.reborrow())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: serde_json::Value) -> PrivacySettings {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn what_is_missing_has_its_default_and_what_is_unknown_is_ignored() {
        assert_eq!(read(serde_json::json!({})), PrivacySettings::default());
        let settings = read(serde_json::json!({ "history": "members", "smell": "everybody" }));
        assert_eq!(settings, PrivacySettings { history: Audience::Members, ..PrivacySettings::default() });
    }

    #[test]
    fn an_audience_that_cannot_be_read_is_nobody() {
        let settings = read(serde_json::json!({ "profile": "the_whole_web", "stats": 7 }));
        assert_eq!((settings.profile, settings.stats), (Audience::Nobody, Audience::Nobody));
    }
}

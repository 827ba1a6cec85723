use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Jsonb;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::RatingType;

/// The colours a person wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As their system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As easy to tell apart as can be.
    HighContrast,
}

/// Where a person wants to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartPage {
    /// Their home page.
    #[default]
    Home,
    /// What everybody plays right now.
    Live,
    /// The catalogue.
    Discover,
    /// Their library.
    Library,
    /// Their history.
    History,
}

/// How a person wants to see MediaNest: the column `users.preferences`.
///
/// A key that is missing, or whose value this version cannot read, has its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromSqlRow, AsExpression)]
#[diesel(sql_type = Jsonb)]
#[serde(default)]
pub struct Preferences {
    /// In which colours.
    #[serde(deserialize_with = "or_default")]
    pub theme: Theme,
    /// On which scale they rate.
    #[serde(deserialize_with = "readable_scale")]
    pub rating_scale: RatingType,
    /// Where they begin.
    #[serde(deserialize_with = "or_default")]
    pub start_page: StartPage,
    /// Whether nothing may move that need not, whatever their system says.
    #[serde(deserialize_with = "or_default")]
    pub reduced_motion: bool,
    /// What else their clients remember for them.
    #[serde(deserialize_with = "or_default")]
    pub client_data: Map<String, Value>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            rating_scale: RatingType::Numeric,
            start_page: StartPage::default(),
            reduced_motion: false,
            client_data: Map::new(),
        }
    }
}

fn or_default<'de, T: DeserializeOwned + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).unwrap_or_default())
}

fn readable_scale<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RatingType, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).unwrap_or(RatingType::Numeric))
}

impl FromSql<Jsonb, Pg> for Preferences {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let value = <Value as FromSql<Jsonb, Pg>>::from_sql(value)?;
        Ok(serde_json::from_value(value)?)
    }
}

impl ToSql<Jsonb, Pg> for Preferences {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let value = serde_json::to_value(self)?;
        <Value as ToSql<Jsonb, Pg>>::to_sql(&value, &mut out.reborrow())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_missing_or_cannot_be_read_has_its_default() {
        let read = |json: Value| serde_json::from_value::<Preferences>(json).unwrap();
        assert_eq!(read(json!({})), Preferences::default());
        let odd = json!({ "theme": "plaid", "rating_scale": 7, "start_page": "library", "reduced_motion": "yes", "smell": 1 });
        assert_eq!(read(odd), Preferences { start_page: StartPage::Library, ..Preferences::default() });
    }
}

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Array, Nullable, Text};

/// A `text[]` column. PostgreSQL cannot promise that no element is NULL; nobody writes one, and one that is there is
/// left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromSqlRow, AsExpression)]
#[diesel(sql_type = Array<Nullable<Text>>)]
pub struct TextArray(pub Vec<String>);

impl FromSql<Array<Nullable<Text>>, Pg> for TextArray {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let elements = <Vec<Option<String>> as FromSql<Array<Nullable<Text>>, Pg>>::from_sql(value)?;
        Ok(Self(elements.into_iter().flatten().collect()))
    }
}

impl ToSql<Array<Nullable<Text>>, Pg> for TextArray {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Array<Text>, Pg>::to_sql(&self.0, &mut out.reborrow())
    }
}

impl<S: Into<String>> FromIterator<S> for TextArray {
    fn from_iter<I: IntoIterator<Item = S>>(elements: I) -> Self {
        Self(elements.into_iter().map(Into::into).collect())
    }
}

impl std::ops::Deref for TextArray {
    type Target = [String];
    fn deref(&self) -> &[String] {
        &self.0
    }
}

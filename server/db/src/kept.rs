use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AsQuery, AstPass, Query, QueryFragment, QueryId};

/// A query whose statement stays prepared on its connection.
///
/// diesel prepares hand-written SQL, updates and upserts anew each time, because their text may differ from call to call;
/// that costs a round trip and a plan. Where the text is one of a few, this keeps the statement by its text. Name the columns
/// in it: a kept `*` fails once a migration has added one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept<Q>(Q);

/// Turns a query into a [`Kept`] one: for statements that run often, and whose text does not hold what callers say.
pub(crate) trait Keep: Sized {
    /// The same query, prepared once per connection.
    fn keep(self) -> Kept<Self> {
        Kept(self)
    }
}

impl<Q: QueryFragment<Pg>> Keep for Q {}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: AsQuery> Query for Kept<Q> {
    type SqlType = Q::SqlType;
}

//! Routes that know themselves: whatever is served is added here, and here it is written down, so that the access matrix
//! can ask every one of them.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post, put};

/// One thing that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// By which method.
    pub method: &'static str,
    /// At which path, its variable parts in braces.
    pub path: String,
}

/// A router, and what it answers.
pub struct Routes<S = ()> {
    router: Router<S>,
    table: Vec<Route>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { router: Router::new(), table: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// The same, with one thing more to GET.
    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.with("GET", path, get(handler))
    }

    /// The same, with one thing more to POST to.
    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.with("POST", path, post(handler))
    }

    /// The same, with one thing more to PUT.
    #[must_use]
    pub fn put<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.with("PUT", path, put(handler))
    }

    /// The same, with one thing more to DELETE.
    #[must_use]
    pub fn delete<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.with("DELETE", path, delete(handler))
    }

    #[expect(clippy::disallowed_methods, reason = "the place where routes are written down")]
    fn with(mut self, method: &'static str, path: &str, handler: MethodRouter<S>) -> Self {
        self.table.push(Route { method, path: path.to_owned() });
        Self { router: self.router.route(path, handler), table: self.table }
    }

    /// The same, with what all others are answered.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the place where routes are written down")]
    pub fn fallback<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        self.table.push(Route { method: "GET", path: "/{*others}".to_owned() });
        Self { router: self.router.fallback(handler), table: self.table }
    }

    /// The same, with those of another under a prefix.
    #[must_use]
    pub fn nest(mut self, prefix: &str, inner: Self) -> Self {
        let nested = inner.table.into_iter().map(|route| Route { path: format!("{prefix}{}", route.path), ..route });
        self.table.extend(nested);
        Self { router: self.router.nest(prefix, inner.router), table: self.table }
    }

    /// The same, with those of another.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        Self { router: self.router.merge(other.router), table: self.table }
    }

    /// The same routes, wrapped in layers or given their state.
    #[must_use]
    pub fn wrap<S2>(self, wrapper: impl FnOnce(Router<S>) -> Router<S2>) -> Routes<S2> {
        Routes { router: wrapper(self.router), table: self.table }
    }

    /// What is answered.
    #[must_use]
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// The router, to be served.
    pub fn into_router(self) -> Router<S> {
        self.router
    }
}

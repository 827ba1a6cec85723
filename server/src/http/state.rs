use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderName;
use medianest_core::App;
use tokio_util::sync::CancellationToken;

use super::ws::{SocketLimits, Sockets};
use crate::graphql::{ApiSchema, CostBudgets, Limits, TrustedDocuments};

/// The header that carries a request's correlation id, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How many requests a person's scrobblers of listens send in a minute at the most, however many there are: twice what
/// ListenBrainz lets one of them.
const LISTEN_REQUESTS_PER_MINUTE: usize = 600;

/// How the HTTP side is set up.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Origins whose pages may call the API with a person's cookies: the single-page app's, and what the admin adds.
    pub trusted_origins: Vec<String>,
    /// How browsers keep the cookies of a session.
    pub cookies: super::auth::CookieConfig,
    /// Whether anybody may ask for the schema; signed-in people always may.
    pub public_introspection: bool,
    /// The documents that can be run by their hash, and whether browsers and anonymous callers may run others.
    pub trusted_documents: Option<TrustedDocuments>,
    /// How much one operation may ask for.
    pub limits: Limits,
    /// How much sockets may ask for.
    pub sockets: SocketLimits,
    /// How long an ordinary request may take.
    pub max_time: Duration,
    /// The path under which Trakt's clients find their API.
    pub trakt_prefix: String,
    /// Ends the sockets when the server goes away.
    pub shutdown: CancellationToken,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            trusted_origins: Vec::new(),
            cookies: super::auth::CookieConfig::default(),
            public_introspection: false,
            trusted_documents: None,
            limits: Limits::default(),
            sockets: SocketLimits::default(),
            max_time: Duration::from_secs(30),
            trakt_prefix: "/trakt".to_owned(),
            shutdown: CancellationToken::new(),
        }
    }
}

/// What the handlers share.
#[derive(Clone)]
pub struct HttpState {
    /// The app.
    pub app: App,
    /// The schema.
    pub schema: ApiSchema,
    /// The configuration.
    pub config: Arc<HttpConfig>,
    /// What each caller may still ask for.
    pub budgets: CostBudgets,
    /// How many requests each scrobbler of listens may still send.
    pub listen_budgets: CostBudgets,
    /// The open sockets.
    pub sockets: Arc<Sockets>,
}

impl HttpState {
    pub(super) fn new(app: App, config: HttpConfig) -> Self {
        let budgets = CostBudgets::new(config.limits.cost_per_minute);
        let schema = ApiSchema::new(app.clone(), &config.limits, budgets.clone());
        let listen_budgets = CostBudgets::new(LISTEN_REQUESTS_PER_MINUTE);
        Self { schema, budgets, listen_budgets, sockets: Sockets::new(&app), app, config: Arc::new(config) }
    }
}

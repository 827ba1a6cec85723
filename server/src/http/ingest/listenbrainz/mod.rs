//! ListenBrainz's API, version 1, as far as players need it: <https://listenbrainz.readthedocs.io/en/latest/users/api/>.
//! The token is an API key with the scope `scrobble`; with `read` it also reads the listens back.

mod limit;
mod read;
mod submit;
mod wire;

use axum::Json;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use medianest_core::identity::{self, users};
use medianest_core::policy::{Actor, Origin};
use medianest_core::{App, Error};
use serde::Deserialize;
use serde_json::{Value, json};

use super::status_of;
use crate::http::Routes;
use crate::http::observe::Fault;
use crate::http::state::HttpState;

/// What plays of this protocol are known by.
const SOURCE: &str = "listenbrainz";

/// The service that an archive is of when nothing is said of it.
const USUAL_SERVICE: &str = "lastfm";

/// The API's routes.
pub fn routes(state: &HttpState) -> Routes<HttpState> {
    let metered = from_fn_with_state(state.clone(), limit::meter);
    Routes::default()
        .get("/1/validate-token", validate)
        .post("/1/submit-listens", submit::listens)
        .post("/1/playing-now/delete", submit::end_playing_now)
        .get("/1/latest-import", read::latest_import)
        .post("/1/latest-import", submit::latest_import)
        .get("/1/user/{name}/listens", read::listens)
        .get("/1/user/{name}/listen-count", read::count)
        .get("/1/user/{name}/playing-now", read::playing_now)
        .wrap(|router| router.layer(metered))
}

/// Who asks, by the token of the header or the query.
pub struct Caller(pub Actor);

impl FromRequestParts<HttpState> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Refused> {
        if let Some(limit::Known(actor)) = parts.extensions.remove() {
            return Ok(Self(actor));
        }
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        let token = token(parts).ok_or(Refused::of(StatusCode::UNAUTHORIZED, "You need to provide an Authorization header."))?;
        let invalid = || Refused::of(StatusCode::UNAUTHORIZED, "Invalid authorization token.");
        match identity::authenticate_token(&state.app, &token, origin).await {
            Ok(actor) => Ok(Self(actor)),
            Err(Error::Unauthenticated) => Err(invalid()),
            Err(error) => Err(error.into()),
        }
    }
}

#[derive(Deserialize)]
struct TokenQuery {
    token: Option<String>,
}

fn token(parts: &Parts) -> Option<String> {
    if let Some(header) = parts.headers.get(AUTHORIZATION) {
        let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
        let is_known = ["token", "bearer"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        return is_known.then(|| token.trim().to_owned());
    }
    Query::<TokenQuery>::try_from_uri(&parts.uri).ok()?.0.token
}

/// `GET /1/validate-token`: a token that is no good is an answer, not an error.
async fn validate(State(state): State<HttpState>, caller: Result<Caller, Refused>) -> Result<Json<Value>, Refused> {
    match caller {
        Ok(Caller(actor)) => {
            let name = name_of(&state.app, &actor).await?;
            Ok(Json(json!({ "code": 200, "message": "Token valid.", "valid": true, "user_name": name })))
        }
        Err(refused) if refused.status == StatusCode::UNAUTHORIZED => {
            Ok(Json(json!({ "code": 200, "message": "Token invalid.", "valid": false })))
        }
        Err(refused) => Err(refused),
    }
}

/// What this protocol calls a person.
async fn name_of(app: &App, actor: &Actor) -> Result<String, Refused> {
    let user = users::me(app, actor).await?;
    Ok(user.username.unwrap_or(user.display_name))
}

/// A refusal as ListenBrainz's clients expect one.
pub struct Refused {
    status: StatusCode,
    message: String,
    fault: Option<Fault>,
}

impl Refused {
    fn of(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), fault: None }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let (message, fault) = match &error {
            Error::Internal(cause) => ("internal error".to_owned(), Some(Fault(cause.to_string()))),
            _ => (error.to_string(), None),
        };
        Self { status: status_of(&error), message, fault }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = json!({ "code": self.status.as_u16(), "error": self.message });
        let mut response = (self.status, Json(body)).into_response();
        if let Some(fault) = self.fault {
            response.extensions_mut().insert(fault);
        }
        response
    }
}

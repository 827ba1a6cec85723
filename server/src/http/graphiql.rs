//! GraphiQL at /graphiql: a page to try the API with, embedded in the binary, so that it works without any other host.

use std::sync::LazyLock;

use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY};
use axum::http::header::{X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use medianest_core::App;
use medianest_core::admin::settings;
use medianest_core::policy::{Actor, Origin};
use sha2::{Digest, Sha256};

use super::Routes;

/// One embedded file.
struct File {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

/// The bundle, as it was when the server was built; empty when there was none.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/graphiql.rs"));

/// The page runs its own script only and talks to its own host only. The editor writes style attributes, hence the
/// exception for styles; its fonts are data URLs in the stylesheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is answered where the server was built without the bundle.
const NOT_BUILT: &str = "This MediaNest was built without GraphiQL. \
                         `cargo xtask graphiql` bundles it (that needs Node.js); the next build of the server embeds it.\n";

/// A tag per file, so that a browser asks again but loads again only after an update.
static TAGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let tag = |file: &File| {
        let digest = Sha256::digest(file.bytes);
        let (start, _) = digest.split_first_chunk::<16>().expect("SHA-256 has 32 bytes");
        format!("\"{:032x}\"", u128::from_be_bytes(*start))
    };
    FILES.iter().map(tag).collect()
});

/// GraphiQL's routes, there while the settings say so.
#[must_use]
pub fn routes(app: App) -> Routes {
    files().wrap(|router| router.layer(from_fn_with_state(app, only_if_shown)))
}

async fn only_if_shown(State(app): State<App>, request: Request, next: Next) -> Response {
    match settings::shows_graphiql(&app, &Actor::anonymous(Origin::default())).await {
        Ok(true) => next.run(request).await,
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, "whether GraphiQL is shown cannot be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn files() -> Routes {
    Routes::default().get("/graphiql", page).get("/graphiql/{file}", asset)
}

async fn page(headers: HeaderMap) -> Response {
    if FILES.is_empty() {
        return (StatusCode::NOT_FOUND, [(CONTENT_TYPE, "text/plain; charset=utf-8")], NOT_BUILT).into_response();
    }
    answer("index.html", &headers)
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    answer(&name, &headers)
}

fn answer(name: &str, headers: &HeaderMap) -> Response {
    let Some((file, tag)) = FILES.iter().zip(TAGS.iter()).find(|(file, _)| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let common = [
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (ETAG, tag.as_str()),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
    ];
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, [(CONTENT_TYPE, file.content_type)], file.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn get(path: &str, known: Option<&str>) -> Response {
        let mut request = Request::get(path);
        if let Some(tag) = known {
            request = request.header(IF_NONE_MATCH, tag);
        }
        files().into_router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn without_a_bundle_the_page_says_how_to_make_one_and_with_one_it_is_there() {
        let response = get("/graphiql", None).await;
        let expected = if FILES.is_empty() { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_eq!(response.status(), expected);
    }

    #[tokio::test]
    async fn the_page_may_run_nothing_but_its_own_script() {
        if FILES.is_empty() {
            return;
        }
        for (path, content_type) in [
            ("/graphiql", "text/html; charset=utf-8"),
            ("/graphiql/graphiql.js", "text/javascript; charset=utf-8"),
            ("/graphiql/graphiql.css", "text/css; charset=utf-8"),
        ] {
            let response = get(path, None).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(response.headers()[CONTENT_TYPE], content_type, "{path}");
            let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        }
    }

    #[tokio::test]
    async fn what_a_browser_has_is_not_sent_again() {
        let Some(tag) = TAGS.first() else { return };
        assert_eq!(get("/graphiql/index.html", Some(tag)).await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(get("/graphiql/index.html", Some("\"other\"")).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn nothing_else_is_served() {
        assert_eq!(get("/graphiql/..%2Fpackage.json", None).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get("/graphiql/sources.txt", None).await.status(), StatusCode::NOT_FOUND);
    }
}

//! The web app: a folder of files, as `cargo xtask web` builds it, served on a port of its own. What only this host may run
//! and load is said in headers; frontend/nginx.conf.template says the same for those who serve the folder with nginx.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::ensure;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tower_http::services::{ServeDir, ServeFile};
use url::Url;

/// What config.json holds: all that the app has to be told.
#[derive(Clone, Serialize, Deserialize)]
struct AppConfig {
    /// The address of the API.
    api: String,
}

/// Where the app learns the address of the API, and with it the browser which other host may be spoken to.
#[derive(Clone)]
enum Source {
    /// This server is the API.
    Known(Arc<str>),
    /// The folder's own config.json, as it is at the time of the request.
    File(Arc<Path>),
}

/// Headers that are the same for every answer.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Serves the app in this folder. With the address of the API given, the app is told that one; without, what the folder's
/// config.json says.
///
/// # Errors
/// When there is no app in the folder.
#[expect(clippy::disallowed_methods, reason = "the files of a folder are for everybody: no viewer sees others")]
pub fn router(folder: &Path, api: Option<&Url>) -> anyhow::Result<Router> {
    let index = folder.join("index.html");
    ensure!(index.is_file(), "there is no web app in {} (no index.html); `cargo xtask web` builds one", folder.display());
    let files = |folder: PathBuf| ServeDir::new(folder).append_index_html_on_directories(false);
    let files = |folder| files(folder).precompressed_br().precompressed_gzip();
    // A path that is no file is one of the app's own, which it reads from the address itself.
    let index = ServeFile::new(index).precompressed_br().precompressed_gzip();
    let mut routes = Router::new()
        .nest_service("/assets", files(folder.join("assets")))
        .fallback_service(files(folder.to_owned()).fallback(index));
    let source = match api {
        Some(api) => {
            let api = api.as_str().trim_end_matches('/');
            let config = AppConfig { api: api.to_owned() };
            routes = routes.route("/config.json", get(async move || Json(config)));
            Source::Known(api.into())
        }
        None => Source::File(folder.join("config.json").into()),
    };
    Ok(routes.layer(from_fn_with_state(source, with_headers)))
}

async fn with_headers(State(source): State<Source>, request: Request, next: Next) -> Response {
    // Files there have a hash in their names: they never change.
    let immutable = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let successful = !(response.status().is_client_error() || response.status().is_server_error());
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let keep = if immutable && successful { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if !immutable {
        insert_policy(headers, source.api().await.as_deref());
    }
    response
}

fn insert_policy(headers: &mut HeaderMap, api: Option<&str>) {
    // An origin holds no character that a header could not.
    if let Ok(policy) = HeaderValue::from_str(&policy(api)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

impl Source {
    /// The address of the API; `None` while config.json cannot be read.
    async fn api(&self) -> Option<String> {
        match self {
            Self::Known(api) => Some(api.to_string()),
            Self::File(path) => {
                let text = tokio::fs::read(path).await.ok()?;
                Some(serde_json::from_slice::<AppConfig>(&text).ok()?.api)
            }
        }
    }
}

/// What the page may do: run its own scripts and WebAssembly, nothing inline; speak with its host and the API, and show
/// their pictures. The API fetches those of others, so that no other host learns who looks at what.
fn policy(api: Option<&str>) -> String {
    // An address that is only a path is on the page's own host.
    let api = api.and_then(|api| Url::parse(api).ok()).filter(|url| matches!(url.scheme(), "http" | "https"));
    let (http, socket) = api.map_or_else(Default::default, |url| {
        let origin = url.origin().ascii_serialization();
        // The schemes of sockets are http and https with other first letters.
        let socket = origin.replacen("http", "ws", 1);
        (format!(" {origin}"), format!(" {socket}"))
    });
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; \
         img-src 'self' data: blob:{http}; connect-src 'self'{http}{socket}; manifest-src 'self'; worker-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::StatusCode;
    use tower::ServiceExt;

    use super::*;

    fn app() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("assets")).unwrap();
        for (name, text) in [
            ("index.html", "the page"),
            ("config.json", r#"{"api": "https://api.example.org/"}"#),
            ("assets/app-1.js", "a script"),
            ("assets/app-1.js.br", "a small script"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    async fn get(app: &Path, api: Option<&str>, path: &str) -> (StatusCode, HeaderMap, String) {
        let api = api.map(|api| Url::parse(api).unwrap());
        let request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip, br").body(Body::empty()).unwrap();
        let response = router(app, api.as_ref()).unwrap().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_path_of_the_app_answers_its_page_and_a_missing_asset_does_not() {
        let app = app();
        for path in ["/", "/index.html", "/people/j.doe", "/assets-of-mine"] {
            let (status, headers, body) = get(app.path(), None, path).await;
            assert_eq!((status, body.as_str()), (StatusCode::OK, "the page"), "{path}");
            assert_eq!(headers[header::CACHE_CONTROL], "no-cache", "{path}");
        }
        let (status, headers, _) = get(app.path(), None, "/assets/app-0.js").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    }

    #[tokio::test]
    async fn a_file_with_a_hash_in_its_name_is_kept_and_comes_compressed() {
        let (status, headers, body) = get(app().path(), None, "/assets/app-1.js").await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "a small script"));
        assert_eq!(headers[header::CONTENT_ENCODING], "br");
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }

    #[tokio::test]
    async fn the_page_may_speak_with_the_api_that_its_config_names_and_with_nobody_else() {
        let app = app();
        let connect = |headers: &HeaderMap| {
            let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
            assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains("https: "), "{policy}");
            policy.split("; ").find(|part| part.starts_with("connect-src")).unwrap().to_owned()
        };
        let (_, headers, _) = get(app.path(), None, "/").await;
        assert_eq!(connect(&headers), "connect-src 'self' https://api.example.org wss://api.example.org");
        std::fs::write(app.path().join("config.json"), r#"{"api": "/"}"#).unwrap();
        let (_, headers, _) = get(app.path(), None, "/").await;
        assert_eq!(connect(&headers), "connect-src 'self'");
        let (_, headers, _) = get(app.path(), Some("http://localhost:8080"), "/").await;
        assert_eq!(connect(&headers), "connect-src 'self' http://localhost:8080 ws://localhost:8080");
    }

    #[tokio::test]
    async fn an_api_that_serves_the_app_itself_says_where_it_is() {
        let (_, headers, body) = get(app().path(), Some("http://localhost:9000/"), "/config.json").await;
        assert_eq!(body, r#"{"api":"http://localhost:9000"}"#);
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    }

    #[test]
    fn a_folder_without_an_app_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(router(folder.path(), None).unwrap_err().to_string().contains("no index.html"));
    }
}

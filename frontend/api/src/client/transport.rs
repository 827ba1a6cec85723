use std::time::Duration;

use futures::future::{Either, LocalBoxFuture, select};
use futures::{FutureExt as _, pin_mut};
use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;
use web_sys::{AbortController, RequestCredentials};

/// How requests travel and time passes: the browser, or a test.
pub(crate) trait Transport {
    /// Posts JSON with the session's cookies. Dropped before its end, it is called off if `is_repeatable`.
    fn post<'a>(
        &'a self,
        url: &'a str,
        body: &'a str,
        timeout: Duration,
        is_repeatable: bool,
    ) -> LocalBoxFuture<'a, Result<Reply, Failure>>;

    /// Waits.
    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()>;

    /// A number from 0 to 1.
    fn random(&self) -> f64;
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<u64>,
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The browser has no network.
    Offline,
    /// The server cannot be reached, or its answer was cut off.
    Unreachable(String),
    /// The answer took too long.
    TimedOut,
}

/// The browser's `fetch`.
pub(crate) struct Fetch;

impl Transport for Fetch {
    fn post<'a>(
        &'a self,
        url: &'a str,
        body: &'a str,
        timeout: Duration,
        is_repeatable: bool,
    ) -> LocalBoxFuture<'a, Result<Reply, Failure>> {
        async move {
            let calling_off = CallingOff { controller: AbortController::new().ok(), on_drop: is_repeatable };
            let answer = fetch(url, body, calling_off.controller.as_ref());
            pin_mut!(answer);
            match select(answer, self.sleep(timeout)).await {
                Either::Left((Ok(reply), _)) => Ok(reply),
                Either::Left((Err(error), _)) if is_online() => Err(Failure::Unreachable(error.to_string())),
                Either::Left((Err(_), _)) => Err(Failure::Offline),
                Either::Right(_) => {
                    calling_off.now();
                    Err(Failure::TimedOut)
                }
            }
        }
        .boxed_local()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        TimeoutFuture::new(u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)).boxed_local()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}

async fn fetch(url: &str, body: &str, controller: Option<&AbortController>) -> Result<Reply, gloo_net::Error> {
    let signal = controller.map(AbortController::signal);
    let response = Request::post(url)
        .credentials(RequestCredentials::Include)
        .header("accept", "application/graphql-response+json")
        .header("content-type", "application/json")
        .abort_signal(signal.as_ref())
        .body(body)?
        .send()
        .await?;
    let headers = response.headers();
    Ok(Reply {
        status: response.status(),
        request_id: headers.get("x-request-id"),
        retry_after: headers.get("retry-after").and_then(|seconds| seconds.parse().ok()),
        body: response.text().await?,
    })
}

/// Whether the browser believes that it has a network.
pub(crate) fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Calls off a request whose answer nobody waits for any more.
struct CallingOff {
    controller: Option<AbortController>,
    on_drop: bool,
}

impl CallingOff {
    fn now(&self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

impl Drop for CallingOff {
    fn drop(&mut self) {
        // After the answer this does nothing.
        if self.on_drop {
            self.now();
        }
    }
}

//! What tells how things stand: progress, skeletons, empty places, failures.

use leptos::prelude::*;
use medianest_web_api::{ApiError, ErrorKind};

use super::{Button, Icon};
use crate::i18n::format;
use crate::t;

/// How far something is.
#[component]
pub fn Progress(
    /// From 0 to 1.
    #[prop(into)]
    part: Signal<f64>,
    /// What is under way, for those who cannot see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let percent = move || (part.get().clamp(0.0, 1.0) * 100.0).round().to_string();
    view! {
        <span
            class="progress"
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=percent
        >
            <span style:--part=move || part.get().clamp(0.0, 1.0).to_string()></span>
        </span>
    }
}

/// The shape of a line of text that is on its way.
#[component]
pub fn Skeleton(
    /// Its width, as CSS has it.
    #[prop(default = "100%")]
    width: &'static str,
) -> impl IntoView {
    view! { <span class="skeleton text" style:width=width aria-hidden="true"></span> }
}

/// The shape of a grid of posters that is on its way.
#[component]
pub fn SkeletonGrid(
    /// How many.
    #[prop(default = 12)]
    count: usize,
    /// One line that scrolls, instead of a grid.
    #[prop(optional)]
    row: bool,
) -> impl IntoView {
    let card = |_| {
        view! {
            <div class="poster-card">
                <span class="skeleton poster-shape"></span>
                <Skeleton width="80%" />
                <Skeleton width="45%" />
            </div>
        }
    };
    view! {
        <div class=if row { "poster-row" } else { "poster-grid" } role="status" aria-label=t!("loading")>
            {(0..count).map(card).collect_view()}
        </div>
    }
}

/// The shape of a list that is on its way.
#[component]
pub fn SkeletonRows(
    /// How many.
    #[prop(default = 6)]
    count: usize,
) -> impl IntoView {
    view! {
        <div class="stack" role="status" aria-label=t!("loading")>
            {(0..count).map(|_| view! { <div><Skeleton width="60%" /><Skeleton width="35%" /></div> }).collect_view()}
        </div>
    }
}

/// A place with nothing in it: why, and what would fill it.
#[component]
pub fn Empty(
    /// The icon.
    #[prop(default = "inbox")]
    icon: &'static str,
    /// What is missing.
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    #[prop(into, optional)]
    text: Option<String>,
    /// Smaller, inside of cards.
    #[prop(optional)]
    compact: bool,
    /// It is all that there is of the page.
    #[prop(optional)]
    whole: bool,
    /// A way out.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty" class:compact=compact>
            <Icon name=icon />
            {match (whole, compact) {
                (true, _) => view! { <h1>{title}</h1> }.into_any(),
                (false, false) => view! { <h2>{title}</h2> }.into_any(),
                (false, true) => view! { <h3>{title}</h3> }.into_any(),
            }}
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}

/// What to tell people of an error: what happened and what they can do.
pub fn told(error: &ApiError) -> String {
    match &error.kind {
        ErrorKind::Network { is_offline: true } => t!("connection-offline"),
        ErrorKind::Network { .. } | ErrorKind::Unavailable => t!("error-network"),
        ErrorKind::Unauthenticated => t!("error-unauthenticated"),
        ErrorKind::Forbidden => t!("error-forbidden"),
        ErrorKind::NotFound => t!("error-not-found"),
        ErrorKind::RateLimited { retry_after } => {
            let seconds = i64::try_from(retry_after.as_secs()).unwrap_or(i64::MAX);
            t!("error-rate-limited", wait = format::duration(seconds))
        }
        ErrorKind::Internal | ErrorKind::Unexpected => t!("error-internal"),
        // What is wrong with an input is told by the server alone, which knows.
        ErrorKind::Invalid { .. } | ErrorKind::Conflict => error.message.clone(),
    }
}

/// The line that lets an administrator find the failure, for those that were the server's fault.
pub fn reference(error: &ApiError) -> Option<String> {
    let is_fault = matches!(error.kind, ErrorKind::Internal | ErrorKind::Unexpected);
    error.correlation_id.as_ref().filter(|_| is_fault).map(|id| t!("error-reference", id = id.as_str()))
}

/// A part of a page that could not be loaded.
#[component]
pub fn Failure(
    /// Why.
    error: ApiError,
    /// Asks again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let is_final = matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden);
    let title = match error.kind {
        ErrorKind::NotFound => t!("not-found-title"),
        ErrorKind::Forbidden => t!("forbidden-title"),
        _ => t!("error-title"),
    };
    view! {
        <div class="empty failure" role="alert">
            <Icon name="circle-alert" />
            <h2>{title}</h2>
            <p>{told(&error)}</p>
            {reference(&error).map(|text| view! { <p class="small"><code>{text}</code></p> })}
            {(!is_final)
                .then(|| view! { <Button icon="rotate-cw" on_press=move |_| on_retry.run(())>{t!("action-retry")}</Button> })}
        </div>
    }
}

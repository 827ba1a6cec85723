//! What really went wrong where somebody was told only of an internal error.

use leptos::prelude::*;
use medianest_web_api::operations::admin::{ErrorLogs, ErrorLogsVariables, ErrorRow};

use crate::components::{Badge, CopyButton, Listed, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, pages};
use crate::t;
use crate::widgets::filters::{SearchInAddress, in_address};

#[component]
pub fn ErrorsPart() -> impl IntoView {
    let (reference, _) = in_address("reference");
    let errors = pages(
        move |after| {
            let correlation_id = reference.get().filter(|text| !text.is_empty());
            ErrorLogs::operation(ErrorLogsVariables { correlation_id, first: Some(50), after })
        },
        |answer| Page {
            items: answer.error_logs.nodes,
            next: answer.error_logs.page_info.end_cursor.filter(|_| answer.error_logs.page_info.has_next_page),
            total: None,
        },
    );
    view! {
        <h2 class="sr-only">{t!("admin-errors")}</h2>
        <div class="filters">
            <SearchInAddress name="reference" label=t!("errors-search") />
        </div>
        <p class="soft small prose">{t!("errors-text")}</p>
        <Listed from=errors icon="circle-check" empty=t!("errors-empty") hint=t!("errors-empty-hint")>
            <ol class="log-list card flush">
                <For each=move || errors.items.get() key=|row| row.id.clone() children=|row| view! { <OneError row=row /> } />
            </ol>
        </Listed>
    }
}

#[component]
fn OneError(row: ErrorRow) -> impl IntoView {
    let who = row.user.map(|user| user.display_name).or(row.user_name);
    let reference = row.correlation_id.clone();
    view! {
        <li>
            <details class="log-entry">
                <summary>
                    <time class="soft numbers" datetime=row.created_at.to_rfc3339()>
                        {format::date_time(row.created_at)}
                    </time>
                    <span class="clip">
                        <code>{row.request_method} " " {row.request_path}</code>
                        {who.map(|who| view! { <span class="soft">" · " {who}</span> })}
                    </span>
                    <Badge tone=Tone::Bad>{row.error_code}</Badge>
                </summary>
                <div class="log-details">
                    <pre class="log-text">{row.error_message}</pre>
                    <dl class="facts">
                        <dt>{t!("errors-reference")}</dt>
                        <dd class="row">
                            <code>{row.correlation_id}</code>
                            <CopyButton text=reference what=t!("errors-reference") />
                        </dd>
                        {row.status_code
                            .map(|code| {
                                view! {
                                    <dt>{t!("errors-status")}</dt>
                                    <dd>{code}</dd>
                                }
                            })}
                    </dl>
                </div>
            </details>
        </li>
    }
}

//! Who did what, when and from where.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};
use leptos::prelude::*;
use medianest_web_api::operations::admin::{AuditLogFilterInput, AuditLogs, AuditLogsVariables, AuditRow, AuditSeverity};
use medianest_web_api::{DateTime, Json, Uuid};

use crate::components::{Badge, Listed, Select, TextField, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, pages};
use crate::t;
use crate::widgets::filters::{SearchInAddress, held_in_address, in_address, with_any};

/// The severity's name, and how it stands out.
fn severity_name(severity: AuditSeverity) -> (String, Tone) {
    match severity {
        AuditSeverity::Info => (t!("severity-info"), Tone::Plain),
        AuditSeverity::Warning => (t!("severity-warning"), Tone::Warn),
        AuditSeverity::Critical => (t!("severity-critical"), Tone::Bad),
    }
}

/// The beginning of a day that was typed in, so many days later.
fn midnight(text: &str, days: u64) -> Option<DateTime> {
    let day: NaiveDate = text.parse().ok()?;
    Some(day.checked_add_days(Days::new(days))?.and_time(NaiveTime::MIN).and_utc())
}

#[component]
pub fn AuditPart() -> impl IntoView {
    let (action, _) = in_address("action");
    let (request, _) = in_address("request");
    let severity = held_in_address("severity");
    let (from, until) = (held_in_address("from"), held_in_address("until"));
    let entries = pages(
        move |after| {
            let filter = AuditLogFilterInput {
                action: action.get().filter(|text| !text.trim().is_empty()),
                correlation_id: request.get().filter(|text| is_uuid(text)).map(Uuid),
                severity: AuditSeverity::ALL.iter().copied().find(|one| one.as_str() == severity.read().as_str()),
                from: midnight(&from.read(), 0),
                until: midnight(&until.read(), 1),
                ..AuditLogFilterInput::default()
            };
            AuditLogs::operation(AuditLogsVariables { filter: Some(filter), first: Some(50), after })
        },
        |answer| Page {
            items: answer.audit_logs.nodes,
            next: answer.audit_logs.page_info.end_cursor.filter(|_| answer.audit_logs.page_info.has_next_page),
            total: None,
        },
    );
    let severities = AuditSeverity::ALL.iter().map(|one| (one.as_str().to_owned(), severity_name(*one).0)).collect();
    view! {
        <h2 class="sr-only">{t!("admin-audit")}</h2>
        <div class="filters">
            <SearchInAddress name="action" label=t!("audit-action") />
            <SearchInAddress name="request" label=t!("audit-request") />
            <Select bare=true label=t!("audit-severity") options=with_any(t!("audit-severity-any"), severities) value=severity />
        </div>
        <div class="filters dates">
            <TextField kind="date" label=t!("audit-from") value=from />
            <TextField kind="date" label=t!("audit-until") value=until />
        </div>
        <Listed from=entries icon="scroll-text" empty=t!("audit-empty") hint=t!("admin-filter-hint")>
            <ol class="log-list card flush">
                <For each=move || entries.items.get() key=|row| row.id.clone() children=|row| view! { <OneEntry row=row /> } />
            </ol>
        </Listed>
    }
}

/// Whether the server would take it for a request's id.
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-')
}

#[component]
fn OneEntry(row: AuditRow) -> impl IntoView {
    let (severity, tone) = severity_name(row.severity);
    let actor = row.actor.as_ref().map_or(row.actor_name.clone(), |actor| actor.display_name.clone());
    let target = row.resource_type.clone();
    let changes = changes(row.old_values.as_ref(), row.new_values.as_ref());
    let context = row.context.as_object().filter(|context| !context.is_empty()).map(|_| row.context.to_string());
    let fact = |name: String, value: Option<String>| {
        value.map(|value| {
            view! {
                <dt>{name}</dt>
                <dd>
                    <code>{value}</code>
                </dd>
            }
        })
    };
    view! {
        <li>
            <details class="log-entry">
                <summary>
                    <time class="soft numbers" datetime=row.created_at.to_rfc3339()>
                        {format::date_time(row.created_at)}
                    </time>
                    <span>
                        <strong>{actor}</strong>
                        " "
                        <code>{row.action}</code>
                        {target.map(|target| view! { <span class="soft">" · " {target}</span> })}
                    </span>
                    <Badge tone=tone>{severity}</Badge>
                </summary>
                <div class="log-details">
                    <dl class="facts">
                        {fact(t!("audit-target-id"), row.resource_id.map(|id| id.0))}
                        {fact(t!("audit-request"), row.correlation_id.map(|id| id.0))}
                        {fact(t!("audit-address"), row.ip_address)}
                        {fact(t!("audit-client"), row.user_agent)}
                        {fact(t!("audit-context"), context)}
                    </dl>
                    {(!changes.is_empty())
                        .then(|| {
                            view! {
                                <table class="table changes">
                                    <thead>
                                        <tr>
                                            <th scope="col">{t!("audit-field")}</th>
                                            <th scope="col">{t!("audit-before")}</th>
                                            <th scope="col">{t!("audit-after")}</th>
                                        </tr>
                                    </thead>
                                    <tbody>
                                        {changes
                                            .into_iter()
                                            .map(|(name, before, after)| {
                                                view! {
                                                    <tr>
                                                        <th scope="row">{name}</th>
                                                        <td>{before}</td>
                                                        <td>{after}</td>
                                                    </tr>
                                                }
                                            })
                                            .collect_view()}
                                    </tbody>
                                </table>
                            }
                        })}
                </div>
            </details>
        </li>
    }
}

/// What differs: the field, what it was and what it became.
fn changes(before: Option<&Json>, after: Option<&Json>) -> Vec<(String, String, String)> {
    let told = |value: Option<&Json>| match value {
        None | Some(Json::Null) => "–".to_owned(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let of = |values: Option<&Json>, name: &str| values.and_then(|values| values.get(name)).cloned();
    let names: BTreeSet<&String> =
        [before, after].into_iter().flatten().filter_map(Json::as_object).flat_map(|values| values.keys()).collect();
    names
        .into_iter()
        .map(|name| (name, of(before, name), of(after, name)))
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| (name.clone(), told(before.as_ref()), told(after.as_ref())))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::changes;

    #[test]
    fn only_what_differs_is_told() {
        let (before, after) = (json!({ "role": "user", "name": "Ada" }), json!({ "role": "admin", "name": "Ada" }));
        assert_eq!(changes(Some(&before), Some(&after)), [("role".to_owned(), "user".to_owned(), "admin".to_owned())]);
        assert_eq!(changes(None, Some(&json!({ "count": 2 }))), [("count".to_owned(), "–".to_owned(), "2".to_owned())]);
        assert!(changes(None, None).is_empty());
    }
}

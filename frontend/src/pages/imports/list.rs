//! All imports, and the way to a new one.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::common::PageVariables;
use medianest_web_api::operations::imports::{ImportRow, Imports};

use super::new::NewImport;
use super::words::{source_icon, source_name, status_name, status_tone};
use crate::components::{Badge, Empty, Failure, Icon, More, PageHead, Section, SkeletonRows, Table, Tone};
use crate::i18n::format;
use crate::stores::data::{Page, Phase, pages};
use crate::{routes, t};

/// A new import, and those before it.
#[component]
pub fn ImportsPage() -> impl IntoView {
    view! {
        <PageHead title=t!("nav-import") text=t!("imports-text") />
        <Section title=t!("imports-new")>
            <NewImport />
        </Section>
        <Section title=t!("imports-past")>
            <Past />
        </Section>
    }
    .into_any()
}

#[component]
fn Past() -> impl IntoView {
    let imports = pages(
        |after| Imports::operation(PageVariables { first: Some(30), after }),
        |answer: Imports| {
            let rows = answer.imports;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    let table = move || {
        view! {
            <Table
                caption=t!("imports-past")
                head=Box::new(|| {
                    view! {
                        <th scope="col">{t!("import-source")}</th>
                        <th scope="col">{t!("import-state")}</th>
                        <th scope="col" class="end">{t!("import-new-rows")}</th>
                        <th scope="col" class="end">{t!("import-known-rows")}</th>
                        <th scope="col" class="end">{t!("import-bad-rows")}</th>
                        <th scope="col">{t!("import-when")}</th>
                    }
                        .into_any()
                })
            >
                <For each=move || imports.items.get() key=|import| (import.id.clone().into_inner(), format!("{:?}", import.status)) let:import>
                    <Row import=import />
                </For>
            </Table>
            <More has_more=imports.has_more() busy=imports.busy on_more=move |()| imports.more() />
        }
    };
    move || match imports.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=4 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| imports.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show
                when=move || !imports.items.with(Vec::is_empty)
                fallback=|| view! { <Empty compact=true icon="import" title=t!("imports-none") text=t!("imports-none-text") /> }
            >
                {table()}
            </Show>
        }
        .into_any(),
    }
}

#[component]
fn Row(import: ImportRow) -> impl IntoView {
    let name = import.file_name.clone().unwrap_or_else(|| source_name(import.source));
    let note = import.file_name.is_some().then(|| source_name(import.source));
    let count = |count: i32| format::count(count);
    view! {
        <tr>
            <td class="lead">
                <span class="import-name">
                    <Icon name=source_icon(import.source) />
                    <span class="grow">
                        <A href=routes::import(&import.id)>{name}</A>
                        {note.map(|note| view! { <span class="soft">" · " {note}</span> })}
                    </span>
                    {import.is_dry_run.then(|| view! { <Badge tone=Tone::Accent>{t!("import-dry-run")}</Badge> })}
                </span>
            </td>
            <td data-label=t!("import-state")>
                <Badge tone=status_tone(import.status)>{status_name(import.status)}</Badge>
            </td>
            <td class="end numbers" data-label=t!("import-new-rows")>
                {count(import.counts.created)}
            </td>
            <td class="end numbers" data-label=t!("import-known-rows")>
                {count(import.counts.unchanged)}
            </td>
            <td class="end numbers" data-label=t!("import-bad-rows")>
                {count(import.counts.failed)}
            </td>
            <td data-label=t!("import-when")>{format::date_time(import.created_at)}</td>
        </tr>
    }
    .into_any()
}

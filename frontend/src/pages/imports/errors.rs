//! The rows of an import that could not be used.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::imports::{ImportErrorRow, ImportErrors, ImportErrorsVariables, ImportStatus};

use crate::components::{Failure, More, SkeletonRows, Table};
use crate::i18n::format;
use crate::stores::data::{Page, Phase, pages};
use crate::t;

/// A table of them, page by page.
#[component]
pub fn Errors(
    /// Whose.
    id: Id,
    /// Where it stands: when it ends there may be more.
    status: Memo<ImportStatus>,
) -> impl IntoView {
    let errors = pages(
        move |after| {
            status.track();
            ImportErrors::operation(ImportErrorsVariables { id: id.clone(), first: Some(50), after })
        },
        |answer: ImportErrors| match answer.import.map(|import| import.errors) {
            Some(rows) => Page {
                items: rows.nodes,
                next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page),
                total: Some(rows.total_count),
            },
            None => Page { items: Vec::new(), next: None, total: None },
        },
    );
    let table = move || {
        view! {
            <Table
                caption=t!("import-errors")
                head=Box::new(|| {
                    view! {
                        <th scope="col">{t!("error-row-file")}</th>
                        <th scope="col" class="end">{t!("error-row-number")}</th>
                        <th scope="col">{t!("error-row-about")}</th>
                        <th scope="col">{t!("error-row-problem")}</th>
                    }
                        .into_any()
                })
            >
                <For
                    each=move || errors.items.get()
                    key=|row| (row.file_name.clone(), row.row_number, row.error.clone())
                    let:row
                >
                    <Row row=row />
                </For>
            </Table>
            <More has_more=errors.has_more() busy=errors.busy on_more=move |()| errors.more() />
        }
    };
    let kept = move || {
        let kept = errors.total.get()?;
        Some(t!("import-errors-count", count = kept, shown = format::count(kept)))
    };
    view! {
        <p class="soft small import-errors-count">{kept}</p>
        {move || match errors.phase.get() {
            Phase::Pending => view! { <SkeletonRows count=4 /> }.into_any(),
            Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| errors.reload() /> }.into_any(),
            Phase::Ready => table().into_any(),
        }}
    }
}

#[component]
fn Row(row: ImportErrorRow) -> impl IntoView {
    view! {
        <tr>
            <td class="lead">{row.file_name}</td>
            <td class="end numbers" data-label=t!("error-row-number")>
                {format::count(row.row_number)}
            </td>
            <td data-label=t!("error-row-about")>{row.item}</td>
            <td data-label=t!("error-row-problem")>{row.error}</td>
        </tr>
    }
    .into_any()
}

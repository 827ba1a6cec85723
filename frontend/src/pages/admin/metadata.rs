//! Who is asked what things are, how they answer, and whose word counts.

use leptos::prelude::*;
use medianest_web_api::operations::metadata::{
    MetadataProvider, MetadataProviders, MetadataStatistics, ProviderRow, StatisticRow,
};

use super::metadata_order::Orders;
use crate::components::{Badge, Entry, Loaded, Panel, SkeletonRows, Table, Tone};
use crate::i18n::format;
use crate::pages::catalogue::provider_name;
use crate::stores::data::load;
use crate::t;
use crate::widgets::items::types_name;

#[component]
pub fn MetadataPart() -> impl IntoView {
    let providers = load(MetadataProviders::operation);
    let statistics = load(MetadataStatistics::operation);
    view! {
        <h2 class="sr-only">{t!("metadata")}</h2>
        <div class="panels">
            <Panel title=t!("metadata-providers") text=t!("metadata-providers-text")>
                <Loaded from=providers skeleton=|| view! { <SkeletonRows count=7 /> } let:answer>
                    <ul class="listing">
                        {move || answer.get().metadata_providers.into_iter().map(provider).collect_view()}
                    </ul>
                </Loaded>
            </Panel>
            <Panel title=t!("metadata-order") text=t!("metadata-order-text")>
                <Orders />
            </Panel>
            <Panel title=t!("metadata-statistics") text=t!("metadata-statistics-text") wide=true>
                <Loaded from=statistics skeleton=|| view! { <SkeletonRows count=4 /> } let:answer>
                    <Statistics rows=Signal::derive(move || answer.get().metadata_statistics) />
                </Loaded>
            </Panel>
        </div>
    }
}

/// What a provider is called by people.
pub fn name_of(provider: MetadataProvider) -> String {
    provider_name(&provider.as_str().to_lowercase())
}

fn provider(row: ProviderRow) -> impl IntoView {
    let is_on = row.is_on;
    let marks = move || {
        let (tone, word) = if is_on { (Tone::Good, t!("metadata-on")) } else { (Tone::Plain, t!("metadata-off")) };
        view! { <Badge tone=tone>{word}</Badge> }.into_any()
    };
    let about = row.media_types.iter().map(|kind| types_name(&kind.name, &kind.display_name)).collect::<Vec<_>>().join(", ");
    let name = row.name;
    view! {
        <Entry
            icon=if is_on { "circle-check" } else { "circle" }
            title=Signal::derive(move || name.clone())
            marks=ViewFn::from(marks)
        >
            {(!about.is_empty()).then(|| view! { <p>{about}</p> })}
            <p>
                {row.notice} " "
                <a href=row.licence_url target="_blank" rel="noopener noreferrer">
                    {t!("metadata-licence")}
                    <span class="sr-only">{t!("link-new-tab")}</span>
                </a>
            </p>
        </Entry>
    }
}

#[component]
fn Statistics(rows: Signal<Vec<StatisticRow>>) -> impl IntoView {
    let head = || {
        view! {
            <th scope="col">{t!("metadata-provider")}</th>
            <th scope="col">{t!("item-type")}</th>
            <th scope="col" class="number">
                {t!("metadata-answers")}
            </th>
            <th scope="col" class="number">
                {t!("metadata-failures")}
            </th>
            <th scope="col" class="number">
                {t!("metadata-average")}
            </th>
            <th scope="col">{t!("metadata-last")}</th>
        }
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty) fallback=|| view! { <p class="soft">{t!("metadata-no-statistics")}</p> }>
            <Table caption=t!("metadata-statistics") head=Box::new(move || head().into_any())>
                {move || rows.get().into_iter().map(statistic).collect_view()}
            </Table>
        </Show>
    }
}

fn statistic(row: StatisticRow) -> impl IntoView {
    let kind = row.media_type.map(|kind| types_name(&kind.name, &kind.display_name));
    let last = row.last_success_at.max(row.last_failure_at).map_or_else(|| t!("admin-never"), format::relative);
    view! {
        <tr>
            <td class="lead" data-label=t!("metadata-provider")>
                {name_of(row.provider)}
            </td>
            <td data-label=t!("item-type")>{kind}</td>
            <td class="number" data-label=t!("metadata-answers")>
                {format::count(row.success_count)}
            </td>
            <td class="number" data-label=t!("metadata-failures")>
                {format::count(row.failure_count)}
            </td>
            <td class="number" data-label=t!("metadata-average")>
                {row.average_response_milliseconds.map(|millis| format!("{} ms", format::count(millis)))}
            </td>
            <td data-label=t!("metadata-last")>{last}</td>
        </tr>
    }
}

//! From whom what is shown of an item comes: they want to be named.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::{ItemDetail, SourceRow};

use crate::components::{Icon, Section};
use crate::i18n::format;
use crate::t;

/// Everybody to be named.
#[component]
pub fn Sources(item: Signal<ItemDetail>) -> impl IntoView {
    let sources = Memo::new(move |_| item.with(|item| item.metadata_sources.clone()));
    view! {
        <Show when=move || !sources.with(Vec::is_empty)>
            <Section title=t!("metadata-sources")>
                <ul class="sources">{move || sources.get().into_iter().map(source).collect_view()}</ul>
            </Section>
        </Show>
    }
}

fn source(row: SourceRow) -> impl IntoView {
    view! {
        <li>
            <a href=row.url target="_blank" rel="noopener noreferrer">
                {row.name}
                <Icon name="external-link" />
                <span class="sr-only">{t!("link-new-tab")}</span>
            </a>
            <p class="soft small">
                {row.notice} " "
                <a href=row.licence_url target="_blank" rel="noopener noreferrer">
                    {t!("metadata-licence")}
                    <span class="sr-only">{t!("link-new-tab")}</span>
                </a>
            </p>
            <p class="soft small">{t!("metadata-fetched", when = format::relative(row.fetched_at))}</p>
        </li>
    }
}

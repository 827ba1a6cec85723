//! The facts of an item, and where else it can be looked up.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::{ExternalIdRow, ItemDetail};

use crate::components::{Icon, Section};
use crate::i18n::format;
use crate::pages::catalogue::field_name;
use crate::t;

/// The facts.
#[component]
pub fn Facts(item: Signal<ItemDetail>) -> impl IntoView {
    let facts = Memo::new(move |_| item.with(facts_of));
    let links = Memo::new(move |_| item.with(|item| item.external_ids.clone()));
    view! {
        <Section title=t!("item-facts")>
            <dl class="facts">
                {move || {
                    facts
                        .get()
                        .into_iter()
                        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
                        .collect_view()
                }}
            </dl>
            <Show when=move || !links.with(Vec::is_empty)>
                <h3 class="item-links-head">{t!("item-links")}</h3>
                <ul class="chips">{move || links.get().into_iter().map(link).collect_view()}</ul>
            </Show>
        </Section>
    }
}

fn facts_of(item: &ItemDetail) -> Vec<(String, String)> {
    let mut facts = vec![
        (t!("item-original-name"), item.original_name.clone().filter(|name| *name != item.name)),
        (t!("item-released"), item.released_on.map(format::calendar_date)),
        (t!("item-length"), item.runtime_seconds.map(format::duration)),
        (t!("item-language"), item.language.as_deref().map(format::language)),
    ];
    let fields = item.media_type.as_ref().map(|kind| kind.metadata_fields.as_slice()).unwrap_or_default();
    for field in fields {
        facts.push((field_name(&field.name), item.metadata.get(&field.name).and_then(shown)));
    }
    facts.push((t!("item-added"), Some(format::date(item.created_at))));
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// A value as people read it; nothing where there is nothing to read.
fn shown(value: &medianest_web_api::Json) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => number.as_f64().map(format::number),
        Value::Bool(yes) => Some(if *yes { t!("yes") } else { t!("no") }),
        Value::Array(values) => {
            let texts: Vec<_> = values.iter().filter_map(shown).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        _ => None,
    }
}

/// What a provider is called by people.
pub fn provider_name(provider: &str) -> String {
    match provider {
        "imdb" => "IMDb".to_owned(),
        "tmdb" => "TMDB".to_owned(),
        "tvdb" => "TheTVDB".to_owned(),
        "tvmaze" => "TVmaze".to_owned(),
        "trakt" => "Trakt".to_owned(),
        "musicbrainz" => "MusicBrainz".to_owned(),
        "openlibrary" => "Open Library".to_owned(),
        "igdb" => "IGDB".to_owned(),
        "anilist" => "AniList".to_owned(),
        "isbn" => "ISBN".to_owned(),
        "movielens" => "MovieLens".to_owned(),
        other => other.to_owned(),
    }
}

fn link(id: ExternalIdRow) -> impl IntoView {
    let name = provider_name(&id.provider);
    match id.url {
        Some(url) => view! {
            <li>
                <a class="chip" href=url target="_blank" rel="noopener noreferrer" title=id.external_id>
                    {name}
                    <Icon name="external-link" />
                    <span class="sr-only">{t!("link-new-tab")}</span>
                </a>
            </li>
        }
        .into_any(),
        None => view! { <li class="badge" title=id.kind>{format!("{name} {}", id.external_id)}</li> }.into_any(),
    }
}

//! What the catalogue does not have: asking those who know, and bringing it in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use medianest_web_api::Id;
use medianest_web_api::operations::identity::UserRole;
use medianest_web_api::operations::metadata::{
    AddFromProvider, AddFromProviderInput, FailureRow, HitRow, MetadataProviders, ProviderRow, SearchProviders,
    SearchProvidersVariables,
};

use super::filters::Filters;
use crate::components::{Badge, Button, Loaded, Section, SkeletonRows};
use crate::stores::data::{load, load_when, use_data};
use crate::stores::session::use_viewer;
use crate::stores::toasts::use_toasts;
use crate::widgets::items::types_name;
use crate::{routes, t};

/// A media type that somebody who is on knows about.
#[derive(Clone, PartialEq, Eq)]
struct Asked {
    type_id: Id,
    type_name: String,
    title: String,
    providers: String,
}

/// Where else to look for what is typed: nobody is asked before somebody says so.
#[component]
pub fn Elsewhere(filters: Filters) -> impl IntoView {
    let viewer = use_viewer();
    let may_ask = Memo::new(move |_| {
        viewer.with(|viewer| viewer.as_ref().and_then(|viewer| viewer.role).is_some_and(|role| role != UserRole::Guest))
    });
    view! {
        <Show when=move || may_ask.get() && filters.text().is_some() && filters.mine().is_none()>
            <Offer filters=filters />
        </Show>
    }
}

#[component]
fn Offer(filters: Filters) -> impl IntoView {
    let providers = load(MetadataProviders::operation);
    // The media type and the text that providers were asked for; another text is another question.
    let asked = RwSignal::new(None::<(Asked, String)>);
    let offers = Memo::new(move |_| {
        let kind = filters.kind();
        let all = providers.get().map(|answer| offers(&answer.metadata_providers)).unwrap_or_default();
        all.into_iter().filter(|offer| kind.as_ref().is_none_or(|kind| *kind == offer.type_name)).collect::<Vec<_>>()
    });
    let ask = move |offer: Asked| asked.set(filters.text().map(|text| (offer, text)));
    let current = Memo::new(move |_| asked.get().filter(|(_, text)| filters.text().as_ref() == Some(text)));
    view! {
        <Show when=move || !offers.with(Vec::is_empty)>
            <Section title=t!("metadata-elsewhere")>
                <p class="soft small">{t!("metadata-elsewhere-text")}</p>
                <div class="row">
                    <For
                        each=move || offers.get()
                        key=|offer| offer.type_name.clone()
                        children=move |offer| {
                            let words = t!("metadata-search-at", kind = offer.title.clone(), names = offer.providers.clone());
                            view! {
                                <Button icon="search" on_press=move |_| ask(offer.clone())>
                                    {words}
                                </Button>
                            }
                        }
                    />
                </div>
                {move || current.get().map(|(offer, text)| view! { <Hits offer=offer text=text /> })}
            </Section>
        </Show>
    }
}

/// Who knows about which media types, the built-in types first.
fn offers(providers: &[ProviderRow]) -> Vec<Asked> {
    let mut offers: Vec<Asked> = Vec::new();
    for provider in providers.iter().filter(|provider| provider.is_on) {
        for kind in &provider.media_types {
            match offers.iter_mut().find(|offer| offer.type_id == kind.id) {
                Some(offer) => offer.providers = format!("{}, {}", offer.providers, provider.name),
                None => offers.push(Asked {
                    type_id: kind.id.clone(),
                    type_name: kind.name.clone(),
                    title: types_name(&kind.name, &kind.display_name),
                    providers: provider.name.clone(),
                }),
            }
        }
    }
    offers
}

/// What they found.
#[component]
fn Hits(offer: Asked, text: String) -> impl IntoView {
    let found = load_when(move || {
        let (query, media_type_id) = (text.chars().take(200).collect(), offer.type_id.clone());
        Some(SearchProviders::operation(SearchProvidersVariables { query, media_type_id }))
    });
    view! {
        <Loaded from=found skeleton=|| view! { <SkeletonRows count=4 /> } let:answer>
            {move || {
                let found = answer.get().metadata_search;
                let is_empty = found.hits.is_empty() && found.failures.is_empty();
                view! {
                    {found.failures.into_iter().map(failure).collect_view()}
                    {is_empty.then(|| view! { <p role="status">{t!("metadata-none")}</p> })}
                    <ul class="listing hits">
                        {found.hits.into_iter().map(|hit| view! { <Hit hit=hit /> }).collect_view()}
                    </ul>
                }
            }}
        </Loaded>
    }
}

fn failure(row: FailureRow) -> impl IntoView {
    view! {
        <p class="notice warn" role="status">
            {row.message}
        </p>
    }
}

/// One thing, and how to have it here.
#[component]
fn Hit(hit: HitRow) -> impl IntoView {
    let (data, toasts, navigate) = (use_data(), use_toasts(), use_navigate());
    let HitRow { provider, kind, external_id, name, by, year, description, url, item } = hit;
    let title = year.map_or_else(|| name.clone(), |year| format!("{name} ({year})"));
    let busy = RwSignal::new(false);
    let label = t!("metadata-add-title", title = title.clone());
    let add = move |_| {
        let navigate = navigate.clone();
        let input = AddFromProviderInput { external_id: external_id.clone(), kind: kind.clone(), provider };
        busy.set(true);
        spawn_local(async move {
            let answer = data.change(AddFromProvider::operation(input)).await;
            busy.try_set(false);
            match answer {
                Ok(answer) => {
                    let item = answer.add_from_provider.item;
                    toasts.say(t!("item-created", title = item.name));
                    navigate(&routes::item(&item.id), leptos_router::NavigateOptions::default());
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <li class="listing-row hit">
            <div class="listing-body">
                <div class="row">
                    <h3>{title}</h3>
                    <Badge>{super::item::provider_name(&provider.as_str().to_lowercase())}</Badge>
                </div>
                {by.map(|by| view! { <p class="soft small">{by}</p> })}
                {description.map(|text| view! { <p class="soft small clamp">{text}</p> })}
            </div>
            <div class="row listing-actions">
                {url
                    .map(|url| {
                        view! {
                            <a href=url target="_blank" rel="noopener noreferrer" class="button quiet small">
                                {t!("metadata-look")}
                                <span class="sr-only">" " {name} " " {t!("link-new-tab")}</span>
                            </a>
                        }
                    })}
                {match item {
                    Some(item) => {
                        view! {
                            <A href=routes::item(&item.id) attr:class="button small">
                                {t!("metadata-here")}
                                <span class="sr-only">" " {item.name}</span>
                            </A>
                        }
                            .into_any()
                    }
                    None => {
                        view! {
                            <Button small=true icon="plus" busy=busy on_press=add>
                                <span aria-hidden="true">{t!("action-add")}</span>
                                <span class="sr-only">{label}</span>
                            </Button>
                        }
                            .into_any()
                    }
                }}
            </div>
        </li>
    }
    .into_any()
}

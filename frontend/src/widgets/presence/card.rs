//! What one person watches.

use chrono::TimeDelta;
use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::DateTime;
use medianest_web_api::operations::diary::{PresenceCard, PresenceState};

use crate::components::{Badge, Icon, Progress, Tone};
use crate::i18n::format;
use crate::stores::presence::{Place, Presence};
use crate::stores::session::use_viewer;
use crate::widgets::items::{ItemPoster, heading, subtitle};
use crate::widgets::people::Avatar;
use crate::{routes, t};

/// Somebody's name, as far as the one who looks may know it.
pub fn name_of(card: &PresenceCard) -> String {
    card.user.as_ref().map_or_else(|| t!("live-somebody"), |person| person.display_name.clone())
}

/// What somebody watches, as far as the one who looks may know it.
pub fn title_of(card: &PresenceCard) -> String {
    card.item.as_ref().map_or_else(|| t!("live-something"), heading)
}

/// What somebody watches, and how far they are, moving on by itself.
#[component]
pub fn WatchingCard(
    /// What is known of it.
    #[prop(into)]
    card: Signal<PresenceCard>,
    /// Where it was heard.
    presence: Presence,
    /// The present.
    #[prop(into)]
    now: Signal<DateTime>,
) -> impl IntoView {
    // A heartbeat changes the position alone: what else is drawn is left as it is.
    let item = Memo::new(move |_| card.with(|card| card.item.clone()));
    let person = Memo::new(move |_| card.with(|card| card.user.clone()));
    let is_paused = Memo::new(move |_| card.with(|card| card.state == PresenceState::Paused));
    let place = Memo::new(move |_| card.with(|card| Place::of(card, presence.server_time(now.get()))));
    let viewer = use_viewer();
    let is_own = Memo::new(move |_| {
        viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone())) == Some(card.with(|card| card.user_id.clone()))
    });
    view! {
        <article class="watching" class:paused=move || is_paused.get()>
            <div class="watching-poster">
                {move || item.get().map(|item| view! { <ItemPoster item=item /> })}
            </div>
            <div class="watching-body">
                <div class="watching-person">
                    {move || match person.get() {
                        Some(person) => {
                            view! {
                                <Avatar name=person.display_name.clone() src=person.avatar_url size="1.75rem" />
                                <A href=routes::person(&person.id) attr:class="who">
                                    {person.display_name}
                                </A>
                            }
                                .into_any()
                        }
                        None => {
                            view! {
                                <Avatar name="?" size="1.75rem" />
                                <span class="who">{t!("live-somebody")}</span>
                            }
                                .into_any()
                        }
                    }}
                    <Show when=move || is_own.get()>
                        <Badge tone=Tone::Accent>{t!("live-you")}</Badge>
                    </Show>
                    <Show when=move || card.with(|card| card.is_private)>
                        <span class="badge" title=t!("live-private-hint")>
                            <Icon name="lock" />
                            {t!("live-private")}
                        </span>
                    </Show>
                </div>
                {move || match item.get() {
                    Some(item) => {
                        let (link, title, line) = (routes::item(&item.id), heading(&item), subtitle(&item));
                        view! {
                            <h3>
                                <A href=link attr:class="name">
                                    {title}
                                </A>
                            </h3>
                            <p class="meta">{line}</p>
                        }
                            .into_any()
                    }
                    None => view! { <h3 class="name">{t!("live-something")}</h3> }.into_any(),
                }}
                <div class="watching-progress">
                    <Progress part=Signal::derive(move || place.get().part) label=t!("live-progress") />
                    <div class="watching-times numbers">
                        <span class="watching-state">
                            <Icon name=Signal::derive(move || if is_paused.get() { "pause" } else { "play" }) />
                            {move || if is_paused.get() { t!("live-paused") } else { t!("live-playing") }}
                        </span>
                        <span>{move || times(place.get(), card.with(|card| card.progress_percent))}</span>
                        <span class="watching-end">
                            {move || {
                                let remaining = place.get().remaining().filter(|_| !is_paused.get())?;
                                let end = format::time(now.get() + TimeDelta::seconds(remaining));
                                Some(t!("live-ends", time = end))
                            }}
                        </span>
                    </div>
                </div>
                {move || {
                    let (device, source) = card.with(|card| (card.device_name.clone(), card.source.clone()));
                    let text = [device, source].into_iter().flatten().collect::<Vec<_>>().join(" · ");
                    (!text.is_empty())
                        .then(|| view! { <p class="watching-device meta"><Icon name="tv" /><span class="clip">{text}</span></p> })
                }}
            </div>
        </article>
    }
}

/// `1:02:07 / 1:48:00`, or how much of it, where nobody knows how long it is.
fn times(place: Place, told: f64) -> String {
    match (place.position, place.duration) {
        (Some(position), Some(duration)) => format!("{} / {}", format::clock(position), format::clock(duration)),
        (Some(position), None) => format::clock(position),
        _ => format::percent(told),
    }
}

//! Somebody: who they are, and what they let one see.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use medianest_web_api::operations::common::IdVariables;
use medianest_web_api::operations::diary::{
    CurrentlyWatchingEvent, CurrentlyWatchingScope, PresenceCard, PresenceLive, PresenceLiveVariables,
};
use medianest_web_api::operations::social::{Circle, PersonById, PersonDetail};
use medianest_web_api::{Id, LiveEvent};

use super::shown::{History, Library, Lists, Overview, Ratings, Reviews};
use super::tastes::Tastes;
use crate::components::{Badge, Empty, Icon, Loaded, PageHead, Progress, SkeletonRows, TabLink, Tabs, Tone};
use crate::i18n::format;
use crate::stores::data::load;
use crate::stores::live::use_live;
use crate::stores::session::use_viewer;
use crate::widgets::friendship::FriendActions;
use crate::widgets::items::ItemRow;
use crate::widgets::people::Avatar;
use crate::{routes, t};

/// The page of a person; its parts have addresses of their own.
#[component]
pub fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| Id::new(params.read().get("id").unwrap_or_default()));
    let part = Memo::new(move |_| params.read().get("part").unwrap_or_default());
    // Another person is another page: nothing of the first stays.
    move || view! { <OnePerson id=id.get() part=part /> }.into_any()
}

#[component]
fn OnePerson(id: Id, part: Memo<String>) -> impl IntoView {
    let found = {
        let id = id.clone();
        load(move || PersonById::operation(IdVariables { id: id.clone() }))
    };
    let is_there = Memo::new(move |_| found.get().is_some_and(|found| found.user.is_some()));
    view! {
        <Loaded from=found skeleton=|| view! { <SkeletonRows count=8 /> }.into_any() let:found>
            {
                let id = id.clone();
                move || {
                    if is_there.get() {
                        let person = Signal::derive(move || found.get().user.expect("a person who was found is there"));
                        view! { <Shown id=id.clone() person=person part=part /> }.into_any()
                    } else {
                        view! {
                            <PageHead title=t!("nav-people") />
                            <Empty icon="user" title=t!("person-gone") text=t!("person-gone-text")>
                                <A href=routes::PEOPLE attr:class="button">
                                    {t!("people-friends")}
                                </A>
                            </Empty>
                        }
                            .into_any()
                    }
                }
            }
        </Loaded>
    }
}

#[component]
fn Shown(id: Id, person: Signal<PersonDetail>, part: Memo<String>) -> impl IntoView {
    let viewer = use_viewer();
    let is_me = {
        let id = id.clone();
        Memo::new(move |_| viewer.get().is_some_and(|viewer| viewer.id == id))
    };
    let of = id.clone();
    let body = move || {
        let id = of.clone();
        match part.get().as_str() {
            "history" => view! { <History id=id person=person /> }.into_any(),
            "library" => view! { <Library id=id person=person /> }.into_any(),
            "lists" => view! { <Lists id=id person=person /> }.into_any(),
            "ratings" => view! { <Ratings id=id person=person /> }.into_any(),
            "reviews" => view! { <Reviews id=id person=person /> }.into_any(),
            "tastes" => view! { <Tastes id=id person=person /> }.into_any(),
            _ => view! { <Overview id=id person=person /> }.into_any(),
        }
    };
    view! {
        <Head id=id.clone() person=person is_me=is_me />
        <Watching id=id.clone() person=person />
        <Tabs label=t!("person-parts")>
            <TabLink to=routes::person(&id) exact=true>
                {t!("person-overview")}
            </TabLink>
            <TabLink to=routes::person_part(&id, "history")>{t!("nav-history")}</TabLink>
            <TabLink to=routes::person_part(&id, "library")>{t!("nav-library")}</TabLink>
            <TabLink to=routes::person_part(&id, "lists")>{t!("nav-lists")}</TabLink>
            <TabLink to=routes::person_part(&id, "ratings")>{t!("person-ratings")}</TabLink>
            <TabLink to=routes::person_part(&id, "reviews")>{t!("person-reviews")}</TabLink>
            {
                let to = routes::person_part(&id, "tastes");
                move || (!is_me.get()).then(|| view! { <TabLink to=to.clone()>{t!("tastes")}</TabLink> })
            }
        </Tabs>
        {body}
    }
    .into_any()
}

/// Who it is, and what can be done about them.
#[component]
fn Head(id: Id, person: Signal<PersonDetail>, is_me: Memo<bool>) -> impl IntoView {
    let name = Memo::new(move |_| person.with(|person| person.display_name.clone()));
    let picture = Memo::new(move |_| person.with(|person| person.avatar_url.clone()));
    let actions = move || {
        if is_me.get() {
            view! {
                <A href=routes::SETTINGS attr:class="button">
                    <Icon name="pencil" />
                    {t!("person-edit")}
                </A>
            }
            .into_any()
        } else {
            view! { <Standing id=id.clone() name=name /> }.into_any()
        }
    };
    let since = move || person.with(|person| t!("person-since", date = format::month(format::day_of(person.created_at))));
    let is_claimed = move || person.with(|person| person.is_claimed);
    view! {
        <div class="person-head">
            {move || view! { <Avatar name=name.get() src=picture.get() size="5rem" /> }}
            <PageHead title=name text=Signal::derive(move || person.with(|person| person.bio.clone()))>
                {actions}
            </PageHead>
            <p class="row soft small">
                {since} <Show when=move || !is_claimed()>
                    <Badge>{t!("person-unclaimed")}</Badge>
                </Show> <Show when=move || is_me.get()>
                    <Badge tone=Tone::Accent>{t!("person-me")}</Badge>
                </Show>
            </p>
        </div>
    }
    .into_any()
}

/// What they are to the one who looks.
#[component]
fn Standing(id: Id, name: Memo<String>) -> impl IntoView {
    let circle = load(Circle::operation);
    view! {
        <Loaded from=circle skeleton=|| ().into_any() let:circle>
            <FriendActions person=id.clone() name=name.get_untracked() circle=circle />
        </Loaded>
    }
}

/// What they watch right now, as it changes; nothing while they watch nothing or do not let it be seen.
#[component]
fn Watching(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let live = use_live();
    let heard = RwSignal::new(None::<Option<PresenceCard>>);
    let scope = CurrentlyWatchingScope::UserId(id);
    live.listen(PresenceLive::operation(PresenceLiveVariables { scope: Some(scope) }), move |event| {
        if let LiveEvent::Data(told) = event {
            match told.currently_watching {
                CurrentlyWatchingEvent::Snapshot(all) => heard.set(Some(all.everybody.into_iter().next())),
                CurrentlyWatchingEvent::Change(change) => heard.set(Some(change.currently_watching.map(|card| *card))),
                CurrentlyWatchingEvent::Unknown => {}
            }
        }
    });
    let card = Memo::new(move |_| heard.get().unwrap_or_else(|| person.with(|person| person.currently_watching.clone())));
    // A heartbeat moves the bar; the rest is drawn again only for something else.
    let item = Memo::new(move |_| card.get().and_then(|card| card.item));
    let part = Signal::derive(move || card.get().map_or(0.0, |card| card.progress_percent / 100.0));
    view! {
        <div aria-live="polite">
            {move || {
                item.get()
                    .map(|item| {
                        view! {
                            <section class="card person-watching" aria-label=t!("person-watching")>
                                <p class="row">
                                    <Badge tone=Tone::Live>{t!("person-watching")}</Badge>
                                </p>
                                <ItemRow item=item />
                                <Progress part=part label=t!("person-watching") />
                            </section>
                        }
                    })
            }}
        </div>
    }
}

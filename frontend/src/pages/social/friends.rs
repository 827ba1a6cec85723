//! Friends, those who may become one, those who may not, and finding people.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::common::PersonCard;
use medianest_web_api::operations::identity::{PeopleSearch, UserFilterInput, UsersVariables};
use medianest_web_api::operations::social::{Circle, FriendshipRow};

use super::PeopleTabs;
use crate::components::{Empty, Loaded, PageHead, SearchField, Section, SkeletonRows};
use crate::stores::address::use_address;
use crate::stores::data::{load, load_when};
use crate::stores::session::use_viewer;
use crate::widgets::friendship::FriendActions;
use crate::widgets::people::Avatar;
use crate::{routes, t};

/// How long typing rests before it is searched for.
const REST: Duration = Duration::from_millis(250);
/// As many as fit below the field; who looks for more types more.
const MOST: i32 = 20;

/// The page of one's friends.
#[component]
pub fn FriendsPage() -> impl IntoView {
    let circle = load(Circle::operation);
    view! {
        <PageHead title=t!("nav-people") />
        <PeopleTabs />
        <Loaded from=circle skeleton=|| view! { <SkeletonRows count=8 /> }.into_any() let:circle>
            <Find circle=circle />
            <Requests circle=circle />
            <Friends circle=circle />
            <Blocked circle=circle />
        </Loaded>
    }
    .into_any()
}

/// Finding people by name.
#[component]
fn Find(circle: Signal<Circle>) -> impl IntoView {
    let address = use_address();
    let text = address.get("q");
    let search = debounce(REST, move |typed: String| address.set("q", Some(typed.trim().to_owned())));
    let search = StoredValue::new_local(search);
    let found = load_when(move || {
        let filter = UserFilterInput { search: Some(text.get()?), ..UserFilterInput::default() };
        Some(PeopleSearch::operation(UsersVariables { filter: Some(filter), first: Some(MOST), after: None }))
    });
    let me = use_viewer();
    let people = Memo::new(move |_| {
        text.get()?;
        let me = me.get().map(|viewer| viewer.id);
        let people = found.get()?.users.nodes;
        Some(people.into_iter().filter(|person| Some(&person.id) != me.as_ref()).collect::<Vec<_>>())
    });
    view! {
        <div class="people-find" role="search">
            <SearchField
                label=t!("people-find")
                value=Signal::derive(move || text.get().unwrap_or_default())
                on_input=move |typed| search.update_value(|search| search(typed))
            />
        </div>
        <div aria-live="polite">
            {move || {
                people
                    .get()
                    .map(|people| {
                        if people.is_empty() {
                            return view! {
                                <Empty compact=true icon="users" title=t!("people-nobody") text=t!("people-nobody-text") />
                            }
                                .into_any();
                        }
                        view! {
                            <Section title=t!("people-found")>
                                <ul class="people">
                                    {people
                                        .into_iter()
                                        .map(|person| view! { <Person person=person circle=circle /> })
                                        .collect_view()}
                                </ul>
                            </Section>
                        }
                            .into_any()
                    })
            }}
        </div>
    }
}

/// Somebody, and what can be done about them.
#[component]
fn Person(person: PersonCard, circle: Signal<Circle>) -> impl IntoView {
    let name = person.display_name.clone();
    let shown = name.clone();
    view! {
        <li class="person">
            <Avatar name=name.clone() src=person.avatar_url />
            <A href=routes::person(&person.id) attr:class="name grow clip">
                {shown}
            </A>
            <FriendActions person=person.id name=name circle=circle />
        </li>
    }
    .into_any()
}

/// A list of those with whom one stands in some way.
#[component]
fn Rows(
    /// Who.
    rows: Memo<Vec<FriendshipRow>>,
    /// What people are to the one who looks.
    circle: Signal<Circle>,
) -> impl IntoView {
    // Whoever hides their profile is still somebody one asked or blocked.
    let card = |row: FriendshipRow| {
        row.user.unwrap_or_else(|| PersonCard { id: row.user_id, display_name: t!("person-hidden"), avatar_url: None })
    };
    view! {
        <ul class="people">
            <For each=move || rows.get() key=|row| row.id.clone().into_inner() let:row>
                <Person person=card(row) circle=circle />
            </For>
        </ul>
    }
}

#[component]
fn Requests(circle: Signal<Circle>) -> impl IntoView {
    let of = move |is_incoming: bool| {
        Memo::new(move |_| {
            circle.with(|circle| {
                let rows = circle.friend_requests.nodes.iter();
                rows.filter(|row| row.is_incoming == is_incoming).cloned().collect::<Vec<_>>()
            })
        })
    };
    let (incoming, outgoing) = (of(true), of(false));
    view! {
        <Show when=move || !incoming.with(Vec::is_empty)>
            <Section title=t!("people-incoming")>
                <Rows rows=incoming circle=circle />
            </Section>
        </Show>
        <Show when=move || !outgoing.with(Vec::is_empty)>
            <Section title=t!("people-outgoing")>
                <Rows rows=outgoing circle=circle />
            </Section>
        </Show>
    }
}

#[component]
fn Friends(circle: Signal<Circle>) -> impl IntoView {
    let friends = Memo::new(move |_| circle.with(|circle| circle.friends.nodes.clone()));
    view! {
        <Section title=t!("people-friends")>
            <Show
                when=move || !friends.with(Vec::is_empty)
                fallback=|| view! { <Empty icon="users" title=t!("people-no-friends") text=t!("people-no-friends-text") /> }
            >
                <Rows rows=friends circle=circle />
            </Show>
        </Section>
    }
}

#[component]
fn Blocked(circle: Signal<Circle>) -> impl IntoView {
    let blocked = Memo::new(move |_| circle.with(|circle| circle.blocked_users.nodes.clone()));
    view! {
        <Show when=move || !blocked.with(Vec::is_empty)>
            <details class="people-blocked">
                <summary>{t!("people-blocked")}</summary>
                <Rows rows=blocked circle=circle />
            </details>
        </Show>
    }
}

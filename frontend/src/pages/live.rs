//! Who watches what right now.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use medianest_web_api::Id;
use medianest_web_api::operations::common::PageVariables;
use medianest_web_api::operations::diary::{CurrentlyWatchingScope, PresenceCard};
use medianest_web_api::operations::social::Groups;

use crate::components::{Badge, Empty, Failure, PageHead, Skeleton, Tone};
use crate::i18n::format;
use crate::stores::data::load;
use crate::stores::live::{Connection, use_live};
use crate::stores::presence::{Presence, use_presence};
use crate::stores::session::use_viewer;
use crate::widgets::presence::Cast;
use crate::{routes, t};

/// More groups than this nobody chooses among by looking.
const MOST_GROUPS: i32 = 50;

/// Whose watching is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Whose {
    Everybody,
    Me,
    Group(Id),
}

impl Whose {
    /// As the address has it.
    fn of(text: Option<&str>) -> Self {
        match text {
            None | Some("") => Self::Everybody,
            Some("me") => Self::Me,
            Some(group) => Self::Group(Id::new(group)),
        }
    }
}

/// Who watches what right now: everybody whom the one who looks may see, a group, or themselves.
#[component]
pub fn LivePage() -> impl IntoView {
    let query = use_query_map();
    let whose = Memo::new(move |_| query.with(|query| Whose::of(query.get_str("who"))));
    let shown = RwSignal::new(None::<usize>);
    let text = Signal::derive(move || {
        let count = i64::try_from(shown.get()?).unwrap_or(i64::MAX);
        Some(t!("live-count", count = count, shown = format::count(count)))
    });
    view! {
        <PageHead title=t!("nav-live") text=text>
            <LiveState />
        </PageHead>
        <Choice whose=whose.into() />
        {move || {
            shown.set(None);
            match whose.get() {
                Whose::Everybody => {
                    view! { <Stage presence=use_presence() shown=shown only_me=false /> }.into_any()
                }
                Whose::Me => view! { <Stage presence=use_presence() shown=shown only_me=true /> }.into_any(),
                Whose::Group(id) => {
                    let presence = Presence::watch(Some(CurrentlyWatchingScope::GroupId(id)));
                    view! { <Stage presence=presence shown=shown only_me=false /> }.into_any()
                }
            }
        }}
    }
}

/// Says whether the page keeps up.
#[component]
fn LiveState() -> impl IntoView {
    let live = use_live();
    let is_fine = Memo::new(move |_| live.connection.get() == Connection::Fine);
    view! {
        <Badge tone=Signal::derive(move || if is_fine.get() { Tone::Live } else { Tone::Warn })>
            {move || if is_fine.get() { t!("live-on") } else { t!("live-off") }}
        </Badge>
    }
}

/// Everybody, oneself, or one of one's groups.
#[component]
fn Choice(whose: Signal<Whose>) -> impl IntoView {
    let groups = load(|| Groups::operation(PageVariables { first: Some(MOST_GROUPS), after: None }));
    let chip = move |this: Whose, to: String, name: String| {
        let is_current = move || (whose.get() == this).then_some("page");
        view! {
            <a class="chip" href=to aria-current=is_current>
                {name}
            </a>
        }
    };
    view! {
        <nav class="chips live-choice" aria-label=t!("live-choice")>
            {chip(Whose::Everybody, routes::LIVE.to_owned(), t!("live-everybody"))}
            {chip(Whose::Me, routes::live_of("me"), t!("live-me"))}
            {move || {
                groups
                    .get()
                    .map(|answer| {
                        answer
                            .groups
                            .nodes
                            .into_iter()
                            .map(|group| {
                                let to = routes::live_of(group.id.inner());
                                chip(Whose::Group(group.id), to, group.name)
                            })
                            .collect_view()
                    })
            }}
        </nav>
    }
}

/// What is heard, or why nothing is.
#[component]
fn Stage(presence: Presence, shown: RwSignal<Option<usize>>, only_me: bool) -> impl IntoView {
    let viewer = use_viewer();
    let is_known = Memo::new(move |_| presence.cards.with(Option::is_some));
    let cards = Memo::new(move |_| {
        let me = viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()));
        let is_shown = |card: &&PresenceCard| !only_me || Some(&card.user_id) == me.as_ref();
        presence.cards.with(|cards| cards.iter().flatten().filter(is_shown).cloned().collect::<Vec<_>>())
    });
    let count = Memo::new(move |_| cards.with(Vec::len));
    Effect::new(move || shown.set(is_known.get().then(|| count.get())));
    let live = use_live();
    let is_stale = move || live.connection.get() != Connection::Fine;
    move || match (is_known.get(), presence.refused.get()) {
        (false, Some(error)) => view! { <Failure error=error on_retry=move || live.retry() /> }.into_any(),
        (false, None) => view! { <CastSkeleton /> }.into_any(),
        (true, _) => view! {
            <div class="stage" class:stale=is_stale>
                <Show when=move || count.get() != 0>
                    <h2 class="sr-only">{t!("live-list")}</h2>
                </Show>
                <Cast presence=presence cards=cards label=t!("live-list") />
                <Show when=move || count.get() == 0>
                    <NobodyWatches only_me=only_me />
                </Show>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn NobodyWatches(only_me: bool) -> impl IntoView {
    let title = if only_me { t!("live-empty-me") } else { t!("live-empty") };
    view! {
        <Empty icon="radio" title=title text=t!("live-empty-text")>
            <div class="row">
                <A href=routes::DEVICE attr:class="button primary">
                    {t!("live-connect")}
                </A>
                <A href=routes::DISCOVER attr:class="button">
                    {t!("nav-discover")}
                </A>
            </div>
        </Empty>
    }
}

#[component]
fn CastSkeleton() -> impl IntoView {
    let card = |_| {
        view! {
            <div class="watching">
                <span class="watching-poster skeleton poster-shape"></span>
                <div class="watching-body">
                    <Skeleton width="40%" />
                    <Skeleton width="75%" />
                    <Skeleton width="55%" />
                </div>
            </div>
        }
    };
    view! {
        <div class="cast" role="status" aria-label=t!("loading")>
            {(0..6).map(card).collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use medianest_web_api::Id;

    use super::Whose;

    #[test]
    fn the_address_says_whose_watching_is_shown() {
        assert_eq!(Whose::of(None), Whose::Everybody);
        assert_eq!(Whose::of(Some("me")), Whose::Me);
        assert_eq!(Whose::of(Some("group_01jd")), Whose::Group(Id::new("group_01jd")));
    }
}

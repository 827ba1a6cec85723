//! What friends and the members of one's groups did lately.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::activity::{
    Activity, ActivityKind, ActivityLive, ActivityLiveVariables, ActivityRow, ActivitySubject, ActivityVariables, PlayedSubject,
};
use medianest_web_api::operations::common::PageVariables;
use medianest_web_api::operations::social::Groups;
use medianest_web_api::{Id, LiveEvent};

use super::PeopleTabs;
use crate::components::{Button, Choice, Icon, Listed, Look, PageHead, Select};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::{Page, Pages, load, pages, use_data};
use crate::stores::live::use_live;
use crate::widgets::items::{ItemRow, RatingBadge};
use crate::widgets::people::Avatar;
use crate::widgets::reviews::ReviewText;
use crate::widgets::scale::{in_ones_words, on_ones_scale};
use crate::{routes, t};

/// Two screens at once.
const PER_PAGE: i32 = 30;

/// What the address says when every kind is shown.
const ALL: &str = "ALL";

/// What several of a kind are called.
fn kind_name(kind: ActivityKind) -> String {
    match kind {
        ActivityKind::Play => t!("activity-plays"),
        ActivityKind::Rating => t!("activity-ratings"),
        ActivityKind::Review => t!("activity-reviews"),
        ActivityKind::List => t!("activity-lists"),
    }
}

/// The page of what people did.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let address = use_address();
    let (chosen, group) = (address.get("kind"), address.get("group"));
    let kind = Memo::new(move |_| {
        let chosen = chosen.get();
        ActivityKind::ALL.iter().copied().find(|kind| Some(kind.as_str()) == chosen.as_deref())
    });
    let rows = pages(
        move |after| {
            let group_id = group.get().map(Id::new);
            let kinds = kind.get().map(|kind| vec![kind]);
            Activity::operation(ActivityVariables { group_id, kinds, first: Some(PER_PAGE), after })
        },
        |answer: Activity| {
            let rows = answer.activity;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    let fresh = heard(group, kind, rows);
    let bunches = Memo::new(move |_| rows.items.with(|rows| bunched(rows)));
    let mut kinds = vec![(ALL, t!("activity-all"))];
    kinds.extend(ActivityKind::ALL.iter().map(|kind| (kind.as_str(), kind_name(*kind))));
    view! {
        <PageHead title=t!("nav-people") />
        <PeopleTabs />
        <div class="row filters">
            <Choice
                label=t!("activity-kinds")
                options=kinds
                value=Signal::derive(move || kind.get().map_or(ALL, ActivityKind::as_str))
                on_choose=move |kind: &'static str| address.set("kind", (kind != ALL).then(|| kind.to_owned()))
            />
            <WhoseField />
        </div>
        <NewRows fresh=fresh rows=rows />
        <Listed from=rows icon="users" empty=t!("activity-none") hint=t!("activity-none-text")>
            <ul class="stack">
                <For each=move || bunches.get() key=|bunch| format!("{bunch:?}") let:bunch>
                    <Bunch rows=bunch />
                </For>
            </ul>
        </Listed>
    }
    .into_any()
}

/// What was done since the list was drawn, the latest first. It is put into the list only when somebody asks for it, unless the
/// list is empty: whoever reads there would lose their place.
fn heard(group: Memo<Option<String>>, kind: Memo<Option<ActivityKind>>, rows: Pages<ActivityRow>) -> RwSignal<Vec<ActivityRow>> {
    let (live, data) = (use_live(), use_data());
    let fresh = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let variables = ActivityLiveVariables { group_id: group.get().map(Id::new), kinds: kind.get().map(|kind| vec![kind]) };
        // Another choice is another list.
        fresh.set(Vec::new());
        live.listen(ActivityLive::operation(variables), move |event| match event {
            LiveEvent::Data(heard) if heard.activity_added.is_resync => data.refresh(),
            LiveEvent::Data(heard) => {
                let Some(row) = heard.activity_added.activity else { return };
                if rows.items.with_untracked(Vec::is_empty) {
                    rows.items.set(vec![row]);
                } else {
                    fresh.update(|fresh| fresh.insert(0, row));
                }
            }
            // After a break all that is shown is asked again anyway.
            LiveEvent::Reconnected | LiveEvent::Failed(_) => {}
        });
    });
    // What was asked again has what was heard.
    Effect::new(move |_| {
        rows.items.with(|known| {
            let is_known = |row: &ActivityRow| known.iter().any(|known| known.key() == row.key());
            if fresh.with_untracked(|fresh| fresh.iter().any(is_known)) {
                fresh.update(|fresh| fresh.retain(|row| !is_known(row)));
            }
        });
    });
    fresh
}

/// How much is new, to be pressed to see it.
#[component]
fn NewRows(fresh: RwSignal<Vec<ActivityRow>>, rows: Pages<ActivityRow>) -> impl IntoView {
    let count = Memo::new(move |_| i32::try_from(fresh.with(Vec::len)).unwrap_or(i32::MAX));
    let show = move |_| {
        rows.items.update(|items| {
            let new = fresh.with_untracked(Clone::clone);
            items.splice(0..0, new);
            // What was rated anew stands where it is now.
            let mut known = HashSet::new();
            items.retain(|row| row.key().0.is_none_or(|id| known.insert(id.clone())));
        });
        fresh.set(Vec::new());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    };
    view! {
        <div class="new-rows" role="status">
            <Show when=move || count.get() != 0>
                <Button look=Look::Primary icon="arrow-up" small=true on_press=show>
                    {move || t!("activity-new", count = count.get(), shown = format::count(count.get()))}
                </Button>
            </Show>
        </div>
    }
}

/// Whether it is everybody's, or a group's; nothing for whoever is in no group.
#[component]
fn WhoseField() -> impl IntoView {
    let address = use_address();
    let groups = load(|| Groups::operation(PageVariables { first: Some(100), after: None }));
    let options = Memo::new(move |_| {
        let groups = groups.get().map(|answer| answer.groups.nodes).unwrap_or_default();
        let named = groups.into_iter().map(|group| (group.id.into_inner(), group.name));
        std::iter::once((String::new(), t!("activity-everybody"))).chain(named).collect::<Vec<_>>()
    });
    let chosen = address.get("group");
    let value = RwSignal::new(chosen.get_untracked().unwrap_or_default());
    Effect::new(move |known: Option<String>| {
        let wanted = value.get();
        if known.is_some_and(|known| known != wanted) {
            address.set("group", Some(wanted.clone()).filter(|id| !id.is_empty()));
        }
        wanted
    });
    view! {
        <Show when=move || options.with(|options| options.len() > 1)>
            <Select label=t!("activity-whom") bare=true options=options value=value />
        </Show>
    }
}

/// What somebody played one after the other on one day stands together; everything else by itself.
fn bunched(rows: &[ActivityRow]) -> Vec<Vec<ActivityRow>> {
    let mut bunches: Vec<Vec<ActivityRow>> = Vec::new();
    for row in rows {
        let belongs = |last: &ActivityRow| {
            let are_plays = matches!((&last.subject, &row.subject), (ActivitySubject::Play(_), ActivitySubject::Play(_)));
            are_plays && last.user_id == row.user_id && format::day_of(last.at) == format::day_of(row.at)
        };
        match bunches.last_mut() {
            Some(bunch) if bunch.last().is_some_and(belongs) => bunch.push(row.clone()),
            _ => bunches.push(vec![row.clone()]),
        }
    }
    bunches
}

#[component]
fn Bunch(rows: Vec<ActivityRow>) -> impl IntoView {
    let count = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    let first = rows.first().cloned()?;
    let (name, src) = match &first.user {
        Some(user) => (user.display_name.clone(), user.avatar_url.clone()),
        None => (t!("person-hidden"), None),
    };
    let shown = name.clone();
    let who = match &first.user {
        Some(user) => view! { <A href=routes::person(&user.id) attr:class="name">{shown}</A> }.into_any(),
        None => view! { <span class="soft">{shown}</span> }.into_any(),
    };
    let did = match &first.subject {
        ActivitySubject::Play(_) => t!("activity-played", count = count, shown = format::count(count)),
        ActivitySubject::Rating(rated) => t!("activity-rated", rating = in_ones_words(rated.rating)),
        ActivitySubject::Review(_) => t!("activity-reviewed"),
        ActivitySubject::List(_) => t!("activity-listed"),
        ActivitySubject::Unknown => return None,
    };
    let body = rows.into_iter().map(|row| subject(row.subject)).collect_view();
    Some(view! {
        <li class="card stack">
            <p class="row">
                <Avatar name=name src=src size="2rem" />
                {who}
                <span class="grow">{did}</span>
                <time class="small soft">{format::relative(first.at)}</time>
            </p>
            {body}
        </li>
    })
}

fn subject(subject: ActivitySubject) -> Option<AnyView> {
    match subject {
        ActivitySubject::Play(PlayedSubject { item, .. }) => Some(view! { <ItemRow item=item? /> }.into_any()),
        ActivitySubject::Rating(rated) => Some(view! { <ItemRow item=rated.item? /> }.into_any()),
        ActivitySubject::Review(review) => {
            let rating = Signal::stored(review.rating.map(on_ones_scale));
            Some(
                view! {
                    {review
                        .item
                        .map(|item| {
                            view! {
                                <ItemRow item=item>
                                    <RatingBadge rating=rating mine=false />
                                </ItemRow>
                            }
                        })}
                    <ReviewText title=review.title html=review.html hidden=review.contains_spoilers />
                }
                .into_any(),
            )
        }
        ActivitySubject::List(list) => Some(
            view! {
                <p class="row">
                    <Icon name="list-video" />
                    <A href=routes::list(&list.id) attr:class="name">
                        {list.name}
                    </A>
                    <span class="soft">{list.description}</span>
                </p>
            }
            .into_any(),
        ),
        ActivitySubject::Unknown => None,
    }
}

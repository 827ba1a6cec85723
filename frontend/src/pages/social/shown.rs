//! The parts of a person's life that they let one see. What is hidden looks like what is not there, and says so: who looks
//! is not told which it is.

use chrono::Datelike;
use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::Id;
use medianest_web_api::operations::diary::{
    History as HistoryOf, HistoryVariables, Library as LibraryOf, LibraryRow, LibrarySort, LibraryVariables, PlayRow, RatingRow,
    RatingState, Ratings as RatingsOf, RatingsVariables, Reviews as ReviewsOf, ReviewsVariables,
};
use medianest_web_api::operations::lists::{Lists as ListsOf, ListsVariables};
use medianest_web_api::operations::social::PersonDetail;

use crate::components::{Empty, Failure, Icon, More, Section, SkeletonGrid, SkeletonRows};
use crate::i18n::format;
use crate::stores::address::use_address;
use crate::stores::data::{Page, Pages, Phase, pages};
use crate::stores::session::use_viewer;
use crate::widgets::items::{ItemCard, PosterGrid};
use crate::widgets::lists::ListCard;
use crate::widgets::plays::{PlayDays, YearPanel, load_year};
use crate::widgets::reviews::ReviewCard;
use crate::{routes, t};

fn history_of(id: Id, count: i32) -> Pages<PlayRow> {
    pages(
        move |after| {
            let variables = HistoryVariables { user_id: Some(id.clone()), filter: None, first: Some(count), after };
            HistoryOf::operation(variables)
        },
        |answer: HistoryOf| {
            let rows = answer.history;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    )
}

/// That nothing is to be seen, without saying why.
fn nothing(person: Signal<PersonDetail>) -> AnyView {
    let name = person.with_untracked(|person| person.display_name.clone());
    view! { <Empty icon="lock" title=t!("person-nothing") text=t!("person-nothing-text", name = name) /> }.into_any()
}

/// Whether it is the one who looks.
fn is_viewer(person: Signal<PersonDetail>) -> bool {
    let me = use_viewer().get_untracked().map(|viewer| viewer.id);
    person.with_untracked(|person| Some(&person.id) == me.as_ref())
}

/// The year at a glance, and what was played last.
#[component]
pub fn Overview(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let address = use_address();
    let this_year = format::today().year();
    let chosen = address.get("year");
    let year = Memo::new(move |_| {
        let year = chosen.get().and_then(|year| year.parse().ok()).unwrap_or(this_year);
        year.clamp(1900, this_year)
    });
    let plays = {
        let id = id.clone();
        load_year(move || Some(id.clone()), year.into())
    };
    let (to_all, of) = (routes::person_part(&id, "history"), id.clone());
    let recent = history_of(id, 6);
    let name = move || person.with(|person| person.display_name.clone());
    let all = ViewFn::from(move || view! { <A href=to_all.clone()>{t!("action-show-all")}</A> });
    view! {
        <YearPanel
            year=year.into()
            latest=this_year
            plays=plays
            on_year=Callback::new(move |year: i32| address.set("year", (year < this_year).then(|| year.to_string())))
            nothing=Signal::derive(move || t!("person-year-nothing", name = name(), year = year.get().to_string()))
        />
        <p class="section">
            <A href=move || routes::year_of(year.get(), &of) attr:class="button">
                <Icon name="sparkles" />
                {t!("counted-to-year")}
            </A>
        </p>
        <Section title=t!("person-recent") aside=all>
            {move || match recent.phase.get() {
                Phase::Pending => view! { <SkeletonGrid count=6 row=true /> }.into_any(),
                Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| recent.reload() /> }.into_any(),
                Phase::Ready => view! { <Recent plays=recent person=person /> }.into_any(),
            }}
        </Section>
    }
    .into_any()
}

#[component]
fn Recent(plays: Pages<PlayRow>, person: Signal<PersonDetail>) -> impl IntoView {
    let card = |play: PlayRow| {
        let note = play.watched_at.map(format::relative);
        play.item.map(|item| match note {
            Some(note) => view! { <ItemCard item=item note=note /> }.into_any(),
            None => view! { <ItemCard item=item /> }.into_any(),
        })
    };
    view! {
        <Show when=move || !plays.items.with(Vec::is_empty) fallback=move || nothing(person)>
            <PosterGrid>
                <For each=move || plays.items.get() key=|play| play.id.clone().into_inner() let:play>
                    {card(play)}
                </For>
            </PosterGrid>
        </Show>
    }
}

/// All that was played.
#[component]
pub fn History(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let plays = history_of(id, 60);
    move || match plays.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=10 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| plays.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show when=move || !plays.items.with(Vec::is_empty) fallback=move || nothing(person)>
                <PlayDays plays=plays />
            </Show>
        }
        .into_any(),
    }
}

/// What they keep.
#[component]
pub fn Library(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let entries = pages(
        move |after| {
            LibraryOf::operation(LibraryVariables {
                user_id: Some(id.clone()),
                filter: None,
                sort: LibrarySort::Added,
                first: Some(60),
                after,
            })
        },
        |answer: LibraryOf| {
            let rows = answer.library;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    let is_mine = is_viewer(person);
    let card = move |entry: LibraryRow| {
        let (rating, status, favorite) = (entry.rating, entry.status, entry.is_favorite);
        entry.item.map(|item| {
            view! {
                <ItemCard
                    item=item
                    rating=Signal::derive(move || rating.clone())
                    mine=is_mine
                    status=status
                    favorite=favorite
                />
            }
            .into_any()
        })
    };
    move || match entries.phase.get() {
        Phase::Pending => view! { <SkeletonGrid count=18 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| entries.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show when=move || !entries.items.with(Vec::is_empty) fallback=move || nothing(person)>
                <PosterGrid>
                    <For each=move || entries.items.get() key=|entry| entry.id.clone().into_inner() let:entry>
                        {card(entry)}
                    </For>
                </PosterGrid>
                <More has_more=entries.has_more() busy=entries.busy on_more=move |()| entries.more() />
            </Show>
        }
        .into_any(),
    }
}

/// The lists that they let one see.
#[component]
pub fn Lists(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let lists = pages(
        move |after| ListsOf::operation(ListsVariables { user_id: Some(id.clone()), first: Some(24), after }),
        |answer: ListsOf| {
            let rows = answer.lists;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    move || match lists.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=6 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| lists.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show when=move || !lists.items.with(Vec::is_empty) fallback=move || nothing(person)>
                <ul class="lists">
                    <For each=move || lists.items.get() key=|row| format!("{row:?}") let:row>
                        <ListCard row=row />
                    </For>
                </ul>
                <More has_more=lists.has_more() busy=lists.busy on_more=move |()| lists.more() />
            </Show>
        }
        .into_any(),
    }
}

/// What they think of things.
#[component]
pub fn Ratings(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let ratings = pages(
        move |after| {
            let user_id = Some(id.clone());
            RatingsOf::operation(RatingsVariables { user_id, first: Some(60), after, ..RatingsVariables::default() })
        },
        |answer: RatingsOf| {
            let rows = answer.ratings;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    let is_mine = is_viewer(person);
    let card = move |row: RatingRow| {
        let rating = RatingState { id: row.id, rating: row.rating, scale: row.scale, value: row.value, rated_at: row.rated_at };
        row.item.map(|item| {
            view! { <ItemCard item=item rating=Signal::derive(move || Some(rating.clone())) mine=is_mine /> }.into_any()
        })
    };
    move || match ratings.phase.get() {
        Phase::Pending => view! { <SkeletonGrid count=18 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| ratings.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show when=move || !ratings.items.with(Vec::is_empty) fallback=move || nothing(person)>
                <PosterGrid>
                    <For each=move || ratings.items.get() key=|row| row.id.clone().into_inner() let:row>
                        {card(row)}
                    </For>
                </PosterGrid>
                <More has_more=ratings.has_more() busy=ratings.busy on_more=move |()| ratings.more() />
            </Show>
        }
        .into_any(),
    }
}

/// What they wrote about things.
#[component]
pub fn Reviews(id: Id, person: Signal<PersonDetail>) -> impl IntoView {
    let reviews = pages(
        move |after| {
            let user_id = Some(id.clone());
            ReviewsOf::operation(ReviewsVariables { item_id: None, user_id, first: Some(24), after })
        },
        |answer: ReviewsOf| {
            let rows = answer.reviews;
            Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
        },
    );
    let is_mine = is_viewer(person);
    move || match reviews.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=6 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move |()| reviews.reload() /> }.into_any(),
        Phase::Ready => view! {
            <Show when=move || !reviews.items.with(Vec::is_empty) fallback=move || nothing(person)>
                <h2 class="sr-only">{t!("person-reviews")}</h2>
                <div class="stack">
                    <For each=move || reviews.items.get() key=|row| format!("{row:?}") let:row>
                        <ReviewCard review=row of_item=true mine=is_mine />
                    </For>
                </div>
                <More has_more=reviews.has_more() busy=reviews.busy on_more=move |()| reviews.more() />
            </Show>
        }
        .into_any(),
    }
}

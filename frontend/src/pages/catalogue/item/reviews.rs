//! What people wrote about an item: what one wrote oneself, and what others did.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{
    CycleRow, DeleteReview, DeleteReviewInput, MyReviews, MyReviewsVariables, OwnReview, Reviews as ReviewsOf, ReviewsVariables,
    WriteReview, WriteReviewInput,
};

use crate::components::{
    Button, Check, Dialog, Form, FormActions, FormError, IconButton, More, Section, Select, TextArea, TextField,
};
use crate::i18n::format;
use crate::stores::data::{Page, load, pages, use_data};
use crate::stores::optimistic::use_sender;
use crate::stores::session::use_viewer;
use crate::t;
use crate::widgets::reviews::{ReviewCard, ReviewMarks, ReviewText};

/// How many of others' reviews come at once.
const SOME: i32 = 10;

/// What was written before, or a new review.
type Draft = Option<OwnReview>;

/// What people wrote about an item.
#[component]
pub fn Reviews(item: Signal<ItemDetail>) -> impl IntoView {
    let viewer = use_viewer();
    let (item_id, root_id) = item.with_untracked(|item| {
        let root = item.ancestors.first().map_or(&item.id, |root| &root.id);
        (item.id.clone(), root.clone())
    });
    let mine = {
        let item_id = item_id.clone();
        load(move || MyReviews::operation(MyReviewsVariables { item_id: item_id.clone(), root_id: root_id.clone() }))
    };
    let rows = {
        let item_id = item_id.clone();
        pages(
            move |after| {
                let item_id = Some(item_id.clone());
                ReviewsOf::operation(ReviewsVariables { item_id, user_id: None, first: Some(SOME), after })
            },
            |answer: ReviewsOf| {
                let rows = answer.reviews;
                Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
            },
        )
    };
    let own = Memo::new(move |_| mine.get().and_then(|answer| answer.media_item).map(|item| item.my_reviews).unwrap_or_default());
    let cycles = Memo::new(move |_| mine.get().map(|answer| answer.cycles).unwrap_or_default());
    let others = Memo::new(move |_| {
        let me = viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()));
        rows.items.get().into_iter().filter(|row| Some(&row.user_id) != me.as_ref()).collect::<Vec<_>>()
    });
    // What nothing was written about yet: the item as such, and each time through it.
    let open_cycles = Memo::new(move |_| {
        let written = own.with(|own| own.iter().map(|review| review.cycle_id.clone()).collect::<Vec<_>>());
        let general = (!written.contains(&None)).then_some(None);
        let cycles = cycles.get().into_iter().filter(|cycle| !written.contains(&Some(cycle.id.clone()))).map(Some);
        general.into_iter().chain(cycles).collect::<Vec<Option<CycleRow>>>()
    });
    let (writing, draft) = (RwSignal::new(false), RwSignal::new(None::<OwnReview>));
    let write = Callback::new(move |review: Draft| {
        draft.set(review);
        writing.set(true);
    });
    let aside = ViewFn::from(move || {
        view! {
            <Show when=move || !open_cycles.with(Vec::is_empty)>
                <Button small=true icon="pencil" on_press=move |_| write.run(None)>
                    {t!("review-write")}
                </Button>
            </Show>
        }
    });
    let item_id = StoredValue::new(item_id);
    view! {
        <Section title=t!("reviews") aside=aside>
            <Show
                when=move || !own.with(Vec::is_empty) || !others.with(Vec::is_empty)
                fallback=|| view! { <p class="soft">{t!("reviews-none")}</p> }
            >
                <div class="stack">
                    <For each=move || own.get() key=|review| format!("{review:?}") let:review>
                        <Own review=review item_id=item_id.get_value() on_edit=write />
                    </For>
                    <For each=move || others.get() key=|review| format!("{review:?}") let:review>
                        <ReviewCard review=review />
                    </For>
                </div>
            </Show>
            <More has_more=rows.has_more() busy=rows.busy on_more=move |()| rows.more() />
        </Section>
        <Dialog open=writing title=t!("review-write") wide=true>
            <ReviewForm open=writing item_id=item_id.get_value() review=draft.get_untracked() cycles=open_cycles.get_untracked() />
        </Dialog>
    }
    .into_any()
}

/// One's own review, with what can be done about it.
#[component]
fn Own(review: OwnReview, item_id: Id, on_edit: Callback<Draft>) -> impl IntoView {
    let sender = use_sender();
    let edited = review.clone();
    let OwnReview { id, cycle_number, title, html, is_public, created_at, .. } = review;
    let remove = move |_| {
        let item_id = item_id.clone();
        sender.send(DeleteReview::operation(DeleteReviewInput { review_id: id.clone() }), move |answer| {
            let was = answer.delete_review.review;
            sender.toasts.undoable(t!("review-removed"), move || {
                sender.send(WriteReview::operation(rewritten(item_id.clone(), was.clone())), |_| ());
            });
        });
    };
    view! {
        <article class="card stack review">
            <header class="row">
                <strong>{t!("review-yours")}</strong>
                <ReviewMarks cycle=cycle_number public=is_public />
                <time class="small soft grow">{format::date(created_at)}</time>
                <IconButton
                    small=true
                    icon="pencil"
                    label=t!("action-edit")
                    on_press=move |_| on_edit.run(Some(edited.clone()))
                />
                <IconButton small=true icon="trash-2" label=t!("action-delete") on_press=remove />
            </header>
            <ReviewText title=title html=html hidden=false />
        </article>
    }
    .into_any()
}

/// The input that writes again what was taken back.
fn rewritten(item_id: Id, was: OwnReview) -> WriteReviewInput {
    WriteReviewInput {
        item_id,
        cycle_id: was.cycle_id,
        title: was.title,
        content: was.content,
        contains_spoilers: Some(was.contains_spoilers),
        is_public: Some(was.is_public),
    }
}

/// Writing a review: of the item as such or of a time through it, unless it is one that was written before.
#[component]
fn ReviewForm(open: RwSignal<bool>, item_id: Id, review: Draft, cycles: Vec<Option<CycleRow>>) -> impl IntoView {
    let (form, data, sender) = (Form::new(), use_data(), use_sender());
    let was = review.as_ref();
    let title = RwSignal::new(was.and_then(|review| review.title.clone()).unwrap_or_default());
    let content = RwSignal::new(was.map(|review| review.content.clone()).unwrap_or_default());
    let spoils = RwSignal::new(was.is_some_and(|review| review.contains_spoilers));
    let is_public = RwSignal::new(was.is_none_or(|review| review.is_public));
    let of_cycle = |cycle: Option<&CycleRow>| match cycle {
        Some(cycle) => (cycle.id.clone().into_inner(), t!("cycle-number", number = cycle.session_number)),
        None => (String::new(), t!("review-of-all")),
    };
    let options: Vec<(String, String)> = cycles.iter().map(|cycle| of_cycle(cycle.as_ref())).collect();
    let first = options.first().map(|(key, _)| key.clone()).unwrap_or_default();
    let cycle = RwSignal::new(was.map_or(first, |review| review.cycle_id.clone().map(Id::into_inner).unwrap_or_default()));
    let may_choose = was.is_none() && options.len() > 1;
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = WriteReviewInput {
            item_id: item_id.clone(),
            cycle_id: Some(cycle.get_untracked()).filter(|id| !id.is_empty()).map(Id::new),
            title: Some(title.get_untracked().trim().to_owned()).filter(|title| !title.is_empty()),
            content: content.get_untracked(),
            contains_spoilers: Some(spoils.get_untracked()),
            is_public: Some(is_public.get_untracked()),
        };
        form.send(data.change(WriteReview::operation(input)), move |_| {
            open.set(false);
            sender.toasts.say(t!("item-saved"));
        });
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <FormError form=form fields=&["title", "content"] />
            {may_choose.then(|| view! { <Select label=t!("review-of") options=options value=cycle /> })}
            <TextField label=t!("review-title") value=title optional=true error=form.error_of("title") />
            <TextArea label=t!("review-content") hint=t!("review-content-hint") value=content error=form.error_of("content") />
            <Check label=t!("review-spoilers") checked=spoils on_change=move |on| spoils.set(on) />
            <Check
                label=t!("review-public")
                hint=t!("review-public-hint")
                checked=is_public
                on_change=move |on| is_public.set(on)
            />
            <FormActions open=open form=form label=t!("action-save") />
        </form>
    }
}

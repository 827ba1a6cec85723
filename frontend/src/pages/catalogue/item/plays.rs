//! When one played an item or its parts: corrected, deleted, brought back.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{
    AddPlay, AddPlayInput, DatePrecision, DeletePlay, DeletePlayInput, History, HistoryFilterInput, HistoryVariables, PlayOrigin,
    PlayRow, RestorePlay, RestorePlayInput, UpdatePlay, UpdatePlayInput,
};
use medianest_web_api::{Id, Patch};

use super::share::Share;
use crate::components::{
    Button, Check, Dialog, Form, FormActions, FormError, Icon, IconButton, More, Section, SkeletonRows, TextArea, TextField,
};
use crate::i18n::format;
use crate::routes;
use crate::stores::data::{Page, Phase, pages, use_data};
use crate::stores::optimistic::use_sender;
use crate::t;
use crate::widgets::items::subtitle;

/// One's plays of an item and its parts, the latest first.
#[component]
pub fn Plays(item: Signal<ItemDetail>) -> impl IntoView {
    let id = item.with_untracked(|item| item.id.clone());
    let asked = id.clone();
    let plays = pages(
        move |after| {
            let filter = HistoryFilterInput { item_id: Some(asked.clone()), ..HistoryFilterInput::default() };
            History::operation(HistoryVariables { filter: Some(filter), first: Some(10), after, ..HistoryVariables::default() })
        },
        |answer: History| Page {
            items: answer.history.nodes,
            next: answer.history.page_info.end_cursor.filter(|_| answer.history.page_info.has_next_page),
            total: None,
        },
    );
    let adding = RwSignal::new(false);
    let editing = RwSignal::new(None::<PlayRow>);
    let edit_open = RwSignal::new(false);
    let is_leaf = Memo::new(move |_| item.with(|item| item.child_count == 0));
    let aside = ViewFn::from(move || {
        view! {
            <Show when=move || is_leaf.get()>
                <Button small=true icon="calendar-plus" on_press=move |_| adding.set(true)>
                    {t!("item-play-add")}
                </Button>
            </Show>
        }
    });
    let edit = Callback::new(move |play: PlayRow| {
        editing.set(Some(play));
        edit_open.set(true);
    });
    let (sharing, share_open) = (RwSignal::new(None::<Id>), RwSignal::new(false));
    let share = Callback::new(move |play: Id| {
        sharing.set(Some(play));
        share_open.set(true);
    });
    let added = id.clone();
    let of = StoredValue::new(id);
    view! {
        <Show when=move || is_leaf.get() || !plays.items.with(Vec::is_empty)>
            <Section title=t!("item-plays-title") aside=aside.clone()>
                {move || match plays.phase.get() {
                    Phase::Pending => view! { <SkeletonRows count=2 /> }.into_any(),
                    _ if plays.items.with(Vec::is_empty) => {
                        view! { <p class="soft small">{t!("item-plays-none")}</p> }.into_any()
                    }
                    _ => {
                        view! {
                            <ol class="plays">
                                <For
                                    each=move || plays.items.get()
                                    key=|play| (play.id.clone(), play.edited_at, play.watched_at, play.is_private)
                                    let:play
                                >
                                    <Play play=play of=of.get_value() on_edit=edit on_share=share />
                                </For>
                            </ol>
                            <More has_more=plays.has_more() busy=plays.busy on_more=move |()| plays.more() />
                        }
                            .into_any()
                    }
                }}
            </Section>
        </Show>
        <Dialog open=adding title=t!("item-play-add")>
            <PlayForm open=adding item_id=added.clone() play=None />
        </Dialog>
        <Dialog open=edit_open title=t!("item-play-edit")>
            {move || {
                editing
                    .get_untracked()
                    .and_then(|play| {
                        let item = play.item.as_ref()?.id.clone();
                        Some(view! { <PlayForm open=edit_open item_id=item play=Some(play) /> })
                    })
            }}
        </Dialog>
        <Dialog open=share_open title=t!("together-was")>
            {move || sharing.get_untracked().map(|play| view! { <Share open=share_open play_id=play /> })}
        </Dialog>
    }
    .into_any()
}

/// When it was, as exactly as it is known.
pub fn when(play: &PlayRow) -> String {
    let Some(at) = play.watched_at else { return t!("item-date-unknown") };
    let day = format::day_of(at);
    match play.date_precision {
        DatePrecision::Second | DatePrecision::Minute => format::date_time(at),
        DatePrecision::Day => format::calendar_date(day),
        DatePrecision::Month => format::month(day),
        DatePrecision::Year => day.format("%Y").to_string(),
        DatePrecision::Unknown => t!("item-date-unknown"),
    }
}

#[component]
fn Play(play: PlayRow, of: Id, on_edit: Callback<PlayRow>, on_share: Callback<Id>) -> impl IntoView {
    let sender = use_sender();
    let told = when(&play);
    let part = play.item.clone().filter(|item| item.id != of);
    let origin = match play.origin {
        PlayOrigin::Scrobble => play.device_name.clone().or_else(|| play.source.clone()),
        PlayOrigin::Import => Some(t!("item-play-imported")),
        PlayOrigin::Manual => None,
    };
    let id = play.id.clone();
    let remove = move |_| {
        let id = id.clone();
        sender.send(DeletePlay::operation(DeletePlayInput { id: id.clone() }), move |_| {
            sender.toasts.undoable(t!("item-play-removed"), move || {
                sender.send(RestorePlay::operation(RestorePlayInput { id: id.clone() }), |_| ());
            });
        });
    };
    let notes = play.notes.clone();
    let is_private = play.is_private;
    let is_moment = matches!(play.date_precision, DatePrecision::Second | DatePrecision::Minute);
    let shared = play.id.clone();
    view! {
        <li class="play">
            <Icon name="history" />
            <div class="grow">
                <p>
                    <time>{told}</time>
                    {is_private
                        .then(|| {
                            view! {
                                <span class="badge mark" title=t!("library-private")>
                                    <Icon name="eye-off" />
                                    <span class="sr-only">{t!("library-private")}</span>
                                </span>
                            }
                        })}
                </p>
                {part.map(|item| view! { <A href=routes::item(&item.id) attr:class="small">{subtitle(&item)}</A> })}
                {origin.map(|text| view! { <p class="small soft">{text}</p> })}
                {notes.map(|text| view! { <p class="small">{text}</p> })}
            </div>
            {(is_moment && !is_private)
                .then(|| {
                    view! {
                        <IconButton
                            small=true
                            icon="users"
                            label=t!("together-was")
                            on_press=move |_| on_share.run(shared.clone())
                        />
                    }
                })}
            <IconButton small=true icon="pencil" label=t!("action-edit") on_press=move |_| on_edit.run(play.clone()) />
            <IconButton small=true icon="trash-2" label=t!("action-delete") on_press=remove />
        </li>
    }
}

/// A play told by hand, or corrected: a day, a month, a year, or nobody knows when.
#[component]
fn PlayForm(open: RwSignal<bool>, item_id: Id, play: Option<PlayRow>) -> impl IntoView {
    let (form, data, sender) = (Form::new(), use_data(), use_sender());
    let on = play.as_ref().and_then(|play| Some(format::day_of(play.watched_at?).to_string())).unwrap_or_default();
    let date = RwSignal::new(on.clone());
    let is_unknown = RwSignal::new(play.as_ref().is_some_and(|play| play.watched_at.is_none()));
    let is_private = RwSignal::new(play.as_ref().is_some_and(|play| play.is_private));
    let notes = RwSignal::new(play.as_ref().and_then(|play| play.notes.clone()).unwrap_or_default());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (typed, unknown) = (date.get_untracked().trim().to_owned(), is_unknown.get_untracked());
        let text = Some(notes.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let watched_on = Some(typed.clone()).filter(|typed| !unknown && !typed.is_empty());
        if let Some(play) = &play {
            // A day that was not touched keeps its time of day.
            let watched_on = watched_on.filter(|typed| *typed != on || play.watched_at.is_none());
            let input = UpdatePlayInput {
                watched_on,
                is_date_unknown: (unknown && play.watched_at.is_some()).then_some(true),
                is_private: Some(is_private.get_untracked()),
                notes: Patch::from(text),
                ..UpdatePlayInput::of(play.id.clone())
            };
            form.send(data.change(UpdatePlay::operation(input)), move |_| {
                open.set(false);
                sender.toasts.say(t!("item-saved"));
            });
        } else {
            let input = AddPlayInput {
                watched_on,
                is_date_unknown: unknown.then_some(true),
                is_private: Some(is_private.get_untracked()),
                notes: text,
                ..AddPlayInput::of(item_id.clone())
            };
            form.send(data.change(AddPlay::operation(input)), move |answer| {
                open.set(false);
                let id = answer.add_play.play.id;
                sender.toasts.undoable(t!("item-play-added"), move || {
                    sender.send(DeletePlay::operation(DeletePlayInput { id: id.clone() }), |_| ());
                });
            });
        }
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <FormError form=form fields=&["watchedOn", "notes"] />
            <Show when=move || !is_unknown.get()>
                <TextField
                    label=t!("item-play-date")
                    value=date
                    hint=t!("item-play-date-hint")
                    placeholder="2026-11-21".to_owned()
                    error=form.error_of("watchedOn")
                />
            </Show>
            <Check label=t!("item-date-unknown") checked=is_unknown on_change=move |on| is_unknown.set(on) />
            <Check label=t!("item-play-private") checked=is_private on_change=move |on| is_private.set(on) />
            <TextArea label=t!("item-notes") value=notes optional=true error=form.error_of("notes") />
            <FormActions open=open form=form label=t!("action-save") />
        </form>
    }
}

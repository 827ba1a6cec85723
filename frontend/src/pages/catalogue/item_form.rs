//! Making an item and changing one, for those who look after the catalogue.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use medianest_web_api::operations::catalogue::{ItemDetail, MediaTypes};
use medianest_web_api::operations::curation::{CreateMediaItem, CreateMediaItemInput, UpdateMediaItem, UpdateMediaItemInput};
use medianest_web_api::{Id, Patch};

use super::field_name;
use crate::components::{Check, Dialog, Form, FormActions, FormError, Select, TextArea, TextField};
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::widgets::items::types_name;
use crate::{routes, t};

/// The fields that show themselves what is wrong with them, by their names in the schema.
const FIELDS: [&str; 10] = [
    "name",
    "originalName",
    "mediaTypeId",
    "year",
    "releasedOn",
    "runtimeSeconds",
    "genres",
    "language",
    "description",
    "position",
];

/// What is typed about an item.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    original_name: RwSignal<String>,
    year: RwSignal<String>,
    released_on: RwSignal<String>,
    minutes: RwSignal<String>,
    genres: RwSignal<String>,
    language: RwSignal<String>,
    description: RwSignal<String>,
}

impl Typed {
    fn new(name: String) -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            name: RwSignal::new(name),
            original_name: empty(),
            year: empty(),
            released_on: empty(),
            minutes: empty(),
            genres: empty(),
            language: empty(),
            description: empty(),
        }
    }

    fn of(item: &ItemDetail) -> Self {
        let typed = Self::new(item.name.clone());
        typed.original_name.set(item.original_name.clone().unwrap_or_default());
        typed.year.set(item.year.map(|year| year.to_string()).unwrap_or_default());
        typed.released_on.set(item.released_on.map(|day| day.to_string()).unwrap_or_default());
        typed.minutes.set(item.runtime_seconds.map(|seconds| (seconds / 60).to_string()).unwrap_or_default());
        typed.genres.set(item.genres.join(", "));
        typed.language.set(item.language.clone().unwrap_or_default());
        typed.description.set(item.description.clone().unwrap_or_default());
        typed
    }

    fn genres(self) -> Vec<String> {
        self.genres.get_untracked().split(',').map(str::trim).filter(|genre| !genre.is_empty()).map(str::to_owned).collect()
    }

    fn seconds(self) -> Option<i32> {
        parsed::<i32>(self.minutes).and_then(|minutes| minutes.checked_mul(60))
    }
}

/// What a field holds, without what surrounds it; nothing where it is empty.
fn text_of(field: RwSignal<String>) -> Option<String> {
    Some(field.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}

fn parsed<T: std::str::FromStr>(field: RwSignal<String>) -> Option<T> {
    text_of(field)?.parse().ok()
}

/// Makes an item and goes to its page.
#[component]
pub fn CreateItem(
    /// Whether the form is open.
    open: RwSignal<bool>,
    /// What was searched for: most likely its title.
    name: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t!("item-create") wide=true>
            <CreateForm open=open name=name.get_untracked().unwrap_or_default() />
        </Dialog>
    }
}

#[component]
fn CreateForm(open: RwSignal<bool>, name: String) -> impl IntoView {
    let (typed, form, data, toasts, navigate) = (Typed::new(name), Form::new(), use_data(), use_toasts(), use_navigate());
    let types = load(MediaTypes::operation);
    let options = Signal::derive(move || {
        let types = types.get().map(|answer| answer.media_types).unwrap_or_default();
        types.into_iter().map(|kind| (kind.id.inner().to_owned(), types_name(&kind.name, &kind.display_name))).collect::<Vec<_>>()
    });
    let kind = RwSignal::new(String::new());
    Effect::new(move || {
        if kind.with_untracked(String::is_empty)
            && let Some((first, _)) = options.get().first()
        {
            kind.set(first.clone());
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = CreateMediaItemInput {
            media_type_id: Id::new(kind.get_untracked()),
            name: typed.name.get_untracked(),
            original_name: text_of(typed.original_name),
            description: text_of(typed.description),
            genres: typed.genres(),
            language: text_of(typed.language),
            parent_id: None,
            position: None,
            released_on: parsed(typed.released_on),
            runtime_seconds: typed.seconds(),
            year: parsed(typed.year),
            external_ids: Vec::new(),
        };
        let navigate = navigate.clone();
        form.send(data.change(CreateMediaItem::operation(input)), move |answer| {
            let item = answer.create_media_item.item;
            open.set(false);
            toasts.say(t!("item-created", title = item.name));
            navigate(&routes::item(&item.id), leptos_router::NavigateOptions::default());
        });
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <FormError form=form fields=&FIELDS />
            <Select label=t!("item-type") options=options value=kind error=form.error_of("mediaTypeId") />
            <Fields typed=typed form=form />
            <FormActions open=open form=form label=t!("item-create") />
        </form>
    }
}

/// Changes an item.
#[component]
pub fn EditItem(
    /// Whether the form is open.
    open: RwSignal<bool>,
    /// The item.
    item: Signal<ItemDetail>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t!("item-edit") wide=true>
            <EditForm open=open item=item.get_untracked() />
        </Dialog>
    }
}

#[component]
fn EditForm(open: RwSignal<bool>, item: ItemDetail) -> impl IntoView {
    let (typed, form, data, toasts) = (Typed::of(&item), Form::new(), use_data(), use_toasts());
    let minutes_before = typed.minutes.get_untracked();
    let id = item.id;
    let locked = item.locked_fields;
    let (is_locked, lets_go) = (!locked.is_empty(), RwSignal::new(false));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = UpdateMediaItemInput {
            id: id.clone(),
            name: Some(typed.name.get_untracked()),
            genres: Some(typed.genres()),
            metadata: None,
            locked_fields: lets_go.get_untracked().then(Vec::new),
            original_name: text_of(typed.original_name).into(),
            description: text_of(typed.description).into(),
            language: text_of(typed.language).into(),
            released_on: Patch::from(parsed(typed.released_on)),
            // A length that nobody touched keeps its seconds.
            runtime_seconds: if typed.minutes.get_untracked() == minutes_before { Patch::Keep } else { typed.seconds().into() },
            year: Patch::from(parsed(typed.year)),
        };
        form.send(data.change(UpdateMediaItem::operation(input)), move |_| {
            open.set(false);
            toasts.say(t!("item-saved"));
        });
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <FormError form=form fields=&FIELDS />
            <Fields typed=typed form=form />
            {is_locked
                .then(|| {
                    let fields = locked.iter().map(|field| field_name(field)).collect::<Vec<_>>().join(", ");
                    view! {
                        <Check
                            label=t!("metadata-let-go")
                            hint=t!("metadata-let-go-hint", fields = fields)
                            checked=lets_go
                            on_change=move |on| lets_go.set(on)
                        />
                    }
                })}
            <FormActions open=open form=form label=t!("action-save") />
        </form>
    }
}

/// The fields that making and changing share.
#[component]
fn Fields(typed: Typed, form: Form) -> impl IntoView {
    view! {
        <TextField label=t!("item-name") value=typed.name required=true autofocus=true error=form.error_of("name") />
        <TextField
            label=t!("item-original-name")
            value=typed.original_name
            optional=true
            error=form.error_of("originalName")
        />
        <div class="form-grid">
            <TextField label=t!("item-year") value=typed.year kind="number" optional=true error=form.error_of("year") />
            <TextField
                label=t!("item-released")
                value=typed.released_on
                kind="date"
                optional=true
                error=form.error_of("releasedOn")
            />
            <TextField
                label=t!("item-minutes")
                value=typed.minutes
                kind="number"
                min="0".to_owned()
                optional=true
                error=form.error_of("runtimeSeconds")
            />
            <TextField
                label=t!("item-language")
                value=typed.language
                hint=t!("item-language-hint")
                optional=true
                error=form.error_of("language")
            />
        </div>
        <TextField
            label=t!("item-genres")
            value=typed.genres
            hint=t!("item-genres-hint")
            optional=true
            error=form.error_of("genres")
        />
        <TextArea
            label=t!("item-description")
            value=typed.description
            optional=true
            error=form.error_of("description")
        />
    }
    .into_any()
}

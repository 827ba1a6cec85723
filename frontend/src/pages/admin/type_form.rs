//! A media type, as it is made or changed.

use leptos::prelude::*;
use medianest_web_api::Patch;
use medianest_web_api::operations::catalogue::{
    CreateMediaType, CreateMediaTypeInput, MediaTypeRow, MetadataFieldInput, MetadataFieldType, UpdateMediaType,
    UpdateMediaTypeInput,
};

use crate::components::{Button, Check, Form, FormActions, FormError, IconButton, Select, TextField};
use crate::stores::data::use_data;
use crate::stores::toasts::use_toasts;
use crate::t;

const FIELDS: &[&str] = &[
    "name",
    "displayName",
    "hierarchyLevels",
    "interactionVerb",
    "sessionNoun",
    "progressUnit",
    "completionThresholdPercent",
    "color",
];

/// One metadata field while it is edited.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Draft {
    key: u32,
    name: RwSignal<String>,
    kind: RwSignal<String>,
    required: RwSignal<bool>,
}

impl Draft {
    fn new(key: u32, name: String, kind: MetadataFieldType, required: bool) -> Self {
        Self { key, name: RwSignal::new(name), kind: RwSignal::new(kind.as_str().to_owned()), required: RwSignal::new(required) }
    }

    /// What is sent of it; one without a name is left out.
    fn input(self) -> Option<MetadataFieldInput> {
        let name = self.name.get_untracked().trim().to_owned();
        let field_type =
            MetadataFieldType::ALL.iter().copied().find(|kind| kind.as_str() == self.kind.read_untracked().as_str())?;
        (!name.is_empty()).then(|| MetadataFieldInput { name, field_type, required: self.required.get_untracked() })
    }
}

/// A new media type, or the one that is to be changed.
#[component]
pub fn TypeForm(open: RwSignal<bool>, of: Option<MediaTypeRow>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let is_new = of.is_none();
    let start = |known: fn(&MediaTypeRow) -> String| RwSignal::new(of.as_ref().map(known).unwrap_or_default());
    let name = start(|row| row.name.clone());
    let display_name = start(|row| row.display_name.clone());
    let levels = start(|row| row.hierarchy_levels.join(", "));
    let (verb, noun) = (start(|row| row.interaction_verb.clone()), start(|row| row.session_noun.clone()));
    let unit = start(|row| row.progress_unit.clone());
    let colour = start(|row| row.color.clone().unwrap_or_default());
    let threshold = RwSignal::new(of.as_ref().map_or(90.0, |row| row.completion_threshold_percent).to_string());
    let fields = of.as_ref().map(|row| row.metadata_fields.clone()).unwrap_or_default();
    let drafts: Vec<Draft> =
        (0..).zip(fields).map(|(key, field)| Draft::new(key, field.name, field.field_type, field.required)).collect();
    let drafts = RwSignal::new(drafts);
    let id = of.map(|row| row.id);
    let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
    let send = move || {
        let hierarchy_levels: Vec<String> =
            levels.read_untracked().split(',').map(|level| level.trim().to_owned()).filter(|level| !level.is_empty()).collect();
        let metadata_fields: Vec<_> = drafts.read_untracked().iter().filter_map(|draft| draft.input()).collect();
        let color = Some(text(colour)).filter(|colour| !colour.is_empty());
        let percent = text(threshold).parse().ok();
        let done = move |name: String| {
            open.set(false);
            toasts.say(t!("types-saved", name = name));
        };
        if let Some(id) = id.clone() {
            let input = UpdateMediaTypeInput {
                display_name: Some(text(display_name)),
                hierarchy_levels: Some(hierarchy_levels),
                interaction_verb: Some(text(verb)),
                session_noun: Some(text(noun)),
                progress_unit: Some(text(unit)),
                completion_threshold_percent: percent,
                metadata_fields: Some(metadata_fields),
                color: Patch::from(color),
                ..UpdateMediaTypeInput::of(id)
            };
            form.send(async move { data.change(UpdateMediaType::operation(input)).await }, move |answer| {
                done(answer.update_media_type.media_type.display_name);
            });
        } else {
            let input = CreateMediaTypeInput {
                name: text(name),
                display_name: text(display_name),
                hierarchy_levels,
                interaction_verb: text(verb),
                session_noun: text(noun),
                progress_unit: text(unit),
                completion_threshold_percent: Some(percent.unwrap_or(90.0)),
                metadata_fields: Some(metadata_fields),
                icon: None,
                color,
            };
            form.send(async move { data.change(CreateMediaType::operation(input)).await }, move |answer| {
                done(answer.create_media_type.media_type.display_name);
            });
        }
    };
    let field = move |key: &'static str, label: String, hint: String, value: RwSignal<String>| {
        view! {
            <TextField
                label=label
                value=value
                required=true
                autocomplete="off"
                hint=hint
                error=form.error_of(key)
            />
        }
    };
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <FormError form=form fields=FIELDS />
            <div class="fields">
                {is_new.then(|| field("name", t!("types-name"), t!("types-name-hint"), name))}
                {field("displayName", t!("types-display-name"), t!("types-display-name-hint"), display_name)}
                {field("hierarchyLevels", t!("types-levels"), t!("types-levels-hint"), levels)}
                {field("interactionVerb", t!("types-verb"), t!("types-verb-hint"), verb)}
                {field("sessionNoun", t!("types-noun"), t!("types-noun-hint"), noun)}
                {field("progressUnit", t!("types-unit"), t!("types-unit-hint"), unit)}
                <TextField
                    kind="number"
                    label=t!("types-threshold")
                    value=threshold
                    min="1"
                    max="100"
                    hint=t!("types-threshold-hint")
                    error=form.error_of("completionThresholdPercent")
                />
                <TextField
                    label=t!("types-colour")
                    value=colour
                    optional=true
                    autocomplete="off"
                    placeholder="#0c4a50"
                    error=form.error_of("color")
                />
            </div>
            <Fields drafts=drafts />
            <FormActions open=open form=form label=t!("action-save") />
        </form>
    }
    .into_any()
}

#[component]
fn Fields(drafts: RwSignal<Vec<Draft>>) -> impl IntoView {
    let kinds: Vec<_> = MetadataFieldType::ALL.iter().map(|kind| (kind.as_str().to_owned(), kind_name(*kind))).collect();
    let add = move |_| {
        let key = drafts.read_untracked().iter().map(|draft| draft.key + 1).max().unwrap_or_default();
        let kind = MetadataFieldType::ALL[0];
        drafts.update(|drafts| drafts.push(Draft::new(key, String::new(), kind, false)));
    };
    view! {
        <fieldset class="field type-fields">
            <legend>{t!("types-fields")}</legend>
            <p class="hint">{t!("types-fields-hint")}</p>
            <For
                each=move || drafts.get()
                key=|draft| draft.key
                children=move |draft| {
                    let kinds = kinds.clone();
                    view! {
                        <div class="type-field">
                            <TextField label=t!("types-field-name") value=draft.name autocomplete="off" />
                            <Select label=t!("types-field-kind") options=kinds value=draft.kind />
                            <Check
                                label=t!("required")
                                checked=draft.required
                                on_change=move |on| draft.required.set(on)
                            />
                            <IconButton
                                icon="trash-2"
                                label=Signal::derive(move || {
                                    format!("{}: {}", t!("action-remove"), draft.name.get())
                                })
                                on_press=move |_| drafts.update(|all| all.retain(|other| other.key != draft.key))
                            />
                        </div>
                    }
                }
            />
            <div>
                <Button small=true icon="plus" on_press=add>
                    {t!("types-field-add")}
                </Button>
            </div>
        </fieldset>
    }
}

fn kind_name(kind: MetadataFieldType) -> String {
    match kind {
        MetadataFieldType::String => t!("field-kind-text"),
        MetadataFieldType::Integer => t!("field-kind-integer"),
        MetadataFieldType::Number => t!("field-kind-number"),
        MetadataFieldType::Boolean => t!("field-kind-boolean"),
        MetadataFieldType::Array => t!("field-kind-list"),
        MetadataFieldType::Object => t!("field-kind-object"),
    }
}

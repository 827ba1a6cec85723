//! What a list is called and about, and who sees it.

use leptos::prelude::*;
use medianest_web_api::Patch;
use medianest_web_api::operations::identity::Audience;
use medianest_web_api::operations::lists::{ListDetail, UpdateList, UpdateListInput};

use super::filter::{Draft, FilterFields};
use crate::components::{Button, Choice, Form, FormError, Look, Select, TextArea, TextField};
use crate::stores::data::use_data;
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::lists::{audience_name, sort_of, sorts_of};

/// The words of a list while they are typed.
#[derive(Clone, Copy)]
pub struct Words {
    /// What it is called.
    pub name: RwSignal<String>,
    about: RwSignal<String>,
    /// Who sees it.
    pub audience: RwSignal<Audience>,
}

impl Default for Words {
    fn default() -> Self {
        Self { name: RwSignal::default(), about: RwSignal::default(), audience: RwSignal::new(Audience::Nobody) }
    }
}

impl Words {
    /// What it is about, unless nothing was typed.
    pub fn description(self) -> Option<String> {
        Some(self.about.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// The fields for them.
#[component]
pub fn WordFields(words: Words, form: Form) -> impl IntoView {
    view! {
        <TextField label=t!("lists-name") value=words.name required=true autofocus=true error=form.error_of("name") />
        <TextArea label=t!("lists-about") value=words.about optional=true error=form.error_of("description") />
    }
}

/// Who sees it.
#[component]
pub fn AudienceField(value: RwSignal<Audience>) -> impl IntoView {
    view! {
        <Choice
            label=t!("lists-audience")
            options=Audience::ALL.iter().map(|audience| (audience.as_str(), audience_name(*audience))).collect()
            value=Signal::derive(move || value.get().as_str())
            on_choose=move |name: &'static str| {
                if let Some(chosen) = Audience::ALL.iter().copied().find(|audience| audience.as_str() == name) {
                    value.set(chosen);
                }
            }
        />
    }
}

/// Changing a list.
#[component]
pub fn Edit(list: ListDetail, open: RwSignal<bool>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let words = Words {
        name: RwSignal::new(list.name.clone()),
        about: RwSignal::new(list.description.clone().unwrap_or_default()),
        audience: RwSignal::new(list.audience),
    };
    let sort = RwSignal::new(list.sort_order.as_str().to_owned());
    let draft = list.filter.as_ref().map(|filter| Draft::new(Some(filter)));
    let (id, kind) = (StoredValue::new(list.id), list.kind);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = UpdateListInput {
            name: Some(words.name.get_untracked()),
            description: Patch::from(words.description()),
            sort_order: sort_of(&sort.get_untracked()),
            filter: draft.map(Draft::input),
            ..UpdateListInput::of(id.get_value())
        };
        form.send(data.change(UpdateList::operation(input)), move |_| {
            open.set(false);
            toasts.say(t!("lists-saved"));
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormError form=form fields=&["name", "description"] />
            <WordFields words=words form=form />
            <Select label=t!("sort") options=Signal::derive(move || sorts_of(kind)) value=sort />
            {draft.map(|draft| view! { <FilterFields draft=draft /> })}
            <div class="form-actions">
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("action-save")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

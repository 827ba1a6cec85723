//! What a smart list holds, as it is put together.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::MediaTypes;
use medianest_web_api::operations::diary::LIBRARY_STATUSES;
use medianest_web_api::operations::lists::{SmartFilterInput, SmartFilterState};

use crate::components::{Select, TextField};
use crate::stores::data::load;
use crate::t;
use crate::widgets::items::{status_name, types_name};

/// A filter while it is put together.
#[derive(Clone, Copy)]
pub struct Draft {
    types: RwSignal<Vec<String>>,
    genres: RwSignal<String>,
    years: [RwSignal<String>; 2],
    text: RwSignal<String>,
    statuses: RwSignal<Vec<String>>,
    ratings: [RwSignal<String>; 2],
    favorite: RwSignal<String>,
    watched: RwSignal<String>,
}

/// Both, the one, or the other, as the value of a field.
const fn held(value: Option<bool>) -> &'static str {
    match value {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

fn read(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Words that are parted by commas.
fn parted(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Draft {
    /// What a filter says so far.
    pub fn new(filter: Option<&SmartFilterState>) -> Self {
        let known = filter.cloned().unwrap_or_default();
        let number = |value: Option<i32>| RwSignal::new(value.map(|value| value.to_string()).unwrap_or_default());
        Self {
            types: RwSignal::new(known.types),
            genres: RwSignal::new(known.genres.join(", ")),
            years: [known.year_from, known.year_to].map(number),
            text: RwSignal::new(known.query.unwrap_or_default()),
            statuses: RwSignal::new(known.status),
            ratings: [known.rating_from, known.rating_to].map(number),
            favorite: RwSignal::new(held(known.favorite).to_owned()),
            watched: RwSignal::new(held(known.watched).to_owned()),
        }
    }

    /// What to send.
    pub fn input(self) -> SmartFilterInput {
        let number = |value: RwSignal<String>| value.with_untracked(|text| text.trim().parse().ok());
        let some = |words: Vec<String>| Some(words).filter(|words| !words.is_empty());
        let [year_from, year_to] = self.years.map(number);
        let [rating_from, rating_to] = self.ratings.map(number);
        SmartFilterInput {
            types: some(self.types.get_untracked()),
            genres: some(self.genres.with_untracked(|text| parted(text))),
            year_from,
            year_to,
            query: Some(self.text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty()),
            status: some(self.statuses.get_untracked()),
            favorite: self.favorite.with_untracked(|value| read(value)),
            rating_from,
            rating_to,
            watched: self.watched.with_untracked(|value| read(value)),
        }
    }
}

/// The fields of a filter. What is left empty does not narrow it.
#[component]
pub fn FilterFields(draft: Draft) -> impl IntoView {
    let types = load(MediaTypes::operation);
    let kinds = move || {
        let all = types.get().map(|answer| answer.media_types).unwrap_or_default();
        all.into_iter().map(|kind| (kind.name.clone(), types_name(&kind.name, &kind.display_name))).collect::<Vec<_>>()
    };
    let either = |any: String, yes: String, no: String| {
        Signal::stored(vec![(String::new(), any), ("yes".to_owned(), yes), ("no".to_owned(), no)])
    };
    let [year_from, year_to] = draft.years;
    let [rating_from, rating_to] = draft.ratings;
    view! {
        <fieldset class="form list-filter">
            <legend>{t!("lists-filter")}</legend>
            {move || view! { <Chips label=t!("filter-type") options=kinds() chosen=draft.types /> }}
            <TextField label=t!("lists-filter-genres") hint=t!("lists-filter-genres-hint") value=draft.genres optional=true />
            <TextField label=t!("lists-filter-text") value=draft.text optional=true />
            <div class="row">
                <TextField kind="number" label=t!("lists-filter-year-from") value=year_from optional=true />
                <TextField kind="number" label=t!("lists-filter-year-to") value=year_to optional=true />
            </div>
            <p class="soft small">{t!("lists-filter-state")}</p>
            <Chips
                label=t!("library-status")
                options=LIBRARY_STATUSES.map(|status| (status.to_owned(), status_name(status))).to_vec()
                chosen=draft.statuses
            />
            <Select
                label=t!("lists-filter-watched")
                options=either(t!("lists-filter-any"), t!("lists-filter-seen"), t!("lists-filter-unseen"))
                value=draft.watched
            />
            <Select
                label=t!("favorite")
                options=either(t!("lists-filter-any"), t!("library-favorites"), t!("favorite-not"))
                value=draft.favorite
            />
            <div class="row">
                <TextField
                    kind="number"
                    min="0"
                    max="100"
                    label=t!("lists-filter-rating-from")
                    value=rating_from
                    optional=true
                />
                <TextField
                    kind="number"
                    min="0"
                    max="100"
                    label=t!("lists-filter-rating-to")
                    value=rating_to
                    optional=true
                />
            </div>
        </fieldset>
    }
    .into_any()
}

/// Any of a few.
#[component]
fn Chips(label: String, options: Vec<(String, String)>, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let chip = move |(key, text): (String, String)| {
        let (of, name) = (key.clone(), key);
        let is_on = move || chosen.with(|chosen| chosen.contains(&of));
        let switch = move |_| {
            chosen.update(|chosen| match chosen.iter().position(|known| *known == name) {
                Some(at) => {
                    chosen.remove(at);
                }
                None => chosen.push(name.clone()),
            });
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if is_on() { "true" } else { "false" }
                on:click=switch
            >
                {text}
            </button>
        }
    };
    view! {
        <div class="field">
            <span class="label">{label.clone()}</span>
            <div class="chips" role="group" aria-label=label>
                {options.into_iter().map(chip).collect_view()}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_filter_says_comes_back_from_its_fields() {
        let known = SmartFilterState {
            types: vec!["movie".to_owned()],
            genres: vec!["Horror".to_owned(), "Drama".to_owned()],
            year_from: Some(1980),
            rating_to: Some(90),
            watched: Some(false),
            ..SmartFilterState::default()
        };
        let owner = Owner::new();
        owner.set();
        let input = Draft::new(Some(&known)).input();
        assert_eq!((input.types, input.genres), (Some(known.types), Some(known.genres)));
        assert_eq!((input.year_from, input.year_to, input.rating_to), (Some(1980), None, Some(90)));
        assert_eq!((input.watched, input.favorite, input.status, input.query), (Some(false), None, None, None));
        assert_eq!(parted(" Horror ,, Drama "), ["Horror", "Drama"]);
    }
}

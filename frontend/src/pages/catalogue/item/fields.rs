//! What else one remembers about an item, in fields of one's own. Nobody else sees them.

use leptos::prelude::*;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::operations::diary::{UpdateLibraryEntry, UpdateLibraryEntryInput};
use medianest_web_api::{Id, Json};

use crate::components::{Button, Form, FormError, IconButton, Look, Section, TextField};
use crate::stores::data::use_data;
use crate::t;

/// A field as it is typed. A value that no text is (a list that some program keeps there, say) is left as it is.
#[derive(Clone, Debug, PartialEq)]
struct Field {
    name: String,
    value: Json,
}

/// The fields of an object, by name.
fn fields_of(json: &Json) -> Vec<Field> {
    let object = json.as_object().into_iter().flatten();
    object.map(|(name, value)| Field { name: name.clone(), value: value.clone() }).collect()
}

/// The object that holds these fields. Of two with one name the later one holds.
fn object_of(fields: &[Field]) -> Json {
    Json::Object(fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect())
}

/// A value as it is read: a text without its quotes, anything else as JSON has it.
fn shown(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value as it was typed: a number where it is one, else a text.
fn typed(text: &str) -> Json {
    let whole = text.parse::<i64>().map(Json::from).ok();
    // What is no number to JSON (as infinity) becomes null by `from`.
    let number = whole.or_else(|| text.parse::<f64>().ok().map(Json::from).filter(Json::is_number));
    number.unwrap_or_else(|| Json::from(text))
}

/// The fields of what one keeps in the library; nothing for what one does not keep.
#[component]
pub fn CustomFields(item: Signal<ItemDetail>) -> impl IntoView {
    let entry = Memo::new(move |_| item.with(|item| item.my_entry.as_ref().map(|entry| entry.id.clone())));
    view! {
        {move || entry.get().map(|entry| view! { <OfEntry item=item entry=entry /> })}
    }
    .into_any()
}

#[component]
fn OfEntry(item: Signal<ItemDetail>, entry: Id) -> impl IntoView {
    let (form, data) = (Form::new(), use_data());
    let kept = Memo::new(move |_| {
        item.with(|item| item.my_entry.as_ref().and_then(|entry| entry.custom_fields.as_ref().map(fields_of)).unwrap_or_default())
    });
    let (name, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let entry = StoredValue::new(entry);
    let keep = move |fields: &[Field], then: Box<dyn FnOnce()>| {
        let input =
            UpdateLibraryEntryInput { custom_fields: Some(object_of(fields)), ..UpdateLibraryEntryInput::of(entry.get_value()) };
        form.send(data.change(UpdateLibraryEntry::operation(input)), move |_| then());
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (field, text) = (name.get_untracked().trim().to_owned(), value.get_untracked().trim().to_owned());
        if field.is_empty() {
            return;
        }
        let mut fields = kept.get_untracked();
        fields.push(Field { name: field, value: typed(&text) });
        keep(
            &fields,
            Box::new(move || {
                name.set(String::new());
                value.set(String::new());
            }),
        );
    };
    let row = move |field: Field| {
        let removed = field.name.clone();
        let remove = move |_| {
            let fields: Vec<Field> = kept.get_untracked().into_iter().filter(|field| field.name != removed).collect();
            keep(&fields, Box::new(|| ()));
        };
        view! {
            <li class="row">
                <span class="soft small">{field.name.clone()}</span>
                <span class="grow">{shown(&field.value)}</span>
                <IconButton small=true icon="x" label=t!("custom-field-remove", name = field.name) on_press=remove />
            </li>
        }
    };
    view! {
        <Section title=t!("custom-fields")>
            <ul>{move || kept.get().into_iter().map(row).collect_view()}</ul>
            <details>
                <summary>{t!("custom-field-add")}</summary>
                <form class="form" on:submit=add novalidate>
                    <p class="soft small">{t!("custom-fields-text")}</p>
                    <FormError form=form />
                    <TextField label=t!("custom-field-name") value=name required=true />
                    <TextField label=t!("custom-field-value") value=value optional=true />
                    <div class="form-actions">
                        <Button small=true look=Look::Primary submit=true busy=form.busy()>
                            {t!("custom-field-add")}
                        </Button>
                    </div>
                </form>
            </details>
        </Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_number_where_it_is_one() {
        for (text, expected) in [("9", "9"), ("-1.5", "-1.5"), ("Jane", "\"Jane\""), ("", "\"\""), ("inf", "\"inf\"")] {
            assert_eq!(typed(text).to_string(), expected);
        }
        assert_eq!((shown(&typed("Jane")), shown(&typed("9"))), ("Jane".to_owned(), "9".to_owned()));
    }

    #[test]
    fn fields_go_into_an_object_and_come_out_of_it() {
        let fields =
            [Field { name: "seats".to_owned(), value: typed("2") }, Field { name: "with".to_owned(), value: typed("Jane") }];
        assert_eq!(fields_of(&object_of(&fields)), fields);
    }
}

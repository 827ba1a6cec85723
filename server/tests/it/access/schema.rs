//! The API's schema, and calls made up from it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::matrix;
use crate::support::Client;

/// What values are made up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// The least that the types ask for: ids of nothing, and text that no rule accepts by chance.
    Plain,
    /// All that the types allow, and none of it within any bounds.
    Wrong,
}

/// The schema, as far as making up calls needs it.
pub struct Schema {
    types: BTreeMap<String, Value>,
}

impl Schema {
    pub async fn ask(client: &Client<'_>) -> Self {
        let reference = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        let query = format!(
            "{{ __schema {{ types {{ name kind isOneOf enumValues {{ name }}
                inputFields {{ name defaultValue type {{ {reference} }} }}
                fields {{ name type {{ {reference} }} args {{ name defaultValue type {{ {reference} }} }} }} }} }} }}"
        );
        let data = client.data(&query, json!({})).await;
        let types = data["__schema"]["types"].as_array().expect("introspection works").iter();
        Self { types: types.map(|ty| (ty["name"].as_str().unwrap_or_default().to_owned(), ty.clone())).collect() }
    }

    /// The fields of a root type.
    pub fn root_fields(&self, root: &str) -> Vec<&Value> {
        self.types.get(root).and_then(|ty| ty["fields"].as_array()).map(|fields| fields.iter().collect()).unwrap_or_default()
    }

    /// A call of a root field: its arguments are variables, and of its answer only the type's name is asked.
    pub fn document(&self, root: &str, field: &Value, made: Made) -> (String, Value) {
        let name = field["name"].as_str().expect("a field has a name");
        let mut declared = Vec::new();
        let mut passed = Vec::new();
        let mut variables = Map::new();
        for arg in field["args"].as_array().expect("a field has arguments") {
            if made == Made::Plain && !is_required(arg) {
                continue;
            }
            let arg_name = arg["name"].as_str().expect("an argument has a name");
            declared.push(format!("${arg_name}: {}", type_text(&arg["type"])));
            passed.push(format!("{arg_name}: ${arg_name}"));
            variables.insert(arg_name.to_owned(), self.made_up(name, arg_name, &arg["type"], made));
        }
        if made == Made::Plain
            && let Some(Value::Object(given)) = matrix::given(name)
        {
            variables = given;
        }
        let parenthesised = |parts: Vec<String>| if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) };
        let leaf = matches!(self.types.get(named(&field["type"])).and_then(|ty| ty["kind"].as_str()), Some("SCALAR" | "ENUM"));
        let selection = if leaf { "" } else { " { __typename }" };
        let operation = root.to_lowercase();
        (
            format!("{operation} {} {{ {name}{}{selection} }}", parenthesised(declared), parenthesised(passed)),
            Value::Object(variables),
        )
    }

    /// A value that fits the type.
    fn made_up(&self, field: &str, name: &str, ty: &Value, made: Made) -> Value {
        match ty["kind"].as_str() {
            Some("NON_NULL") => self.made_up(field, name, &ty["ofType"], made),
            Some("LIST") => json!([self.made_up(field, name, &ty["ofType"], made)]),
            Some("ENUM") => self.types[named(ty)]["enumValues"][0]["name"].clone(),
            Some("INPUT_OBJECT") => {
                let object = &self.types[named(ty)];
                let fields = object["inputFields"].as_array().cloned().unwrap_or_default();
                // Of what must have exactly one field, more is not even asked for.
                let most = if object["isOneOf"] == true { 1 } else { fields.len() };
                let wanted = fields.iter().filter(|field| made == Made::Wrong || is_required(field)).take(most);
                let values = wanted.map(|input| {
                    let input_name = input["name"].as_str().expect("an input field has a name");
                    (input_name.to_owned(), self.made_up(field, input_name, &input["type"], made))
                });
                Value::Object(values.collect())
            }
            _ if made == Made::Wrong => matrix::wrong_scalar(field, name, named(ty)),
            _ => matrix::scalar(field, name, named(ty)),
        }
    }
}

fn is_required(input: &Value) -> bool {
    input["type"]["kind"] == "NON_NULL" && input["defaultValue"].is_null()
}

fn named(ty: &Value) -> &str {
    match ty["name"].as_str() {
        Some(name) => name,
        None => named(&ty["ofType"]),
    }
}

fn type_text(ty: &Value) -> String {
    match ty["kind"].as_str() {
        Some("NON_NULL") => format!("{}!", type_text(&ty["ofType"])),
        Some("LIST") => format!("[{}]", type_text(&ty["ofType"])),
        _ => named(ty).to_owned(),
    }
}

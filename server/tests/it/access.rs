//! The access matrix: every root field, asked by every kind of viewer. A field that is not in the table fails the test, so
//! nothing can be added without saying who may have it.
//!
//! The calls are made with ids of things that do not exist: whoever may not do a thing is refused before it is looked for,
//! and whoever may is told that it is not there. What belongs to somebody is tested where the rule lives.

mod matrix;

use std::collections::BTreeMap;

use medianest_core::db::Role;
use serde_json::{Map, Value, json};

use crate::support::{Client, TestServer};

/// The kinds of viewers, in the order of the table's columns.
const VIEWERS: &[&str] =
    &["anonymous", "guest", "user", "moderator", "admin", "key: read", "key: scrobble", "must change password"];

/// What a call comes to, as one letter of the table.
fn letter(answer: &Value) -> char {
    let Some(error) = answer["errors"].get(0) else { return '.' };
    match error["extensions"]["code"].as_str() {
        Some("UNAUTHENTICATED") => 'U',
        Some("FORBIDDEN") => 'F',
        Some("NOT_FOUND") => 'N',
        Some("CONFLICT") => 'C',
        Some("INVALID_INPUT") => 'I',
        // A made-up value that does not even fit its type says nothing about access: the table must be mended.
        _ => '?',
    }
}

/// The schema, as far as making up calls needs it.
struct Schema {
    types: BTreeMap<String, Value>,
}

impl Schema {
    async fn ask(client: &Client<'_>) -> Self {
        let reference = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        let query = format!(
            "{{ __schema {{ types {{ name kind enumValues {{ name }}
                inputFields {{ name defaultValue type {{ {reference} }} }}
                fields {{ name type {{ {reference} }} args {{ name defaultValue type {{ {reference} }} }} }} }} }} }}"
        );
        let data = client.data(&query, json!({})).await;
        let types = data["__schema"]["types"].as_array().expect("introspection works").iter();
        Self { types: types.map(|ty| (ty["name"].as_str().unwrap_or_default().to_owned(), ty.clone())).collect() }
    }

    fn root_fields(&self, root: &str) -> Vec<&Value> {
        self.types.get(root).and_then(|ty| ty["fields"].as_array()).map(|fields| fields.iter().collect()).unwrap_or_default()
    }

    /// A call of a root field: its required arguments are variables, and of its answer only the type's name is asked.
    fn document(&self, root: &str, field: &Value) -> (String, Map<String, Value>) {
        let name = field["name"].as_str().expect("a field has a name");
        let mut declared = Vec::new();
        let mut passed = Vec::new();
        let mut variables = Map::new();
        for arg in field["args"].as_array().expect("a field has arguments") {
            if arg["type"]["kind"] != "NON_NULL" || !arg["defaultValue"].is_null() {
                continue;
            }
            let arg_name = arg["name"].as_str().expect("an argument has a name");
            declared.push(format!("${arg_name}: {}", type_text(&arg["type"])));
            passed.push(format!("{arg_name}: ${arg_name}"));
            variables.insert(arg_name.to_owned(), self.made_up(name, arg_name, &arg["type"]));
        }
        if let Some(Value::Object(given)) = matrix::given(name) {
            variables = given;
        }
        let parenthesised = |parts: Vec<String>| if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) };
        let leaf = matches!(self.types.get(named(&field["type"])).and_then(|ty| ty["kind"].as_str()), Some("SCALAR" | "ENUM"));
        let selection = if leaf { "" } else { " { __typename }" };
        let operation = root.to_lowercase();
        (format!("{operation} {} {{ {name}{}{selection} }}", parenthesised(declared), parenthesised(passed)), variables)
    }

    /// A value that fits the type: ids of nothing, and text that no rule accepts by chance.
    fn made_up(&self, field: &str, name: &str, ty: &Value) -> Value {
        match ty["kind"].as_str() {
            Some("NON_NULL") => self.made_up(field, name, &ty["ofType"]),
            Some("LIST") => json!([self.made_up(field, name, &ty["ofType"])]),
            Some("ENUM") => self.types[named(ty)]["enumValues"][0]["name"].clone(),
            Some("INPUT_OBJECT") => {
                let fields = self.types[named(ty)]["inputFields"].as_array().cloned().unwrap_or_default();
                let required =
                    fields.iter().filter(|field| field["type"]["kind"] == "NON_NULL" && field["defaultValue"].is_null());
                let values = required.map(|input| {
                    let input_name = input["name"].as_str().expect("an input field has a name");
                    (input_name.to_owned(), self.made_up(field, input_name, &input["type"]))
                });
                Value::Object(values.collect())
            }
            _ => matrix::scalar(field, name, named(ty)),
        }
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn every_root_field_answers_each_viewer_as_the_matrix_says() {
    let server = TestServer::start().await;
    let (_, admin) = server.admin("root").await;
    let schema = Schema::ask(&admin).await;
    let mut found = Vec::new();
    for root in ["Query", "Mutation"] {
        for field in schema.root_fields(root) {
            let (document, variables) = schema.document(root, field);
            let mut letters = String::new();
            for (n, viewer) in VIEWERS.iter().enumerate() {
                // Everybody is new for each field, so that what one call changed does not reach the next.
                let name = format!("{}{n}", field["name"].as_str().unwrap_or_default().to_lowercase());
                let client = viewer_client(&server, viewer, &name).await;
                letters.push(letter(&client.run(&document, Value::Object(variables.clone())).await));
            }
            found.push((format!("{root}.{}", field["name"].as_str().unwrap_or_default()), letters));
        }
    }
    let expected: Vec<(String, String)> =
        matrix::MATRIX.iter().map(|(field, letters)| ((*field).to_owned(), letters.replace(' ', ""))).collect();
    let wrong: Vec<_> = found
        .iter()
        .filter(|row| !expected.contains(row))
        .map(|(field, letters)| format!("    (\"{field}\", \"{letters}\"),"))
        .collect();
    let gone: Vec<_> =
        expected.iter().filter(|(field, _)| !found.iter().any(|(name, _)| name == field)).map(|(field, _)| field).collect();
    assert!(matrix::MATRIX.iter().all(|(_, letters)| !letters.contains('?')), "a made-up value does not fit its type");
    assert!(wrong.is_empty() && gone.is_empty(), "not as the matrix says:\n{}\nno longer there: {gone:?}", wrong.join("\n"));
}

async fn viewer_client<'a>(server: &'a TestServer, viewer: &str, name: &str) -> Client<'a> {
    match viewer {
        "anonymous" => server.anonymous(),
        "guest" => server.with_role(name, Role::Guest).await.1,
        "user" => server.user(name).await.1,
        "moderator" => server.with_role(name, Role::Moderator).await.1,
        "admin" => server.admin(name).await.1,
        "key: read" => server.with_key(name, &["read"]).await,
        "key: scrobble" => server.with_key(name, &["scrobble"]).await,
        "must change password" => {
            let (person, client) = server.user(name).await;
            let sql = server.world.database.sql().await;
            sql.execute("UPDATE users SET requires_password_change = true WHERE id = $1", &[&person.id.0])
                .await
                .expect("the person exists");
            client
        }
        other => panic!("no such viewer: {other}"),
    }
}

//! The published schema: committed, and described wherever a client may look.

use serde_json::Value;

use medianest_server::graphql;

#[test]
fn the_committed_sdl_is_the_one_this_server_serves() {
    let committed = include_str!("../../../schema.graphql");
    assert!(committed == graphql::sdl(), "schema.graphql is out of date: run `cargo xtask schema`");
}

#[tokio::test]
async fn everything_in_the_schema_is_described() {
    let query = "{ __schema { types { name kind description
        fields(includeDeprecated: true) { name description args { name description } }
        inputFields { name description }
        enumValues(includeDeprecated: true) { name description } } } }";
    let schema = graphql::builder(&graphql::Limits { depth: 100, complexity: 1_000_000, ..graphql::Limits::default() }).finish();
    let answer = serde_json::to_value(schema.execute(query).await).unwrap();
    let mut missing = Vec::new();
    let described = |thing: &Value| thing["description"].as_str().is_some_and(|text| !text.trim().is_empty());
    let list = |thing: &Value, key: &str| thing[key].as_array().cloned().unwrap_or_default();
    for ty in answer["data"]["__schema"]["types"].as_array().expect("introspection works") {
        let name = ty["name"].as_str().unwrap();
        if name.starts_with("__") || ty["kind"] == "SCALAR" {
            continue;
        }
        if !described(ty) {
            missing.push(name.to_owned());
        }
        for member in list(ty, "fields").iter().chain(&list(ty, "inputFields")).chain(&list(ty, "enumValues")) {
            let path = format!("{name}.{}", member["name"].as_str().unwrap());
            if !described(member) {
                missing.push(path.clone());
            }
            missing.extend(
                list(member, "args")
                    .iter()
                    .filter(|arg| !described(arg))
                    .map(|arg| format!("{path}({})", arg["name"].as_str().unwrap())),
            );
        }
    }
    assert!(missing.is_empty(), "without a description: {missing:#?}");
}

//! TMDB against its official document, where that lies beside the repository: every path and parameter that is asked and
//! every field that is read exists there, and what the fake answers fits it.

use std::collections::BTreeMap;
use std::path::Path;

use medianest_core::catalogue::{ExternalKey, builtin};
use medianest_core::metadata::search::search;
use medianest_db::MetadataProvider::Tmdb;
use medianest_test_support::World;
use serde_json::{Value, json};

use super::tmdb::{movie, season, show};
use super::{add, tmdb};

/// What is read of each answer, by the path as the document has it; what is appended is of an operation of its own.
const READ: &[(&str, &[&str])] = &[
    (
        "/3/search/movie",
        &["results[].id", "results[].title", "results[].overview", "results[].poster_path", "results[].release_date"],
    ),
    (
        "/3/search/tv",
        &["results[].id", "results[].name", "results[].overview", "results[].poster_path", "results[].first_air_date"],
    ),
    (
        "/3/movie/{movie_id}",
        &[
            "id",
            "imdb_id",
            "title",
            "original_title",
            "original_language",
            "overview",
            "tagline",
            "status",
            "release_date",
            "runtime",
            "poster_path",
            "backdrop_path",
            "genres[].name",
            "production_countries[].iso_3166_1",
        ],
    ),
    ("/3/movie/{movie_id}/release_dates", &["results[].iso_3166_1", "results[].release_dates[].certification"]),
    (
        "/3/tv/{series_id}",
        &[
            "id",
            "name",
            "original_name",
            "original_language",
            "overview",
            "status",
            "in_production",
            "first_air_date",
            "episode_run_time[]",
            "poster_path",
            "backdrop_path",
            "genres[].name",
            "networks[].name",
            "origin_country[]",
            "seasons[].season_number",
        ],
    ),
    ("/3/tv/{series_id}/external_ids", &["imdb_id", "tvdb_id"]),
    ("/3/tv/{series_id}/content_ratings", &["results[].iso_3166_1", "results[].rating"]),
    (
        "/3/tv/{series_id}/season/{season_number}",
        &[
            "id",
            "season_number",
            "name",
            "overview",
            "air_date",
            "poster_path",
            "episodes[].id",
            "episodes[].episode_number",
            "episodes[].name",
            "episodes[].overview",
            "episodes[].air_date",
            "episodes[].runtime",
            "episodes[].still_path",
        ],
    ),
    ("/3/find/{external_id}", &["movie_results[].id", "tv_results[]"]),
    ("/3/movie/changes", &["results[].id", "total_pages"]),
    ("/3/tv/changes", &["results[].id", "total_pages"]),
];

struct Document(Value);

impl Document {
    /// The document, if it is there.
    fn read() -> Option<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/upstream/tmdb-v3.openapi.json");
        let text = std::fs::read_to_string(path).ok()?;
        Some(Self(serde_json::from_str(&text).unwrap()))
    }

    /// The path of the document that an address is of; one without gaps goes before.
    fn template(&self, path: &str) -> Option<&str> {
        let fits = |template: &&String| {
            let (wanted, given) = (template.split('/'), path.split('/'));
            template.split('/').count() == path.split('/').count()
                && wanted.zip(given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
        };
        let paths = self.0["paths"].as_object().unwrap();
        paths.keys().filter(fits).min_by_key(|template| template.matches('{').count()).map(String::as_str)
    }

    fn operation(&self, template: &str) -> &Value {
        &self.0["paths"][template]["get"]
    }

    fn schema(&self, template: &str) -> &Value {
        &self.operation(template)["responses"]["200"]["content"]["application/json"]["schema"]
    }

    fn has_parameter(&self, template: &str, name: &str) -> bool {
        let parameters = self.operation(template)["parameters"].as_array();
        parameters.is_some_and(|all| all.iter().any(|one| one["name"] == name && one["in"] == "query"))
    }
}

/// The schema of `results[].id`; `None` where there is no such field.
fn field<'a>(schema: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(schema, |schema, step| {
        let (name, is_list) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
        let inner = schema["properties"].get(name)?;
        if is_list && inner["type"] != "array" {
            return None;
        }
        Some(if is_list { &inner["items"] } else { inner })
    })
}

/// What of a value does not fit its schema. What the document leaves open fits, and `null` is where nothing is known.
fn misfits(schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    match (schema["type"].as_str(), value) {
        (_, Value::Null)
        | (None, _)
        | (Some("string"), Value::String(_))
        | (Some("boolean"), Value::Bool(_))
        | (Some("number"), Value::Number(_)) => {}
        (Some("integer"), Value::Number(number)) if number.is_i64() => {}
        (Some("array"), Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                misfits(&schema["items"], value, &format!("{place}[{index}]"), found);
            }
        }
        (Some("object"), Value::Object(entries)) => {
            for (key, value) in entries {
                match schema["properties"].get(key) {
                    Some(schema) => misfits(schema, value, &format!("{place}.{key}"), found),
                    None => found.push(format!("{place}.{key} is not in the document")),
                }
            }
        }
        (Some(expected), _) => found.push(format!("{place} is no {expected}")),
    }
}

#[test]
fn a_value_that_does_not_fit_is_found() {
    let schema = json!({"type": "object", "properties": {
        "id": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}} }});
    let mut found = Vec::new();
    misfits(&schema, &json!({"id": "1", "tags": [1], "other": 1}), "x", &mut found);
    assert_eq!(found, ["x.id is no integer", "x.other is not in the document", "x.tags[0] is no string"]);
    assert!(field(&schema, "tags[]").is_some() && field(&schema, "id[]").is_none() && field(&schema, "name").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_asked_and_read_is_in_the_official_document() {
    let Some(document) = Document::read() else {
        println!("skipped: the document is not beside this checkout");
        return;
    };
    let (fake, service) = tmdb().await;
    let hits = |hit: Value| json!({ "page": 1, "total_pages": 1, "total_results": 1, "results": [hit] });
    let changed = || json!({ "page": 1, "total_pages": 1, "total_results": 1, "results": [{ "id": 4027, "adult": false }] });
    let answers: BTreeMap<&str, Value> = BTreeMap::from([
        (
            "/3/search/movie",
            hits(json!({ "id": 4027, "title": "A", "overview": "", "poster_path": "/a.jpg", "release_date": "2019-03-07" })),
        ),
        (
            "/3/search/tv",
            hits(json!({ "id": 7100, "name": "A", "overview": "", "poster_path": "/a.jpg", "first_air_date": "2024-01-08" })),
        ),
        ("/3/movie/4027", movie()),
        ("/3/tv/7100", show()),
        ("/3/tv/7100/season/0", season(0, 1)),
        ("/3/tv/7100/season/1", season(1, 2)),
        ("/3/find/tt9990001", json!({ "movie_results": [{ "id": 4027, "title": "A" }], "tv_results": [] })),
        ("/3/movie/changes", changed()),
        ("/3/tv/changes", changed()),
    ]);
    for (path, answer) in &answers {
        fake.answer(path, answer);
    }
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    for media_type in [builtin::MOVIE, builtin::TV] {
        search(&world.app, &ana.actor, media_type, "a", Some(2019), None).await.unwrap();
    }
    add(&world, &ana, Tmdb, "movie", "4027").await.unwrap();
    add(&world, &ana, Tmdb, "show", "7100").await.unwrap();
    let provider = world.app.providers().find(Tmdb).unwrap();
    let foreign = ExternalKey { provider: "imdb".into(), kind: "movie".into(), external_id: "tt9990001".into() };
    for kind in provider.kinds() {
        provider.look_up(kind, &foreign).await.unwrap();
        provider.changes(kind, world.app.now(), world.app.now()).await.unwrap();
    }

    let mut wrong = Vec::new();
    let mut seen: BTreeMap<String, Value> = BTreeMap::new();
    for asked in fake.asked() {
        let Some(template) = document.template(&asked.path) else {
            wrong.push(format!("{} is not in the document", asked.path));
            continue;
        };
        for name in asked.query.keys().filter(|name| !document.has_parameter(template, name)) {
            wrong.push(format!("{template} has no parameter `{name}`"));
        }
        let mut answer = answers[asked.path.as_str()].clone();
        for appended in asked.query.get("append_to_response").into_iter().flat_map(|names| names.split(',')) {
            let appendix = answer.as_object_mut().unwrap().remove(appended).unwrap();
            seen.insert(format!("{template}/{appended}"), appendix);
        }
        seen.insert(template.to_owned(), answer);
    }
    for (template, answer) in &seen {
        misfits(document.schema(template), answer, template, &mut wrong);
    }
    let read: BTreeMap<_, _> = READ.iter().copied().collect();
    assert!(read.keys().eq(seen.keys()), "every operation that is asked is in the list: {:?}", seen.keys());
    for (template, fields) in read {
        wrong.extend(
            fields
                .iter()
                .filter(|path| field(document.schema(template), path).is_none())
                .map(|path| format!("{template} has no {path}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

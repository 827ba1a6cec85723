//! Keeping the catalogue through the API.

use medianest_core::catalogue::builtin;
use medianest_core::db::Role;
use serde_json::{Value, json};

use crate::support::{Client, TestServer};

const CREATE: &str = "mutation ($input: CreateMediaItemInput!) { createMediaItem(input: $input) {
    item { id name levelName position slug year externalIds { id provider kind externalId url } parent { name } root { name } } } }";

async fn create(client: &Client<'_>, input: Value) -> Value {
    client.data(CREATE, json!({ "input": input })).await["createMediaItem"]["item"].take()
}

async fn film(client: &Client<'_>, name: &str) -> Value {
    create(client, json!({"mediaTypeId": builtin::MOVIE.to_string(), "name": name})).await
}

async fn part(client: &Client<'_>, parent: &Value, name: &str, position: i32) -> Value {
    let input = json!({"mediaTypeId": builtin::TV.to_string(), "name": name, "parentId": parent["id"], "position": position});
    create(client, input).await
}

/// The fields that an operation which must fail names.
async fn wrong_fields(client: &Client<'_>, query: &str, input: Value) -> Vec<String> {
    let answer = client.run(query, json!({ "input": input })).await;
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "INVALID_INPUT", "{answer}");
    let fields = extensions["fields"].as_array().expect("the wrong fields are listed");
    fields.iter().map(|field| field["field"].as_str().expect("a field has a name").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_is_added_with_its_season_and_episode() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let input = json!({
        "mediaTypeId": builtin::TV.to_string(), "name": "Breaking Bad", "year": 2008, "genres": ["Drama"],
        "externalIds": [{"provider": "IMDb", "kind": "show", "externalId": "TT903747"}],
    });
    let show = create(&mia, input).await;
    assert_eq!((&show["levelName"], &show["slug"], &show["year"]), (&json!("show"), &json!("breaking-bad"), &json!(2008)));
    let imdb = &show["externalIds"][0];
    assert_eq!((&imdb["provider"], &imdb["externalId"]), (&json!("imdb"), &json!("tt0903747")), "ids have one form");
    let season = part(&mia, &show, "Season 1", 1).await;
    let episode = part(&mia, &season, "Pilot", 1).await;
    assert_eq!((&season["levelName"], &episode["levelName"]), (&json!("season"), &json!("episode")));
    assert_eq!((&episode["parent"]["name"], &episode["root"]["name"]), (&json!("Season 1"), &json!("Breaking Bad")));

    let update =
        "mutation ($input: UpdateMediaItemInput!) { updateMediaItem(input: $input) { item { name year genres description } } }";
    let patch = json!({"id": show["id"], "year": null, "description": "A teacher cooks."});
    let changed = mia.data(update, json!({ "input": patch })).await;
    assert_eq!(
        changed["updateMediaItem"]["item"],
        json!({"name": "Breaking Bad", "year": null, "genres": ["Drama"], "description": "A teacher cooks."})
    );

    let delete = "mutation ($input: DeleteMediaItemInput!) { deleteMediaItem(input: $input) { deletedId } }";
    let gone = mia.data(delete, json!({"input": {"id": show["id"]}})).await;
    assert_eq!(gone["deleteMediaItem"]["deletedId"], show["id"]);
    let left = mia.data("query ($id: ID!) { mediaItem(id: $id) { id } }", json!({"id": episode["id"]})).await;
    assert_eq!(left["mediaItem"], Value::Null, "its parts go with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_item_is_named() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let input = json!({
        "mediaTypeId": builtin::MOVIE.to_string(), "name": " ", "year": 40_000,
        "metadata": {"tagline": 5, "no_such_field": true},
    });
    let wrong = wrong_fields(&mia, CREATE, input).await;
    for field in ["name", "year", "metadata.tagline", "metadata.no_such_field"] {
        assert!(wrong.iter().any(|wrong| wrong == field), "{field} is among {wrong:?}");
    }
    let ids = json!([
        {"provider": "imdb", "kind": "movie", "externalId": "tt1"},
        {"provider": "im db", "kind": "movie", "externalId": "1"},
    ]);
    let input = json!({"mediaTypeId": builtin::MOVIE.to_string(), "name": "Heat", "externalIds": ids});
    assert_eq!(wrong_fields(&mia, CREATE, input).await, ["externalIds[1].provider"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_external_id_belongs_to_one_item() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let (heat, dune) = (film(&mia, "Heat").await, film(&mia, "Dune").await);
    let add = "mutation ($input: AddExternalIdInput!) { addExternalId(input: $input) { externalId { id externalId url } } }";
    let id_for =
        |item: &Value| json!({"input": {"itemId": item["id"], "provider": "tmdb", "kind": "movie", "externalId": "949"}});
    let added = mia.data(add, id_for(&heat)).await["addExternalId"]["externalId"].take();
    assert_eq!(added["url"], "https://www.themoviedb.org/movie/949");
    assert_eq!(mia.code(add, id_for(&dune)).await, "CONFLICT");
    let twin = json!({
        "mediaTypeId": builtin::MOVIE.to_string(), "name": "Heat again",
        "externalIds": [{"provider": "tmdb", "kind": "movie", "externalId": "0949"}],
    });
    assert_eq!(mia.code(CREATE, json!({ "input": twin })).await, "CONFLICT");

    let remove =
        "mutation ($input: RemoveExternalIdInput!) { removeExternalId(input: $input) { item { name externalIds { id } } } }";
    let removed = mia.data(remove, json!({"input": {"id": added["id"]}})).await;
    assert_eq!(removed["removeExternalId"]["item"], json!({"name": "Heat", "externalIds": []}));
    mia.data(add, id_for(&dune)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_season_is_moved_and_two_shows_become_one() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let show = async |name: &str| create(&mia, json!({"mediaTypeId": builtin::TV.to_string(), "name": name})).await;
    let (kept, twin) = (show("The Wire").await, show("Wire, The").await);
    let season = part(&mia, &twin, "Season 1", 1).await;
    let episode = part(&mia, &season, "The Target", 1).await;

    let relocate =
        "mutation ($input: MoveMediaItemInput!) { moveMediaItem(input: $input) { item { position parent { id } root { id } } } }";
    let moved = mia.data(relocate, json!({"input": {"id": season["id"], "parentId": kept["id"], "position": 2}})).await;
    assert_eq!(moved["moveMediaItem"]["item"], json!({"position": 2, "parent": {"id": kept["id"]}, "root": {"id": kept["id"]}}));
    let into_itself = json!({"id": kept["id"], "parentId": season["id"]});
    assert!(wrong_fields(&mia, relocate, into_itself).await.contains(&"parentId".to_owned()));

    mia.data(relocate, json!({"input": {"id": season["id"], "parentId": twin["id"], "position": 1}})).await;
    let merge =
        "mutation ($input: MergeMediaItemsInput!) { mergeMediaItems(input: $input) { item { id children { nodes { id } } } } }";
    let pair = json!({"input": {"survivorId": kept["id"], "absorbedId": twin["id"]}});
    let merged = mia.data(merge, pair.clone()).await["mergeMediaItems"]["item"].take();
    assert_eq!(merged, json!({"id": kept["id"], "children": {"nodes": [{"id": season["id"]}]}}));
    let found = "query ($id: ID!) { mediaItem(id: $id) { root { id } } }";
    assert_eq!(mia.data(found, json!({"id": episode["id"]})).await["mediaItem"]["root"]["id"], kept["id"]);
    assert_eq!(mia.code(merge, pair).await, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_user_changes_nothing_and_a_moderator_no_types() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let (_, ana) = server.user("ana").await;
    let heat = film(&mia, "Heat").await["id"].take();
    let movie = builtin::MOVIE.to_string();
    let calls = [
        ("createMediaItem", "CreateMediaItemInput", "item { id }", json!({"mediaTypeId": movie, "name": "Dune"})),
        ("updateMediaItem", "UpdateMediaItemInput", "item { id }", json!({"id": heat, "name": "Dune"})),
        ("moveMediaItem", "MoveMediaItemInput", "item { id }", json!({"id": heat})),
        ("deleteMediaItem", "DeleteMediaItemInput", "deletedId", json!({"id": heat})),
        ("mergeMediaItems", "MergeMediaItemsInput", "item { id }", json!({"survivorId": heat, "absorbedId": heat})),
        ("createMediaGroup", "CreateMediaGroupInput", "group { id }", json!({"mediaTypeId": movie, "name": "Dune"})),
        (
            "addMediaFileLocation",
            "AddMediaFileLocationInput",
            "fileLocation { id }",
            json!({"itemId": heat, "filePath": "/heat"}),
        ),
        (
            "addExternalId",
            "AddExternalIdInput",
            "externalId { id }",
            json!({"itemId": heat, "provider": "tmdb", "kind": "movie", "externalId": "949"}),
        ),
        (
            "addMediaRelationship",
            "AddMediaRelationshipInput",
            "relationship { id }",
            json!({"fromId": heat, "toId": heat, "type": "sequel"}),
        ),
        ("deleteMediaType", "DeleteMediaTypeInput", "deletedId", json!({"id": movie})),
    ];
    for (name, input_type, payload, input) in calls {
        let mutation = format!("mutation ($input: {input_type}!) {{ {name}(input: $input) {{ {payload} }} }}");
        assert_eq!(ana.code(&mutation, json!({ "input": input })).await, "FORBIDDEN", "{name}");
        if name == "deleteMediaType" {
            assert_eq!(mia.code(&mutation, json!({ "input": input })).await, "FORBIDDEN", "{name}");
        }
    }
    let shown = ana.data("query ($id: ID!) { mediaItem(id: $id) { name fileLocations { id } } }", json!({"id": heat})).await;
    assert_eq!(shown["mediaItem"], json!({"name": "Heat", "fileLocations": []}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sequel_has_its_prequel() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let (alien, aliens) = (film(&mia, "Alien").await, film(&mia, "Aliens").await);
    let add = "mutation ($input: AddMediaRelationshipInput!) { addMediaRelationship(input: $input) { relationship { id type item { name } } } }";
    let sequel = json!({"input": {"fromId": alien["id"], "toId": aliens["id"], "type": "sequel"}});
    let added = mia.data(add, sequel.clone()).await["addMediaRelationship"]["relationship"].take();
    assert_eq!((&added["type"], &added["item"]["name"]), (&json!("sequel"), &json!("Aliens")));
    assert_eq!(mia.code(add, sequel).await, "CONFLICT");
    let query = "query ($id: ID!) { mediaItem(id: $id) { relationships { type item { name } } } }";
    let of = async |item: &Value| mia.data(query, json!({"id": item["id"]})).await["mediaItem"]["relationships"].take();
    assert_eq!(of(&aliens).await, json!([{"type": "prequel", "item": {"name": "Alien"}}]));

    let remove = "mutation ($input: RemoveMediaRelationshipInput!) { removeMediaRelationship(input: $input) { item { name } } }";
    let removed = mia.data(remove, json!({"input": {"id": added["id"]}})).await;
    assert_eq!(removed["removeMediaRelationship"]["item"]["name"], "Alien");
    assert_eq!(of(&aliens).await, json!([]), "the other side goes too");
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_are_grouped_and_their_files_kept_track_of() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let (cut, theatrical) = (film(&mia, "Blade Runner: The Final Cut").await, film(&mia, "Blade Runner").await);
    let group = "mutation ($input: CreateMediaGroupInput!) { createMediaGroup(input: $input) { group { id name } } }";
    let input = json!({"mediaTypeId": builtin::MOVIE.to_string(), "name": "Blade Runner"});
    let group = mia.data(group, json!({ "input": input })).await["createMediaGroup"]["group"]["id"].take();
    let join =
        "mutation ($input: UpdateMediaItemInput!) { updateMediaItem(input: $input) { item { group { name } versions { id } } } }";
    for item in [&cut, &theatrical] {
        mia.data(join, json!({"input": {"id": item["id"], "mediaGroupId": group}})).await;
    }
    let grouped = "query ($id: ID!) { mediaItem(id: $id) { group { name } versions { id } fileLocations { filePath fileType isMissing verifiedAt } } }";
    let of = async |item: &Value| mia.data(grouped, json!({"id": item["id"]})).await["mediaItem"].take();
    assert_eq!(of(&cut).await["versions"], json!([{"id": theatrical["id"]}]));
    let rename = "mutation ($input: UpdateMediaGroupInput!) { updateMediaGroup(input: $input) { group { name description } } }";
    let renamed = mia.data(rename, json!({"input": {"id": group, "name": "Blade Runner (1982)"}})).await;
    assert_eq!(renamed["updateMediaGroup"]["group"], json!({"name": "Blade Runner (1982)", "description": null}));
    let ungroup = "mutation ($input: DeleteMediaGroupInput!) { deleteMediaGroup(input: $input) { deletedId } }";
    mia.data(ungroup, json!({"input": {"id": group}})).await;
    assert_eq!(of(&cut).await["group"], Value::Null);

    let add = "mutation ($input: AddMediaFileLocationInput!) { addMediaFileLocation(input: $input) { fileLocation { id } } }";
    let file = json!({"input": {"itemId": cut["id"], "filePath": "/films/final.mkv", "fileType": "VIDEO"}});
    let id = mia.data(add, file).await["addMediaFileLocation"]["fileLocation"]["id"].take();
    let verify = "mutation ($input: VerifyMediaFileLocationInput!) { verifyMediaFileLocation(input: $input) { fileLocation { isMissing } } }";
    for is_missing in [false, true] {
        let seen = mia.data(verify, json!({"input": {"id": id, "isMissing": is_missing}})).await;
        assert_eq!(seen["verifyMediaFileLocation"]["fileLocation"]["isMissing"], is_missing);
    }
    let files = of(&cut).await["fileLocations"].take();
    assert_eq!((&files[0]["fileType"], &files[0]["isMissing"]), (&json!("VIDEO"), &json!(true)));
    let forget = "mutation ($input: RemoveMediaFileLocationInput!) { removeMediaFileLocation(input: $input) { item { fileLocations { id } } } }";
    let left = mia.data(forget, json!({"input": {"id": id}})).await;
    assert_eq!(left["removeMediaFileLocation"]["item"]["fileLocations"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_a_media_type_of_their_own() {
    let server = TestServer::start().await;
    let (_, eve) = server.admin("eve").await;
    let make = "mutation ($input: CreateMediaTypeInput!) { createMediaType(input: $input) { mediaType { id name hierarchyLevels
        completionThresholdPercent metadataFields { name fieldType required } } } }";
    let input = json!({
        "name": "comic", "displayName": "Comics", "hierarchyLevels": ["series", "issue"], "interactionVerb": "read",
        "sessionNoun": "reading", "progressUnit": "page",
        "metadataFields": [{"name": "publisher", "fieldType": "STRING", "required": true}],
    });
    let comic = eve.data(make, json!({"input": input.clone()})).await["createMediaType"]["mediaType"].take();
    assert_eq!(comic["completionThresholdPercent"], 90.0);
    assert_eq!(comic["metadataFields"], json!([{"name": "publisher", "fieldType": "STRING", "required": true}]));
    assert_eq!(eve.code(make, json!({ "input": input })).await, "CONFLICT");
    let item = json!({"mediaTypeId": comic["id"], "name": "Saga"});
    assert_eq!(wrong_fields(&eve, CREATE, item).await, ["metadata.publisher"]);

    let update = "mutation ($input: UpdateMediaTypeInput!) { updateMediaType(input: $input) { mediaType { displayName color isEnabled } } }";
    let patch = json!({"input": {"id": comic["id"], "color": "#1d4ed8", "isEnabled": false}});
    let changed = eve.data(update, patch).await;
    assert_eq!(changed["updateMediaType"]["mediaType"], json!({"displayName": "Comics", "color": "#1d4ed8", "isEnabled": false}));
    let delete = "mutation ($input: DeleteMediaTypeInput!) { deleteMediaType(input: $input) { deletedId } }";
    eve.data(delete, json!({"input": {"id": comic["id"]}})).await;
    assert_eq!(eve.code(delete, json!({"input": {"id": builtin::MOVIE.to_string()}})).await, "CONFLICT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_items_costs_the_same_statements_whatever_its_length() {
    let server = TestServer::start().await;
    let (_, mia) = server.with_role("mia", Role::Moderator).await;
    let show = create(&mia, json!({"mediaTypeId": builtin::TV.to_string(), "name": "Show"})).await;
    for number in 1..=100 {
        let input = json!({
            "mediaTypeId": builtin::TV.to_string(), "name": format!("Season {number}"), "parentId": show["id"], "position": number,
            "externalIds": [{"provider": "tvdb", "kind": "season", "externalId": number.to_string()}],
        });
        create(&mia, input).await;
    }
    let query = "query ($first: Int!, $show: ID!) { mediaItems(first: $first, filter: {parentId: $show}) {
        nodes { name parent { name } externalIds { externalId } } } }";
    let cost = async |first: i32| {
        let before = server.world.app.database().statements();
        let page = mia.data(query, json!({"first": first, "show": show["id"]})).await;
        let nodes = page["mediaItems"]["nodes"].as_array().expect("a page");
        assert_eq!(Some(nodes.len()), usize::try_from(first).ok());
        assert!(nodes.iter().all(|node| node["parent"]["name"] == "Show" && node["externalIds"][0].is_object()));
        server.world.app.database().statements() - before
    };
    cost(1).await;
    assert_eq!(cost(10).await, cost(100).await);
}

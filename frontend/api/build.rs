//! Makes the published schema known to cynic, so that an operation that does not fit it breaks the build.

fn main() {
    cynic_codegen::register_schema("medianest")
        .from_sdl_file("../../schema.graphql")
        .expect("schema.graphql is valid SDL")
        .as_default()
        .expect("the schema can be stored");
}

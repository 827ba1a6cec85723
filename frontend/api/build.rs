//! Makes the published schema known to cynic, so that an operation that does not fit it breaks the build.

fn main() {
    cynic_codegen::register_schema("medianest")
        .from_sdl_file("../../schema.graphql")
        .expect("schema.graphql is valid SDL")
        .as_default()
        .expect("the schema can be stored");
    // The folder that `examples/documents.rs` filled, for an app that is to be delivered.
    println!("cargo::rustc-check-cfg=cfg(documents)");
    println!("cargo::rerun-if-env-changed=MEDIANEST_DOCUMENTS");
    if std::env::var_os("MEDIANEST_DOCUMENTS").is_some() {
        println!("cargo::rustc-cfg=documents");
    }
}

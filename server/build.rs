//! Lists the files of the GraphiQL bundle for `src/http/graphiql.rs`. Without a bundle the list is empty and the server
//! says at /graphiql how to make one.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// What a bundle holds: anything else in the folder stays out of the binary.
const FILES: &[(&str, &str)] = &[
    ("index.html", "text/html; charset=utf-8"),
    ("graphiql.css", "text/css; charset=utf-8"),
    ("graphiql.js", "text/javascript; charset=utf-8"),
];

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphiql/dist");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut list = String::from("&[");
    if FILES.iter().all(|(name, _)| folder.join(name).is_file()) {
        for (name, content_type) in FILES {
            let path = folder.join(name);
            let path = path.to_str().expect("the source tree has a path in UTF-8");
            write!(list, "File {{ name: {name:?}, content_type: {content_type:?}, bytes: include_bytes!({path:?}) }},")
                .expect("a String can be written to");
        }
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("graphiql.rs"), list)
        .expect("OUT_DIR is writable");
}

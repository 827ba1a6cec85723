//! Writes the documents that the web app sends to the file that is named, as `graphql.trusted_documents_file` of a server's
//! configuration takes them; without one, prints them.

fn main() -> std::io::Result<()> {
    let documents = medianest_web_api::trusted_documents();
    if let Some(path) = std::env::args_os().nth(1) {
        return std::fs::write(path, documents);
    }
    println!("{documents}");
    Ok(())
}

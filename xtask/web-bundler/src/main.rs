//! `medianest-web-bundler <app.wasm> <folder> [--debug]`: cuts a compiled web app into what everybody loads and what comes
//! later, and writes both, with the JavaScript modules that load them, into the folder. A program of its own because
//! wasm-bindgen's tools take more than a minute to compile, which only the chores that build the web app should pay.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

fn main() -> ExitCode {
    match bundle() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bundle() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let input = arguments.next().context("which WebAssembly?")?;
    let folder = arguments.next().context("into which folder?")?;
    let debug = arguments.next().is_some_and(|flag| flag == "--debug");
    let folder = Path::new(&folder);
    let first = folder.join("first.wasm");
    cut(&fs::read(&input).with_context(|| format!("cannot read {input}"))?, folder, &first)?;
    Bindgen::new()
        .input_path(&first)
        .out_name("app")
        .web(true)?
        .typescript(false)
        // The page says where the WebAssembly is: its name carries a hash.
        .omit_default_module_path(true)
        // What comes later uses what the linker exports of what came first.
        .keep_lld_exports(true)
        .debug(debug)
        .keep_debug(debug)
        .remove_name_section(!debug)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("{input} cannot be bundled"))
}

/// Writes what comes first to a file, and what comes later beside it, with `later.js` that loads it.
fn cut(input: &[u8], folder: &Path, first: &Path) -> Result<()> {
    let mut options = Options::new(input);
    options.output_dir = folder;
    options.main_out_path = first;
    options.link_name = "./later.js";
    options.main_module = "./app.js";
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    Ok(())
}

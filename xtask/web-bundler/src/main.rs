//! `medianest-web-bundler <app.wasm> <folder> [--debug]`: writes the JavaScript module that loads a compiled web app, and
//! the WebAssembly made fit for it, into the folder. A program of its own because wasm-bindgen's tools take more than a
//! minute to compile, which only the chores that build the web app should pay.

use std::process::ExitCode;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

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
    Bindgen::new()
        .input_path(&input)
        .out_name("app")
        .web(true)?
        .typescript(false)
        // The page says where the WebAssembly is: its name carries a hash.
        .omit_default_module_path(true)
        .debug(debug)
        .keep_debug(debug)
        .remove_name_section(!debug)
        .remove_producers_section(true)
        .generate(&folder)
        .with_context(|| format!("{input} cannot be bundled"))
}

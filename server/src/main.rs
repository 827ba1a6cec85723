//! The `medianest` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    medianest_server::cli::main()
}

//! The `medianest` command.

use std::process::ExitCode;

/// An answer is made of thousands of small pieces, of which the C library's allocator took a sixth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    medianest_server::cli::main()
}

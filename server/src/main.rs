//! The `medianest` command.

fn main() {
    print!("{}", medianest_server::graphql::sdl());
}

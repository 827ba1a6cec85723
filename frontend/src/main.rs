//! The web app: reads its configuration and mounts itself into the page.

mod app;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}

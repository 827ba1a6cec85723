//! The root: what every page can rely on, and which page is where.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;
use medianest_web_api::Client;
use medianest_web_api::operations::identity::Me;

use crate::components::Toasts;
use crate::pages::later::{Later, LaterAtAddress, Page};
#[cfg(not(feature = "styleguide"))]
use crate::pages::lost::NotFound as StyleguidePage;
#[cfg(feature = "styleguide")]
use crate::pages::styleguide::StyleguidePage;
use crate::pages::{catalogue, home, identity, live, lost};
use crate::routes;
use crate::shell::Shell;
use crate::stores::appearance::Appearance;
use crate::stores::data::Data;
use crate::stores::live::LiveStore;
use crate::stores::session::Session;
use crate::stores::toasts::ToastStore;

/// Asks for who is here, and for what the page that the app was opened at shows, before anything is drawn.
fn ask_ahead(client: &Client) {
    client.ask_ahead(Me::operation());
    let path = window().location().pathname().unwrap_or_default();
    if path == routes::HOME {
        home::ask_ahead(client);
    } else {
        catalogue::ask_ahead(client, &path);
    }
}

/// The whole app, on the API at this address.
#[component]
pub fn App(api: String) -> impl IntoView {
    provide_meta_context();
    let appearance = Appearance::load();
    let client = Client::new(&api);
    provide_context(appearance);
    ask_ahead(&client);
    provide_context(Data::new(client));
    provide_context(ToastStore::new());
    provide_context(Session::start());
    provide_context(LiveStore::start());
    let later_page = |page| move || view! { <Later page=page /> };
    // Texts are not reactive: another language draws the page anew.
    move || {
        appearance.language.track();
        view! {
            <Title formatter=|page: String| format!("{page} · MediaNest") />
            <Router>
                <Routes fallback=lost::NotFound>
                    <Route path=path!("/setup") view=later_page(Page::Setup) />
                    <Route path=path!("/shared") view=later_page(Page::SharedList) />
                    <Route path=path!("/sign-in") view=identity::SignInPage />
                    <ParentRoute path=path!("") view=Shell>
                        <Route path=path!("") view=home::HomePage />
                        <Route path=path!("/live") view=live::LivePage />
                        <Route path=path!("/items/:id") view=catalogue::ItemPage />
                        <Route path=path!("/styleguide") view=StyleguidePage />
                        // One for all that comes later: each route of its own would cost the first part kilobytes.
                        <Route path=path!("/:page/:id?/:part?") view=LaterAtAddress />
                        <Route path=path!("*any") view=lost::NotFound />
                    </ParentRoute>
                </Routes>
                <identity::SignInAgain />
                <Toasts />
            </Router>
        }
    }
}

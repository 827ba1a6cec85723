//! The root: what every page can rely on, and which page is where.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;
use medianest_web_api::Client;

use crate::components::Toasts;
use crate::pages::later::{Later, Page};
#[cfg(not(feature = "styleguide"))]
use crate::pages::lost::NotFound as StyleguidePage;
#[cfg(feature = "styleguide")]
use crate::pages::styleguide::StyleguidePage;
use crate::pages::{home, identity, live, lost};
use crate::routes;
use crate::shell::Shell;
use crate::stores::appearance::Appearance;
use crate::stores::data::Data;
use crate::stores::live::LiveStore;
use crate::stores::session::Session;
use crate::stores::toasts::ToastStore;

/// The whole app, on the API at this address.
#[component]
pub fn App(api: String) -> impl IntoView {
    provide_meta_context();
    let appearance = Appearance::load();
    let client = Client::new(&api);
    provide_context(appearance);
    provide_context(Data::new(client));
    provide_context(ToastStore::new());
    provide_context(Session::start());
    provide_context(LiveStore::start());
    let later = |page| move || view! { <Later page=page /> };
    // Texts are not reactive: another language draws the page anew.
    move || {
        appearance.language.track();
        view! {
            <Title formatter=|page: String| format!("{page} · MediaNest") />
            <Router>
                <Routes fallback=lost::NotFound>
                    <Route path=path!("/setup") view=later(Page::Setup) />
                    <Route path=path!("/shared") view=later(Page::SharedList) />
                    <Route path=path!("/sign-in") view=identity::SignInPage />
                    <ParentRoute path=path!("") view=Shell>
                        <Route path=path!("") view=home::HomePage />
                        <Route path=path!("/admin/:part?") view=later(Page::Admin) />
                        <Route path=path!("/api") view=later(Page::Api) />
                        <Route path=path!("/styleguide") view=StyleguidePage />
                        <Route path=path!("/calendar") view=later(Page::Calendar) />
                        <Route path=path!("/statistics") view=later(Page::Statistics) />
                        <Route path=path!("/year/:year") view=later(Page::Year) />
                        <Route path=path!("/discover") view=later(Page::Discover) />
                        <Route path=path!("/items/:id") view=later(Page::Item) />
                        <Route path=path!("/library") view=later(Page::Library) />
                        <Route path=path!("/lists") view=later(Page::Lists) />
                        <Route path=path!("/lists/:id") view=later(Page::List) />
                        <Route path=path!("/live") view=live::LivePage />
                        <Route path=path!("/notifications") view=later(Page::Notifications) />
                        <Route path=path!("/settings/notifications") view=later(Page::NotificationPreferences) />
                        <Route path=path!("/history") view=later(Page::History) />
                        <Route path=path!("/imports") view=later(Page::Imports) />
                        <Route path=path!("/imports/:id") view=later(Page::Import) />
                        <Route path=path!("/people") view=later(Page::People) />
                        <Route path=path!("/friends") view=|| view! { <Redirect path=routes::PEOPLE /> } />
                        <Route path=path!("/people/:id/:part?") view=later(Page::Person) />
                        <Route path=path!("/activity") view=later(Page::Activity) />
                        <Route path=path!("/groups") view=later(Page::Groups) />
                        <Route path=path!("/groups/:id") view=later(Page::Group) />
                        <Route path=path!("/device") view=later(Page::Device) />
                        <Route path=path!("/settings/:part?") view=later(Page::Settings) />
                        <Route path=path!("*any") view=lost::NotFound />
                    </ParentRoute>
                </Routes>
                <identity::SignInAgain />
                <Toasts />
            </Router>
        }
    }
}

//! The root: what every page can rely on, and which page is where.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;
use medianest_web_api::Client;

use crate::components::Toasts;
#[cfg(not(feature = "styleguide"))]
use crate::pages::lost::NotFound as StyleguidePage;
#[cfg(feature = "styleguide")]
use crate::pages::styleguide::StyleguidePage;
use crate::pages::{admin, api, catalogue, diary, home, identity, imports, library, live, lost, notifications, settings, social};
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
    // Texts are not reactive: another language draws the page anew.
    move || {
        appearance.language.track();
        view! {
            <Router>
                <Routes fallback=lost::NotFound>
                    <Route path=path!("/setup") view=identity::SetupPage />
                    <Route path=path!("/sign-in") view=identity::SignInPage />
                    <ParentRoute path=path!("") view=Shell>
                        <Route path=path!("") view=home::HomePage />
                        <Route path=path!("/admin/:part?") view=admin::AdminPage />
                        <Route path=path!("/api") view=api::ApiPage />
                        <Route path=path!("/styleguide") view=StyleguidePage />
                        <Route path=path!("/discover") view=catalogue::DiscoverPage />
                        <Route path=path!("/items/:id") view=catalogue::ItemPage />
                        <Route path=path!("/library") view=library::LibraryPage />
                        <Route path=path!("/live") view=live::LivePage />
                        <Route path=path!("/notifications") view=notifications::NotificationsPage />
                        <Route path=path!("/settings/notifications") view=notifications::NotificationPreferencesPage />
                        <Route path=path!("/history") view=diary::history::HistoryPage />
                        <Route path=path!("/imports") view=imports::ImportsPage />
                        <Route path=path!("/imports/:id") view=imports::ImportPage />
                        <Route path=path!("/people") view=social::FriendsPage />
                        <Route path=path!("/friends") view=|| view! { <Redirect path=routes::PEOPLE /> } />
                        <Route path=path!("/people/:id/:part?") view=social::PersonPage />
                        <Route path=path!("/groups") view=social::GroupsPage />
                        <Route path=path!("/groups/:id") view=social::GroupPage />
                        <Route path=path!("/device") view=identity::DevicePage />
                        <Route path=path!("/settings/:part?") view=settings::SettingsPage />
                        <Route path=path!("*any") view=lost::NotFound />
                    </ParentRoute>
                </Routes>
                <identity::SignInAgain />
                <Toasts />
            </Router>
        }
    }
}

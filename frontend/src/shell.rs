//! What stands around every page of those who are signed in: the rail or the tabs, the bar, and who may pass.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{A, Outlet, Redirect};
use leptos_router::hooks::use_location;
use medianest_web_api::operations::identity::Viewer;

use crate::components::icon::Logo;
use crate::components::{AfterPaint, Failure, Icon, Menu, MenuItem, MenuLink};
use crate::i18n::Language;
use crate::pages::later::{Later, LaterPalette, Page};
use crate::stores::appearance::{Theme, media, use_appearance};
use crate::stores::arrangement::Arrangement;
use crate::stores::news::News;
use crate::stores::presence::Presence;
use crate::stores::session::{Who, use_session};
use crate::widgets::connection::ConnectionBanner;
use crate::widgets::notifications::Bell;
use crate::widgets::palette::SearchTrigger;
use crate::widgets::people::Avatar;
use crate::widgets::presence::LiveCount;
use crate::{routes, t};

/// A place of the main navigation.
struct Place {
    to: &'static str,
    icon: &'static str,
    name: &'static str,
}

const MAIN: [Place; 9] = [
    Place { to: routes::HOME, icon: "house", name: "nav-home" },
    Place { to: routes::LIVE, icon: "radio", name: "nav-live" },
    Place { to: routes::DISCOVER, icon: "compass", name: "nav-discover" },
    Place { to: routes::LIBRARY, icon: "library", name: "nav-library" },
    Place { to: routes::HISTORY, icon: "history", name: "nav-history" },
    Place { to: routes::STATISTICS, icon: "chart-column", name: "nav-statistics" },
    Place { to: routes::CALENDAR, icon: "calendar-days", name: "nav-calendar" },
    Place { to: routes::LISTS, icon: "list-video", name: "nav-lists" },
    Place { to: routes::IMPORTS, icon: "import", name: "nav-import" },
];

const ADMINISTRATION: [Place; 2] =
    [Place { to: routes::ADMIN, icon: "shield", name: "nav-admin" }, Place { to: routes::API, icon: "braces", name: "nav-api" }];

/// Lets in who may be here, and draws the page in its frame.
#[component]
pub fn Shell() -> impl IntoView {
    let session = use_session();
    let location = use_location();
    // The person is drawn once: what changes about them changes inside, and nothing typed on the page is lost by it.
    let door = Memo::new(move |_| {
        session.who.with(|who| match who {
            Who::Person(viewer) if viewer.requires_password_change == Some(true) => Door::Password,
            Who::Person(_) => Door::Open,
            Who::Unknown => Door::Waiting,
            Who::Setup => Door::Setup,
            Who::Nobody => Door::SignIn,
            Who::Unreachable(error) => Door::Failed(error.clone()),
        })
    });
    move || match door.get() {
        Door::Waiting => ().into_any(),
        Door::Setup => view! { <Redirect path=routes::SETUP /> }.into_any(),
        Door::SignIn => {
            let here = untrack(|| format!("{}{}", location.pathname.get(), query_of(&location.search.get())));
            let path = if here == routes::HOME {
                routes::SIGN_IN.to_owned()
            } else {
                format!("{}?to={}", routes::SIGN_IN, String::from(js_sys::encode_uri_component(&here)))
            };
            view! { <Redirect path=path /> }.into_any()
        }
        Door::Failed(error) => view! {
            <Title text=t!("error-title") />
            <main class="shell-page">
                <h1 class="sr-only">{t!("app-name")}</h1>
                <Failure error=error on_retry=move || session.find_out() />
            </main>
        }
        .into_any(),
        Door::Password => view! { <Later page=Page::ForcedPassword /> }.into_any(),
        Door::Open => view! { <Frame /> }.into_any(),
    }
}

#[derive(Clone, PartialEq)]
enum Door {
    Waiting,
    Setup,
    SignIn,
    Password,
    Open,
    Failed(medianest_web_api::ApiError),
}

fn query_of(search: &str) -> String {
    let search = search.trim_start_matches('?');
    if search.is_empty() { String::new() } else { format!("?{search}") }
}

#[component]
fn Frame() -> impl IntoView {
    let session = use_session();
    let viewer = session.viewer();
    provide_context(Presence::watch(None));
    provide_context(News::watch());
    provide_context(Arrangement::new());
    let is_administrator = move || {
        viewer
            .get()
            .and_then(|viewer| viewer.role)
            .is_some_and(medianest_web_api::operations::identity::UserRole::is_administrator)
    };
    let palette = RwSignal::new(false);
    let rail_link = |place: &'static Place| {
        view! {
            <A href=place.to exact=place.to == routes::HOME attr:class="rail-link" attr:title=t!(place.name)>
                <Icon name=place.icon />
                <span class="name">{t!(place.name)}</span>
                {(place.to == routes::LIVE).then(|| view! { <LiveCount /> })}
            </A>
        }
    };
    let tab = |place: &'static Place| {
        view! {
            <A href=place.to exact=place.to == routes::HOME>
                <Icon name=place.icon />
                <span>{t!(place.name)}</span>
                {(place.to == routes::LIVE).then(|| view! { <LiveCount /> })}
            </A>
        }
    };
    let rail = move || {
        view! {
            {MAIN.iter().map(rail_link).collect_view()}
            <Show when=is_administrator>
                <p class="rail-group">{t!("nav-admin")}</p>
                {ADMINISTRATION.iter().map(rail_link).collect_view()}
            </Show>
        }
        .into_any()
    };
    let tabs = move || MAIN.iter().take(5).map(tab).collect_view().into_any();
    // As in the style sheet.
    let is_wide = media("(min-width: 60rem)");
    view! {
        <a class="skip-link" href="#page" rel="external">{t!("nav-skip")}</a>
        <div class="shell">
            <nav class="shell-rail" aria-label=t!("nav-main")>
                <A href=routes::HOME attr:class="brand" attr:aria-label=t!("app-name")>
                    <Logo />
                    <span class="name">"MediaNest"</span>
                </A>
                {drawn(is_wide, rail)}
            </nav>
            <header class="shell-bar">
                <A href=routes::HOME attr:class="brand" attr:aria-label=t!("app-name")>
                    <Logo />
                </A>
                <SearchTrigger open=palette />
                <span class="grow"></span>
                <Bell />
                <AccountMenu viewer=viewer />
            </header>
            <main id="page" class="shell-page" tabindex="-1">
                <ConnectionBanner />
                <Outlet />
            </main>
            <nav class="shell-tabs" aria-label=t!("nav-main")>
                {drawn(!is_wide, tabs)}
            </nav>
        </div>
        <LaterPalette open=palette />
    }
}

/// What is seen is drawn at once; what is there for another width of the window, when all that is seen is on the screen.
fn drawn(is_seen: bool, draw: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    if is_seen { draw() } else { view! { <AfterPaint>{draw()}</AfterPaint> }.into_any() }
}

#[component]
fn AccountMenu(viewer: Signal<Option<Viewer>>) -> impl IntoView {
    let session = use_session();
    let appearance = use_appearance();
    let name = move || viewer.get().map(|viewer| viewer.display_name).unwrap_or_default();
    let is_administrator = move || {
        viewer
            .get()
            .and_then(|viewer| viewer.role)
            .is_some_and(medianest_web_api::operations::identity::UserRole::is_administrator)
    };
    let own_page = move || viewer.get().map(|viewer| routes::person(&viewer.id)).unwrap_or_default();
    let theme_icon = |theme: Theme| match theme {
        Theme::System => "monitor",
        Theme::Light => "sun",
        Theme::Dark => "moon",
    };
    let theme_name = |theme: Theme| match theme {
        Theme::System => t!("theme-system"),
        Theme::Light => t!("theme-light"),
        Theme::Dark => t!("theme-dark"),
    };
    view! {
        <Menu
            label=t!("nav-account")
            class="button quiet square round"
            button=Box::new(move || {
                view! {
                    {move || {
                        viewer.get().map(|viewer| view! { <Avatar name=viewer.display_name src=viewer.avatar_url /> })
                    }}
                }
                    .into_any()
            })
        >
            <p class="palette-group">{name}</p>
            {move || view! { <MenuLink icon="user" to=own_page()>{t!("nav-profile")}</MenuLink> }}
            <MenuLink icon="users" to=routes::PEOPLE>
                {t!("nav-people")}
            </MenuLink>
            <MenuLink icon="list-video" to=routes::LISTS>
                {t!("nav-lists")}
            </MenuLink>
            <MenuLink icon="settings" to=routes::SETTINGS>
                {t!("nav-settings")}
            </MenuLink>
            <MenuLink icon="import" to=routes::IMPORTS>
                {t!("nav-import")}
            </MenuLink>
            <Show when=is_administrator>
                <MenuLink icon="shield" to=routes::ADMIN>
                    {t!("nav-admin")}
                </MenuLink>
                <MenuLink icon="braces" to=routes::API>
                    {t!("nav-api")}
                </MenuLink>
            </Show>
            <hr />
            {Theme::ALL
                .into_iter()
                .map(|theme| {
                    let checked = Signal::derive(move || Some(appearance.theme.get() == theme));
                    view! {
                        <MenuItem
                            icon=theme_icon(theme)
                            checked=checked
                            on_choose=move |()| {
                                appearance.set_theme(theme);
                                session.keep_look();
                            }
                        >
                            {theme_name(theme)}
                        </MenuItem>
                    }
                })
                .collect_view()}
            <hr />
            {Language::ALL
                .into_iter()
                .map(|language| {
                    let checked = Signal::derive(move || Some(appearance.language.get() == language));
                    view! {
                        <MenuItem
                            icon="languages"
                            checked=checked
                            on_choose=move |()| session.speak(language)
                        >
                            {language.name()}
                        </MenuItem>
                    }
                })
                .collect_view()}
            <hr />
            <MenuItem icon="log-out" on_choose=move |()| session.leave()>
                {t!("action-sign-out")}
            </MenuItem>
        </Menu>
    }
}

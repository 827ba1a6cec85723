//! Where the app is cut in two: what everybody needs comes at once, and these pages when somebody first goes there.

use std::mem::discriminant;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use medianest_web_api::operations::catalogue::ItemDetail;
use medianest_web_api::{ApiError, ErrorKind};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlLinkElement;

use super::home::{EditBar, Editing, Tools, WidgetTools};
use super::lost::NotFound;
use super::{
    admin, api, calendar, catalogue, diary, identity, imports, library, lists, notifications, settings, social, statistics,
};
use crate::components::{Failure, SkeletonRows};
use crate::i18n::{self, NotLoaded};
use crate::t;
use crate::widgets::palette::Palette;

/// The pages that come later.
#[derive(Clone, Copy)]
pub enum Page {
    /// What friends and the members of one's groups did.
    Activity,
    /// The administration.
    Admin,
    /// Trying the API.
    Api,
    /// What comes out.
    Calendar,
    /// Where a device's code is typed in.
    Device,
    /// Searching and browsing.
    Discover,
    /// What can be done while the home page is arranged, and what else happens at its end.
    EditBar(Editing, Callback<()>),
    /// A password that somebody else set is changed.
    ForcedPassword,
    /// A group of people.
    Group,
    /// Groups of people.
    Groups,
    /// What was played.
    History,
    /// An import.
    Import,
    /// Imports.
    Imports,
    /// What one does most with an item.
    ItemActions(Signal<ItemDetail>),
    /// How one finds an item.
    ItemRating(Signal<ItemDetail>),
    /// All of an item's page but its head.
    ItemRest(Signal<ItemDetail>),
    /// One's own library.
    Library,
    /// A list.
    List,
    /// Lists.
    Lists,
    /// Search and commands, open or not, and what was typed before it was there.
    Palette(RwSignal<bool>, RwSignal<String>),
    /// Which news somebody wants.
    NotificationPreferences,
    /// Notifications.
    Notifications,
    /// Friends.
    People,
    /// A person.
    Person,
    /// One's own settings.
    Settings,
    /// First administrator.
    Setup,
    /// A list that somebody has the address of.
    SharedList,
    /// What is counted of a history.
    Statistics,
    /// What can be done about a widget.
    WidgetTools(Tools),
    /// A year in review.
    Year,
}

impl Page {
    /// The page at `/page/id/part`. What part of a page is meant, or which year, stands where others have an id.
    fn at(page: &str, id: Option<&str>, part: Option<&str>) -> Option<Self> {
        Some(match (page, id, part) {
            ("activity", None, None) => Self::Activity,
            ("admin", _, None) => Self::Admin,
            ("api", None, None) => Self::Api,
            ("calendar", None, None) => Self::Calendar,
            ("device", None, None) => Self::Device,
            ("discover", None, None) => Self::Discover,
            ("groups", None, None) => Self::Groups,
            ("groups", Some(_), None) => Self::Group,
            ("history", None, None) => Self::History,
            ("imports", None, None) => Self::Imports,
            ("imports", Some(_), None) => Self::Import,
            ("library", None, None) => Self::Library,
            ("lists", None, None) => Self::Lists,
            ("lists", Some(_), None) => Self::List,
            ("notifications", None, None) => Self::Notifications,
            ("people" | "friends", None, None) => Self::People,
            ("people", Some(_), _) => Self::Person,
            ("settings", Some("notifications"), None) => Self::NotificationPreferences,
            ("settings", _, None) => Self::Settings,
            ("statistics", None, None) => Self::Statistics,
            ("year", Some(_), None) => Self::Year,
            _ => return None,
        })
    }
}

/// The page of the address. From one list to another it stays, and what it shows changes.
#[component]
pub fn LaterAtAddress() -> impl IntoView {
    let params = use_params_map();
    let page = Memo::new_with_compare(
        move |_| {
            let params = params.read();
            let (id, part) = (params.get("id"), params.get("part"));
            Page::at(&params.get("page").unwrap_or_default(), id.as_deref(), part.as_deref())
        },
        |before, now| before.map(|page| page.as_ref().map(discriminant)) != now.map(|page| page.as_ref().map(discriminant)),
    );
    move || match page.get() {
        Some(page) => view! { <Later page=page /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// The page, from the part of the app that comes later.
#[wasm_split(pages, wasm_split_path = ::leptos::wasm_split, preload(load_pages), fallible)]
fn draw(page: Page) -> Result<AnyView, NotLoaded> {
    i18n::add_later();
    Ok(match page {
        Page::Activity => view! { <social::ActivityPage /> }.into_any(),
        Page::Admin => view! { <admin::AdminPage /> }.into_any(),
        Page::Api => view! { <api::ApiPage /> }.into_any(),
        Page::Calendar => view! { <calendar::CalendarPage /> }.into_any(),
        Page::Device => view! { <identity::DevicePage /> }.into_any(),
        Page::Discover => view! { <catalogue::DiscoverPage /> }.into_any(),
        Page::EditBar(editing, on_done) => view! { <EditBar editing=editing on_done=on_done /> }.into_any(),
        Page::ForcedPassword => view! { <identity::ForcedPasswordPage /> }.into_any(),
        Page::Group => view! { <social::GroupPage /> }.into_any(),
        Page::Groups => view! { <social::GroupsPage /> }.into_any(),
        Page::History => view! { <diary::history::HistoryPage /> }.into_any(),
        Page::Import => view! { <imports::ImportPage /> }.into_any(),
        Page::Imports => view! { <imports::ImportsPage /> }.into_any(),
        Page::ItemActions(item) => view! { <catalogue::ItemActions item=item /> }.into_any(),
        Page::ItemRating(item) => view! { <catalogue::RatingField item=item /> }.into_any(),
        Page::ItemRest(item) => view! { <catalogue::ItemRest item=item /> }.into_any(),
        Page::Library => view! { <library::LibraryPage /> }.into_any(),
        Page::List => view! { <lists::ListPage /> }.into_any(),
        Page::Lists => view! { <lists::ListsPage /> }.into_any(),
        Page::NotificationPreferences => view! { <notifications::NotificationPreferencesPage /> }.into_any(),
        Page::Notifications => view! { <notifications::NotificationsPage /> }.into_any(),
        Page::Palette(open, early) => view! { <Palette open=open early=early /> }.into_any(),
        Page::People => view! { <social::FriendsPage /> }.into_any(),
        Page::Person => view! { <social::PersonPage /> }.into_any(),
        Page::Settings => view! { <settings::SettingsPage /> }.into_any(),
        Page::Setup => view! { <identity::SetupPage /> }.into_any(),
        Page::SharedList => view! { <lists::SharedListPage /> }.into_any(),
        Page::Statistics => view! { <statistics::StatisticsPage /> }.into_any(),
        Page::WidgetTools(tools) => view! { <WidgetTools tools=tools /> }.into_any(),
        Page::Year => view! { <statistics::YearPage /> }.into_any(),
    })
}

/// The style sheet of these pages. The page's head names it and leaves it switched off, and the first script switches it on
/// where the address leads to one of them.
fn looks() -> Option<HtmlLinkElement> {
    document().get_element_by_id("later-style")?.dyn_into().ok()
}

/// Whether the app was opened at one of these pages.
pub fn is_wanted() -> bool {
    looks().is_some_and(|link| !link.disabled())
}

/// Brings the part of the app that these pages are in, with its looks; whether it came. What did not is asked for again the
/// next time.
pub async fn bring() -> bool {
    let (pages, looks) = futures::future::join(load_pages(), bring_looks()).await;
    pages.is_ok() && looks
}

/// The style sheet, switched on.
async fn bring_looks() -> bool {
    let Some(link) = looks().filter(|link| link.sheet().is_none()) else { return true };
    let coming = js_sys::Promise::new(&mut |came, failed| {
        let _ = link.add_event_listener_with_callback("load", &came);
        let _ = link.add_event_listener_with_callback("error", &failed);
    });
    link.set_disabled(false);
    let came = JsFuture::from(coming).await.is_ok();
    link.set_disabled(!came);
    came
}

/// A page that comes later: its shape, then the page, or why it did not come.
#[component]
pub fn Later(
    /// Which.
    page: Page,
    /// Nothing is drawn until it is there.
    #[prop(optional)]
    quiet: bool,
    /// It is a part of a page that is there.
    #[prop(optional)]
    inside: bool,
) -> impl IntoView {
    let attempt = RwSignal::new(0_u32);
    let is_there = RwSignal::new(None::<bool>);
    let drawn = StoredValue::new_local(None::<AnyView>);
    Effect::new(move || {
        attempt.track();
        spawn_local(ScopedFuture::new_untracked(async move {
            let is_loaded = bring().await;
            // Whoever went elsewhere meanwhile needs no page here.
            if is_there.try_get_untracked().is_none() {
                return;
            }
            if is_loaded && let Ok(view) = draw(page).await {
                drawn.set_value(Some(view));
                is_there.set(Some(true));
            } else {
                is_there.set(Some(false));
            }
        }));
    });
    let again = move || {
        is_there.set(None);
        attempt.update(|attempt| *attempt += 1);
    };
    move || match is_there.get() {
        Some(false) | None if quiet => ().into_any(),
        None if inside => view! { <SkeletonRows count=4 /> }.into_any(),
        // It has no title of its own yet.
        None => view! {
            <Title text="MediaNest" />
            <h1 class="sr-only">{t!("loading")}</h1>
            <SkeletonRows count=8 />
        }
        .into_any(),
        Some(true) => drawn.try_update_value(Option::take).flatten().into_any(),
        Some(false) => {
            let error = ApiError::new(ErrorKind::Network { is_offline: false }, "a part of the app did not come");
            view! { <Failure error=error on_retry=again /> }.into_any()
        }
    }
}

/// When the first page is there, the rest of the app may come.
const FETCH_AFTER: Duration = Duration::from_secs(2);

/// The palette, from when it is first asked for, or the part it is in has come by itself.
#[component]
pub fn LaterPalette(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let is_wanted = RwSignal::new(false);
    Effect::new(move || {
        if open.get() {
            is_wanted.set(true);
        }
    });
    let come = move || {
        spawn_local(async move {
            // What does not come now is fetched again when it is needed.
            if bring().await {
                is_wanted.try_set(true);
            }
        });
    };
    if let Ok(timer) = set_timeout_with_handle(come, FETCH_AFTER) {
        on_cleanup(move || timer.clear());
    }
    // Who types on without looking has typed into it already.
    let early = RwSignal::new(String::new());
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let is_text = event.key().chars().count() == 1 && !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        let is_there = || document().query_selector("dialog.palette[open]").ok().flatten().is_some();
        if open.get_untracked() && is_text && !is_there() {
            event.prevent_default();
            early.update(|text| text.push_str(&event.key()));
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <Show when=move || is_wanted.get()>
            <Later page=Page::Palette(open, early) quiet=true />
        </Show>
    }
}

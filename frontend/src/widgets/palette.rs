//! The command palette (Ctrl-K): titles, pages and things to do, by typing.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use medianest_web_api::operations::catalogue::{ItemCard, Search, SearchVariables};
use wasm_bindgen::JsCast;

use crate::components::Icon;
use crate::components::dialog::is_outside;
use crate::components::field::unique_id;
use crate::stores::appearance::{Theme, use_appearance};
use crate::stores::data::load_when;
use crate::stores::session::use_session;
use crate::widgets::items::{heading, icon_of, subtitle};
use crate::{routes, t};

/// The button that opens it, and the keys: Ctrl-K or Cmd-K anywhere, `/` outside of fields.
#[component]
pub fn SearchTrigger(
    /// Whether the palette is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let is_shortcut = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k");
        if is_shortcut || (event.key() == "/" && !is_typing()) {
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <button
            type="button"
            class="search-trigger"
            // What is seen has to be in it, so that who speaks to the page can say what they see.
            aria-label=format!("{} Ctrl K", t!("search-hint"))
            aria-keyshortcuts="Control+K"
            on:click=move |_| open.set(true)
        >
            <Icon name="search" />
            <span class="label">{t!("search-hint")}</span>
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}

fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.dyn_ref::<web_sys::HtmlElement>().is_some_and(web_sys::HtmlElement::is_content_editable)
    })
}

/// One line of the list.
#[derive(Clone)]
struct Choice {
    group: String,
    icon: &'static str,
    name: String,
    act: Callback<()>,
}

/// The palette itself.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What was typed before it was there.
    early: RwSignal<String>,
) -> impl IntoView {
    let element = NodeRef::<leptos::html::Dialog>::new();
    let input = NodeRef::<leptos::html::Input>::new();
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let list_id = unique_id("palette");
    let choices = choices(text, found(text, open));
    Effect::new(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            text.set(early.try_update(std::mem::take).unwrap_or_default());
            at.set(0);
            let _ = dialog.show_modal();
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
            }
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let choose = move |index: usize| {
        if let Some(choice) = choices.with_untracked(|all| all.get(index).cloned()) {
            open.set(false);
            choice.act.run(());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let last = choices.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = if *at == 0 { last } else { *at - 1 }),
            "Home" if text.with_untracked(String::is_empty) => at.set(0),
            "End" if text.with_untracked(String::is_empty) => at.set(last),
            "Enter" => choose(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let active = {
        let option_id = option_id.clone();
        move || choices.with(|all| (!all.is_empty()).then(|| option_id(at.get())))
    };
    view! {
        <dialog
            node_ref=element
            class="dialog palette"
            aria-label=t!("palette-title")
            on:close=move |_| open.set(false)
            on:pointerdown=move |event| {
                if event.target() == event.current_target() && is_outside(&event) {
                    open.set(false);
                }
            }
        >
            <div class="search-field">
                <Icon name="search" />
                <input
                    node_ref=input
                    class="input"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-expanded="true"
                    aria-controls=list_id.clone()
                    aria-activedescendant=active
                    aria-label=t!("palette-hint")
                    placeholder=t!("palette-hint")
                    prop:value=move || text.get()
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        at.set(0);
                    }
                    on:keydown=on_key
                />
            </div>
            <div class="palette-list" id=list_id role="listbox" aria-label=t!("palette-title")>
                {move || {
                    let all = choices.get();
                    if all.is_empty() {
                        let text = text.get();
                        return view! { <p class="empty soft">{t!("palette-empty", text = text)}</p> }.into_any();
                    }
                    let mut group = String::new();
                    all.into_iter()
                        .enumerate()
                        .map(|(index, choice)| {
                            let head = (choice.group != group).then(|| choice.group.clone());
                            group.clone_from(&choice.group);
                            view! {
                                {head
                                    .map(|name| {
                                        view! { <p class="palette-group" role="presentation">{name}</p> }
                                    })}
                                <div
                                    class="palette-option"
                                    role="option"
                                    id=option_id(index)
                                    aria-selected=move || if at.get() == index { "true" } else { "false" }
                                    on:pointermove=move |_| at.set(index)
                                    on:click=move |_| choose(index)
                                >
                                    <Icon name=choice.icon />
                                    <span class="grow clip">{choice.name}</span>
                                </div>
                            }
                        })
                        .collect_view()
                        .into_any()
                }}
            </div>
        </dialog>
    }
}

/// How long typing pauses before it is searched for.
const PAUSE: Duration = Duration::from_millis(120);
/// More would push the pages out of sight.
const MOST_TITLES: i32 = 7;

/// The titles that fit what is typed, the best first. What was found stays until the next answer has come.
fn found(text: RwSignal<String>, open: RwSignal<bool>) -> Memo<Vec<ItemCard>> {
    let asked = RwSignal::new(String::new());
    Effect::new(move || {
        let typed = text.get().trim().to_owned();
        set_timeout(
            move || {
                if text.try_get_untracked().is_some_and(|now| now.trim() == typed) && asked.get_untracked() != typed {
                    asked.set(typed);
                }
            },
            PAUSE,
        );
    });
    let answer = load_when(move || {
        let query: String = asked.get().chars().take(200).collect();
        (open.get() && !query.is_empty())
            .then(|| Search::operation(SearchVariables { query, first: Some(MOST_TITLES), ..SearchVariables::default() }))
    });
    Memo::new(move |_| {
        if text.with(|text| text.trim().is_empty()) {
            return Vec::new();
        }
        answer.get().map(|answer| answer.search.nodes.into_iter().map(|hit| hit.item).collect()).unwrap_or_default()
    })
}

/// What fits to what is typed: titles, then pages and things to do.
fn choices(text: RwSignal<String>, found: Memo<Vec<ItemCard>>) -> Memo<Vec<Choice>> {
    let session = use_session();
    let appearance = use_appearance();
    let navigate = use_navigate();
    let go = move |to: String| {
        let navigate = navigate.clone();
        Callback::new(move |()| navigate(&to, leptos_router::NavigateOptions::default()))
    };
    let go = StoredValue::new(go);
    let page = move |icon, name: String, to: &str| Choice {
        group: t!("palette-pages"),
        icon,
        name,
        act: go.with_value(|go| go(to.to_owned())),
    };
    let action = |icon, name: String, act: Callback<()>| Choice { group: t!("palette-actions"), icon, name, act };
    Memo::new_with_compare(
        move |_| {
            let typed = text.get().trim().to_lowercase();
            let mut all = vec![
                page("house", t!("nav-home"), routes::HOME),
                page("radio", t!("nav-live"), routes::LIVE),
                page("compass", t!("nav-discover"), routes::DISCOVER),
                page("library", t!("nav-library"), routes::LIBRARY),
                page("history", t!("nav-history"), routes::HISTORY),
                page("chart-column", t!("nav-statistics"), routes::STATISTICS),
                page("calendar-days", t!("nav-calendar"), routes::CALENDAR),
                page("list-video", t!("nav-lists"), routes::LISTS),
                page("bell", t!("nav-notifications"), routes::NOTIFICATIONS),
                page("users", t!("nav-people"), routes::PEOPLE),
                page("import", t!("nav-import"), routes::IMPORTS),
                page("settings", t!("nav-settings"), routes::SETTINGS),
            ];
            if session
                .viewer()
                .get()
                .and_then(|viewer| viewer.role)
                .is_some_and(medianest_web_api::operations::identity::UserRole::is_administrator)
            {
                all.push(page("shield", t!("nav-admin"), routes::ADMIN));
                all.push(page("braces", t!("nav-api"), routes::API));
            }
            let theme = |theme| Callback::new(move |()| appearance.set_theme(theme));
            all.push(action("sun", t!("theme-light"), theme(Theme::Light)));
            all.push(action("moon", t!("theme-dark"), theme(Theme::Dark)));
            all.push(action("monitor", t!("theme-system"), theme(Theme::System)));
            all.push(action("log-out", t!("action-sign-out"), Callback::new(move |()| session.leave())));
            all.retain(|choice| choice.name.to_lowercase().contains(&typed));
            if typed.is_empty() {
                return all;
            }
            let title = |item: ItemCard| Choice {
                group: t!("palette-results"),
                icon: icon_of(&item),
                name: [heading(&item), subtitle(&item)].join(" · "),
                act: go.with_value(|go| go(routes::item(&item.id))),
            };
            let everywhere = Choice {
                group: t!("palette-results"),
                icon: "search",
                name: t!("palette-search", text = text.get().trim().to_owned()),
                act: go.with_value(|go| go(routes::search(text.get().trim()))),
            };
            found.get().into_iter().map(title).chain(all).chain([everywhere]).collect()
        },
        |_, _| true,
    )
}

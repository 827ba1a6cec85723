//! The bell: how many are not read, and the newest at a press.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::NewsRow;
use crate::components::field::unique_id;
use crate::components::menu::put_beside;
use crate::components::{Button, Empty, Failure, Icon, Look, SkeletonRows};
use crate::i18n::format;
use crate::stores::data::Phase;
use crate::stores::news::{News, use_news};
use crate::{routes, t};

/// More than this is more than anybody counts.
const MOST: i32 = 99;

/// The bell in the bar. Its window is the browser's own popover: it lies above everything, and closes on Escape and on a
/// press elsewhere.
#[component]
pub fn Bell() -> impl IntoView {
    let news = use_news();
    let id = unique_id("bell");
    let opener = NodeRef::<leptos::html::Button>::new();
    let window = NodeRef::<leptos::html::Div>::new();
    let is_open = RwSignal::new(false);
    let close = move || {
        if let Some(window) = window.get_untracked() {
            let _ = window.hide_popover();
        }
    };
    // Whoever went to another page is done here.
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let here = location.pathname.get();
        if before.is_some_and(|before| before != here) {
            close();
        }
        here
    });
    let label = move || match news.unread.get() {
        0 => t!("nav-notifications"),
        unread => t!("news-bell", count = unread, shown = format::count(unread)),
    };
    let arrived = move || news.arrived.get().map(|row| t!("news-arrived", title = row.title));
    let target = id.clone();
    let labelled_by = format!("{id}-title");
    let title_id = labelled_by.clone();
    view! {
        <button
            node_ref=opener
            type="button"
            class="button quiet square bell"
            aria-label=label
            title=label
            aria-haspopup="dialog"
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            popovertarget=target
        >
            <Icon name="bell" />
            <Show when=move || { news.unread.get() > 0 }>
                <span class="dot" aria-hidden="true">
                    {move || {
                        let unread = news.unread.get();
                        if unread > MOST { format!("{}+", format::count(MOST)) } else { format::count(unread) }
                    }}
                </span>
            </Show>
        </button>
        <span class="sr-only" aria-live="polite">
            {arrived}
        </span>
        <div
            node_ref=window
            id=id
            class="menu bell-window"
            role="dialog"
            aria-labelledby=labelled_by
            popover="auto"
            on:toggle=move |_| {
                let open = window.get_untracked().is_some_and(|window| window.matches(":popover-open").unwrap_or(false));
                is_open.set(open);
                if let (true, Some(opener), Some(window)) = (open, opener.get_untracked(), window.get_untracked()) {
                    put_beside(&opener, &window);
                }
            }
        >
            <div class="bell-head">
                <h2 id=title_id>{t!("nav-notifications")}</h2>
                <Show when=move || { news.unread.get() > 0 }>
                    <Button look=Look::Quiet small=true icon="check" on_press=move |_| news.mark_all_read()>
                        {t!("news-mark-all-read")}
                    </Button>
                </Show>
            </div>
            // What nobody looks at is not drawn.
            <Show when=move || is_open.get()>
                <Newest news=news on_follow=close />
            </Show>
            <div class="bell-foot">
                <A href=routes::NOTIFICATIONS attr:class="button quiet small" on:click=move |_| close()>
                    {t!("news-all")}
                </A>
                <A href=routes::NOTIFICATION_SETTINGS attr:class="button quiet small" on:click=move |_| close()>
                    {t!("news-settings")}
                </A>
            </div>
        </div>
    }
}

#[component]
fn Newest(news: News, #[prop(into)] on_follow: Callback<()>) -> impl IntoView {
    let rows = move || news.newest.items.get().into_iter().filter(|row| !news.is_leaving(&row.id)).collect::<Vec<_>>();
    move || match news.newest.phase.get() {
        Phase::Pending => view! { <SkeletonRows count=4 /> }.into_any(),
        Phase::Failed(error) => view! { <Failure error=error on_retry=move || news.newest.reload() /> }.into_any(),
        Phase::Ready => view! {
            <ul class="news-list">
                // Read or not makes another line of it.
                <For each=rows key=|row| (row.id.clone(), row.read_at.is_some()) let:row>
                    <li>
                        <NewsRow row=row brief=true on_follow=on_follow />
                    </li>
                </For>
            </ul>
            <Show when=move || rows().is_empty()>
                <Empty icon="bell" title=t!("news-empty") text=t!("news-empty-text") compact=true />
            </Show>
        }
        .into_any(),
    }
}

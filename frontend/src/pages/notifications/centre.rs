use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use medianest_web_api::operations::notifications::{NotificationRow, Notifications, NotificationsVariables};

use crate::components::field::unique_id;
use crate::components::{Button, Empty, Failure, More, PageHead, SkeletonRows};
use crate::i18n::format;
use crate::stores::data::{Phase, pages};
use crate::stores::news::{page_of, put_first, use_news};
use crate::widgets::notifications::NewsRow;
use crate::{routes, t};

/// How many are loaded at once.
const AT_ONCE: i32 = 30;

/// Everything that somebody was told, the newest first, by day.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let news = use_news();
    let query = use_query_map();
    let unread_only = Memo::new(move |_| query.with(|query| query.get_str("show") == Some("unread")));
    let list = pages(
        move |after| {
            news.version().track();
            Notifications::operation(NotificationsVariables { unread_only: unread_only.get(), first: Some(AT_ONCE), after })
        },
        page_of,
    );
    Effect::new(move || {
        if let Some(row) = news.arrived.get() {
            put_first(list.items, &row);
        }
    });
    let days = Memo::new(move |_| list.items.with(|items| by_day(items.iter().filter(|row| !news.is_leaving(&row.id)).cloned())));
    let text = Signal::derive(move || match news.unread.get() {
        0 => t!("news-none-unread"),
        unread => t!("news-count-unread", count = unread, shown = format::count(unread)),
    });
    let chip = move |unread: bool, to: String, name: String| {
        view! {
            <a class="chip" href=to aria-current=move || (unread_only.get() == unread).then_some("page")>
                {name}
            </a>
        }
    };
    view! {
        <div class="news-page">
            <PageHead title=t!("nav-notifications") text=text>
                <Show when=move || { news.unread.get() > 0 }>
                    <Button icon="check" on_press=move |_| news.mark_all_read()>
                        {t!("news-mark-all-read")}
                    </Button>
                </Show>
                <A href=routes::NOTIFICATION_SETTINGS attr:class="button">
                    {t!("news-settings")}
                </A>
            </PageHead>
            <nav class="chips news-choice" aria-label=t!("news-choice")>
                {chip(false, routes::NOTIFICATIONS.to_owned(), t!("news-show-all"))}
                {chip(true, routes::unread_notifications(), t!("news-show-unread"))}
            </nav>
            {move || match list.phase.get() {
                Phase::Pending => view! { <SkeletonRows count=8 /> }.into_any(),
                Phase::Failed(error) => {
                    view! { <Failure error=error on_retry=move || list.reload() /> }.into_any()
                }
                Phase::Ready => {
                    view! {
                        <For each=move || days.get() key=|day| day.0.clone() let:day>
                            <Day name=day.0.clone() days=days.into() />
                        </For>
                        <Show when=move || days.with(Vec::is_empty) && !list.has_more().get()>
                            {if unread_only.get() {
                                view! {
                                    <Empty icon="circle-check" title=t!("news-empty-unread") text=t!("news-empty-unread-text") />
                                }
                                    .into_any()
                            } else {
                                view! { <Empty icon="bell" title=t!("news-empty") text=t!("news-empty-text") /> }.into_any()
                            }}
                        </Show>
                        <More has_more=list.has_more() busy=list.busy on_more=move |()| list.more() />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// A day, as its headline has it, and what was told on it.
type Told = (String, Vec<NotificationRow>);

/// Groups what is sorted by time by the day of the person's calendar.
fn by_day(rows: impl Iterator<Item = NotificationRow>) -> Vec<Told> {
    let mut days: Vec<Told> = Vec::new();
    for row in rows {
        let name = format::day(format::day_of(row.created_at));
        match days.last_mut() {
            Some((day, rows)) if *day == name => rows.push(row),
            _ => days.push((name, vec![row])),
        }
    }
    days
}

#[component]
fn Day(name: String, days: Signal<Vec<Told>>) -> impl IntoView {
    let this = name.clone();
    let rows = move || days.with(|days| days.iter().find(|day| day.0 == this).map(|day| day.1.clone()).unwrap_or_default());
    let id = unique_id("day");
    let labelled_by = id.clone();
    view! {
        <section class="news-day" aria-labelledby=labelled_by>
            <h2 id=id>{name}</h2>
            <ul class="news-list card flush">
                // Read or not makes another line of it.
                <For each=rows key=|row| (row.id.clone(), row.read_at.is_some()) let:row>
                    <li>
                        <NewsRow row=row />
                    </li>
                </For>
            </ul>
        </section>
    }
}

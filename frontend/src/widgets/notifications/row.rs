//! One piece of news.

use leptos::prelude::*;
use leptos_router::components::A;
use medianest_web_api::operations::notifications::NotificationRow;

use super::answer::Answer;
use super::words::{icon_of, link_of, tone_of};
use crate::components::{Icon, IconButton};
use crate::i18n::format;
use crate::stores::news::use_news;
use crate::t;

/// One piece of news, as a line of a list: what it says, when it came, and what can be done about it.
#[component]
pub fn NewsRow(
    /// The news.
    row: NotificationRow,
    /// Without the buttons that put it away, where there is little room.
    #[prop(optional)]
    brief: bool,
    /// What else happens when its link is followed.
    #[prop(into, optional)]
    on_follow: Option<Callback<()>>,
) -> impl IntoView {
    let news = use_news();
    let is_unread = row.read_at.is_none();
    let exact = format::date_time(row.created_at);
    let name = row.title.clone();
    let title = match link_of(&row) {
        Some(link) => {
            let id = row.id.clone();
            let follow = move |_| {
                if is_unread {
                    news.mark_read(id.clone());
                }
                if let Some(act) = on_follow {
                    act.run(());
                }
            };
            view! {
                <A href=link attr:class="name" on:click=follow>
                    {name}
                </A>
            }
            .into_any()
        }
        None => view! { <span class="name">{name}</span> }.into_any(),
    };
    let (read, gone, answered) = (row.id.clone(), row.clone(), row.clone());
    let (tone, icon, told_at, message) = (tone_of(row.severity), icon_of(&row), row.created_at, row.message);
    view! {
        <article class="news-row" class:unread=is_unread>
            <span class=tone>
                <Icon name=icon />
            </span>
            <div class="grow">
                <h3>
                    {title}
                    {is_unread.then(|| view! { <span class="sr-only">" " {t!("news-unread")}</span> })}
                </h3>
                {(!message.is_empty()).then(|| view! { <p class="news-text">{message}</p> })}
                <p class="meta">
                    <time datetime=told_at.to_rfc3339() title=exact>
                        {format::relative(told_at)}
                    </time>
                </p>
                <Answer row=answered />
            </div>
            {(!brief)
                .then(move || {
                    view! {
                        <div class="news-acts">
                            {is_unread
                                .then(|| {
                                    view! {
                                        <IconButton
                                            icon="check"
                                            label=t!("news-mark-read")
                                            on_press=move |_| news.mark_read(read.clone())
                                        />
                                    }
                                })}
                            <IconButton icon="trash-2" label=t!("news-delete") on_press=move |_| news.delete(&gone) />
                        </div>
                    }
                })}
        </article>
    }
}

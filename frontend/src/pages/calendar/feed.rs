//! The address at which calendar programs read what comes out. It is shown once, when it is made.

use leptos::prelude::*;
use medianest_web_api::operations::calendar::{CalendarAddress, CreateCalendarFeed, FeedRow, RevokeCalendarFeed};

use crate::components::{Button, ConfirmDialog, Entry, Loaded, Panel, SecretDialog, SkeletonRows};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::optimistic::use_sender;
use crate::t;

/// The address there is, or the way to one.
#[component]
pub fn FeedPanel() -> impl IntoView {
    let (sender, data) = (use_sender(), use_data());
    let address = load(CalendarAddress::operation);
    let secret = RwSignal::new(None::<String>);
    let (renewing, revoking) = (RwSignal::new(false), RwSignal::new(false));
    let create = move || {
        sender.send(CreateCalendarFeed::operation(), move |answer| {
            secret.set(Some(format!("{}{}", data.client().base(), answer.create_calendar_feed.path)));
        });
    };
    let revoke = move |()| {
        sender.send(RevokeCalendarFeed::operation(), move |_| sender.toasts.say(t!("calendar-feed-revoked")));
    };
    view! {
        <div class="panels">
            <Panel title=t!("calendar-feed") text=t!("calendar-feed-text")>
                <Loaded from=address skeleton=|| view! { <SkeletonRows count=1 /> }.into_any() let:answer>
                    {move || match answer.get().calendar_feed {
                        Some(feed) => view! { <Feed feed=feed renewing=renewing revoking=revoking /> }.into_any(),
                        None => view! {
                            <Button icon="link" on_press=move |_| create()>
                                {t!("calendar-feed-create")}
                            </Button>
                        }
                        .into_any(),
                    }}
                </Loaded>
            </Panel>
        </div>
        <SecretDialog secret=secret title=t!("calendar-feed-made") text=t!("calendar-feed-made-text") />
        <ConfirmDialog
            open=renewing
            title=t!("calendar-feed-renew-title")
            text=t!("calendar-feed-renew-text")
            confirm=t!("calendar-feed-renew")
            on_confirm=move |()| create()
        />
        <ConfirmDialog
            open=revoking
            title=t!("calendar-feed-revoke-title")
            text=t!("calendar-feed-revoke-text")
            confirm=t!("calendar-feed-revoke")
            on_confirm=revoke
        />
    }
    .into_any()
}

#[component]
fn Feed(feed: FeedRow, renewing: RwSignal<bool>, revoking: RwSignal<bool>) -> impl IntoView {
    let actions = move || {
        view! {
            <Button small=true on_press=move |_| renewing.set(true)>
                {t!("calendar-feed-renew")}
            </Button>
            <Button small=true on_press=move |_| revoking.set(true)>
                {t!("calendar-feed-revoke")}
            </Button>
        }
        .into_any()
    };
    let used = match feed.last_used_at {
        Some(at) => t!("calendar-feed-used", when = format::relative(at)),
        None => t!("calendar-feed-unused"),
    };
    view! {
        <ul class="listing">
            <Entry icon="calendar-days" title=t!("calendar-feed-of", date = format::date(feed.created_at)) actions=ViewFn::from(actions)>
                {used}
            </Entry>
        </ul>
    }
    .into_any()
}

//! Watching together: what one of a group plays comes into the history of those who sit there.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::social::{GroupDetail, MemberRow};
use medianest_web_api::operations::together::{
    EndGroupWatching, GroupWatchings, LeaveGroupWatching, LeaveGroupWatchingInput, StartGroupWatching, StartGroupWatchingInput,
    WatchingRow,
};

use crate::components::{Button, Dialog, Form, FormActions, FormError, Section};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::optimistic::use_sender;
use crate::stores::session::use_viewer;
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::together::{PresentFields, willing};

/// What goes on in this group with the one who looks, and the way to begin; `may_host` is whether they may play for others.
#[component]
pub fn Together(group: Signal<GroupDetail>, may_host: Signal<bool>) -> impl IntoView {
    let viewer = use_viewer();
    let me = move || viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()));
    let found = load(GroupWatchings::operation);
    let here = Memo::new(move |_| {
        let id = group.with(|group| group.id.clone());
        let all = found.get().map(|answer| answer.group_watchings).unwrap_or_default();
        all.into_iter().filter(|watching| watching.group_id == id).collect::<Vec<_>>()
    });
    let is_host = move || here.with(|here| here.iter().any(|watching| Some(&watching.host_id) == me().as_ref()));
    let willing = Memo::new(move |_| willing(group.with(|group| group.members.nodes.clone())));
    let choosing = RwSignal::new(false);
    let group_id = StoredValue::new(group.with_untracked(|group| group.id.clone()));
    view! {
        <Section title=t!("together")>
            <div class="card stack">
                <p class="soft small">{t!("together-text")}</p>
                <For each=move || here.get() key=|watching| format!("{watching:?}") let:watching>
                    <Watching is_mine={Some(&watching.host_id) == me().as_ref()} watching=watching />
                </For>
                <Show when=move || may_host.get() && !is_host()>
                    <Show
                        when=move || !willing.with(Vec::is_empty)
                        fallback=|| view! { <p class="soft small">{t!("together-nobody")}</p> }
                    >
                        <Button icon="users" on_press=move |_| choosing.set(true)>
                            {t!("together-start")}
                        </Button>
                    </Show>
                </Show>
            </div>
        </Section>
        <Dialog open=choosing title=t!("together-who")>
            <Choose open=choosing group_id=group_id.get_value() willing=willing.get_untracked() />
        </Dialog>
    }
    .into_any()
}

/// One that goes on: whoever plays ends it, and whoever is said to be there says that they are not.
#[component]
fn Watching(watching: WatchingRow, is_mine: bool) -> impl IntoView {
    let sender = use_sender();
    let WatchingRow { id, host, present, ends_at, .. } = watching;
    let names = present.into_iter().map(|person| person.display_name).collect::<Vec<_>>().join(", ");
    let host = host.map_or_else(|| t!("person-hidden"), |person| person.display_name);
    let words = if is_mine { t!("together-with", names = names) } else { t!("together-by", name = host) };
    let stop = move |_| {
        if is_mine {
            sender.send(EndGroupWatching::operation(), move |_| sender.toasts.say(t!("together-ended")));
        } else {
            let leaving = LeaveGroupWatching::operation(LeaveGroupWatchingInput { watching_id: id.clone() });
            sender.send(leaving, move |_| sender.toasts.say(t!("together-left")));
        }
    };
    view! {
        <p class="row">
            <span class="grow">
                {words} " " <span class="soft small">{t!("together-until", time = format::time(ends_at))}</span>
            </span>
            <Button small=true on_press=stop>
                {if is_mine { t!("together-end") } else { t!("together-leave") }}
            </Button>
        </p>
    }
}

/// Who sits there.
#[component]
fn Choose(open: RwSignal<bool>, group_id: Id, willing: Vec<MemberRow>) -> impl IntoView {
    let (form, data, toasts) = (Form::new(), use_data(), use_toasts());
    let present = RwSignal::new(willing.iter().map(|member| member.user_id.clone()).collect::<Vec<_>>());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = StartGroupWatchingInput { group_id: group_id.clone(), user_ids: present.get_untracked() };
        form.send(data.change(StartGroupWatching::operation(input)), move |_| {
            open.set(false);
            toasts.say(t!("together-started"));
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormError form=form />
            <PresentFields willing=willing present=present />
            <FormActions open=open form=form label=t!("together-start") />
        </form>
    }
}

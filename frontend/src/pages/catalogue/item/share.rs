//! Giving a play to those of a group who sat there.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::common::{IdVariables, PageVariables};
use medianest_web_api::operations::social::{GroupById, GroupRow, Groups, MemberRow};
use medianest_web_api::operations::together::{SharePlay, SharePlayInput};

use crate::components::{Empty, Form, FormActions, FormError, Loaded, Select, SkeletonRows};
use crate::stores::data::{load, load_when, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::together::{PresentFields, willing};

/// What stands in the dialog: a group, and who of it was there.
#[component]
pub fn Share(open: RwSignal<bool>, play_id: Id) -> impl IntoView {
    let groups = load(|| Groups::operation(PageVariables { first: Some(100), after: None }));
    view! {
        <Loaded from=groups skeleton=|| view! { <SkeletonRows count=3 /> }.into_any() let:found>
            {
                let play_id = play_id.clone();
                move || {
                    let groups = found.get().groups.nodes;
                    if groups.is_empty() {
                        view! { <Empty compact=true icon="users" title=t!("groups-none") text=t!("groups-none-text") /> }
                            .into_any()
                    } else {
                        view! { <WithGroup open=open play_id=play_id.clone() groups=groups /> }.into_any()
                    }
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn WithGroup(open: RwSignal<bool>, play_id: Id, groups: Vec<GroupRow>) -> impl IntoView {
    let options: Vec<(String, String)> = groups.into_iter().map(|group| (group.id.into_inner(), group.name)).collect();
    let chosen = RwSignal::new(options.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let found = load_when(move || Some(GroupById::operation(IdVariables { id: Id::new(chosen.get()) })));
    view! {
        <div class="form">
            <Select label=t!("together-group") options=options value=chosen />
            <Loaded from=found skeleton=|| view! { <SkeletonRows count=3 /> }.into_any() let:found>
                {
                    let play_id = play_id.clone();
                    move || {
                        let group = found.get().group;
                        let willing = willing(group.members.nodes);
                        if willing.is_empty() {
                            view! { <p class="soft small">{t!("together-nobody")}</p> }.into_any()
                        } else {
                            view! { <Choose open=open play_id=play_id.clone() group_id=group.id willing=willing /> }.into_any()
                        }
                    }
                }
            </Loaded>
        </div>
    }
}

#[component]
fn Choose(open: RwSignal<bool>, play_id: Id, group_id: Id, willing: Vec<MemberRow>) -> impl IntoView {
    let (form, data, toasts) = (Form::new(), use_data(), use_toasts());
    let present = RwSignal::new(willing.iter().map(|member| member.user_id.clone()).collect::<Vec<_>>());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = SharePlayInput { play_id: play_id.clone(), group_id: group_id.clone(), user_ids: present.get_untracked() };
        form.send(data.change(SharePlay::operation(input)), move |_| {
            open.set(false);
            toasts.say(t!("together-shared"));
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormError form=form />
            <PresentFields willing=willing present=present />
            <FormActions open=open form=form label=t!("together-share") />
        </form>
    }
}

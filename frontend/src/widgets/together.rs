//! Who of a group sits there while one of them plays.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::social::MemberRow;

use crate::components::Check;
use crate::stores::session::use_viewer;
use crate::t;

/// Those of a group who take what others play with them, oneself apart.
pub fn willing(members: Vec<MemberRow>) -> Vec<MemberRow> {
    let me = use_viewer().with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()));
    members.into_iter().filter(|member| member.takes_plays && Some(&member.user_id) != me.as_ref()).collect()
}

/// Says who was there: each of these is, or is not.
#[component]
pub fn PresentFields(
    /// Those who take it.
    willing: Vec<MemberRow>,
    /// Those who are there.
    present: RwSignal<Vec<Id>>,
) -> impl IntoView {
    let person = move |member: MemberRow| {
        let name = member.user.map_or_else(|| t!("person-hidden"), |person| person.display_name);
        let (id, known) = (member.user_id.clone(), member.user_id);
        view! {
            <Check
                label=name
                checked=Signal::derive(move || present.with(|present| present.contains(&known)))
                on_change=move |on| {
                    present
                        .update(|present| {
                            present.retain(|known| *known != id);
                            if on {
                                present.push(id.clone());
                            }
                        });
                }
            />
        }
    };
    willing.into_iter().map(person).collect_view()
}

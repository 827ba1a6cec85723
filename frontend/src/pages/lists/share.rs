//! Who sees a list, who works on it, and by which addresses others read it.

use leptos::prelude::*;
use medianest_web_api::operations::identity::Audience;
use medianest_web_api::operations::lists::{ListDetail, UpdateList, UpdateListInput};

use super::form::AudienceField;
use super::links::Links;
use super::people::People;
use crate::components::Section;
use crate::stores::optimistic::use_sender;
use crate::t;

/// All of it; what is chosen takes effect at once.
#[component]
pub fn Share(list: Signal<ListDetail>) -> impl IntoView {
    let sender = use_sender();
    let audience = RwSignal::new(list.with_untracked(|list| list.audience));
    Effect::new(move |known: Option<Audience>| {
        let wanted = audience.get();
        if known.is_some_and(|known| known != wanted) {
            let input =
                UpdateListInput { audience: Some(wanted), ..UpdateListInput::of(list.with_untracked(|list| list.id.clone())) };
            sender.send(UpdateList::operation(input), move |_| sender.toasts.say(t!("lists-saved")));
        }
        wanted
    });
    view! {
        <div class="stack">
            <AudienceField value=audience />
            <Section title=t!("lists-people")>
                <People list=list />
            </Section>
            <Section title=t!("lists-links")>
                <Links list=list />
            </Section>
        </div>
    }
    .into_any()
}

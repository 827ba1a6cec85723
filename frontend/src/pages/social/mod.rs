//! People: friends, groups, and what one may see of somebody.

mod activity;
mod friends;
mod group;
mod groups;
mod invite;
mod person;
mod shown;
mod tastes;
mod together;

pub use activity::ActivityPage;
pub use friends::FriendsPage;
pub use group::GroupPage;
pub use groups::GroupsPage;
pub use person::PersonPage;

use leptos::prelude::*;

use crate::components::{TabLink, Tabs};
use crate::{routes, t};

/// The way between friends, groups and what they did.
#[component]
fn PeopleTabs() -> impl IntoView {
    view! {
        <Tabs label=t!("nav-people")>
            <TabLink to=routes::PEOPLE exact=true>
                {t!("people-friends")}
            </TabLink>
            <TabLink to=routes::GROUPS exact=true>
                {t!("people-groups")}
            </TabLink>
            <TabLink to=routes::ACTIVITY exact=true>
                {t!("activity")}
            </TabLink>
        </Tabs>
    }
}

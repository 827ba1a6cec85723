//! People: friends, groups, and what one may see of somebody.

mod friends;
mod group;
mod groups;
mod person;
mod shown;

pub use friends::FriendsPage;
pub use group::GroupPage;
pub use groups::GroupsPage;
pub use person::PersonPage;

use leptos::prelude::*;

use crate::components::{TabLink, Tabs};
use crate::{routes, t};

/// The way between friends and groups.
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
        </Tabs>
    }
}

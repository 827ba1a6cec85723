//! For administrators: people, media types, who is asked what things are, what holds for everybody, jobs, the audit log and the error log.

mod audit;
mod errors;
mod jobs;
mod metadata;
mod metadata_order;
mod people;
mod people_dialogs;
mod runs;
mod settings;
mod type_form;
mod types;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use medianest_web_api::operations::identity::UserRole;

use super::lost::{NotForYou, NotFound};
use crate::components::{PageHead, TabLink, Tabs};
use crate::stores::session::use_viewer;
use crate::{routes, t};

/// The administration: the tabs, and the part that the address names.
#[component]
pub fn AdminPage() -> impl IntoView {
    let viewer = use_viewer();
    let is_administrator =
        Memo::new(move |_| viewer.get().and_then(|viewer| viewer.role).is_some_and(UserRole::is_administrator));
    move || if is_administrator.get() { view! { <Parts /> }.into_any() } else { view! { <NotForYou /> }.into_any() }
}

#[component]
fn Parts() -> impl IntoView {
    let params = use_params_map();
    let part = Memo::new(move |_| params.read().get("id"));
    view! {
        <PageHead title=t!("nav-admin") />
        <Tabs label=t!("nav-admin")>
            <TabLink to=routes::ADMIN exact=true>
                {t!("nav-people")}
            </TabLink>
            <TabLink to=routes::ADMIN_TYPES>{t!("admin-types")}</TabLink>
            <TabLink to=routes::ADMIN_METADATA>{t!("metadata")}</TabLink>
            <TabLink to=routes::ADMIN_SETTINGS>{t!("nav-settings")}</TabLink>
            <TabLink to=routes::ADMIN_JOBS>{t!("admin-jobs")}</TabLink>
            <TabLink to=routes::ADMIN_AUDIT>{t!("admin-audit")}</TabLink>
            <TabLink to=routes::ADMIN_ERRORS>{t!("admin-errors")}</TabLink>
        </Tabs>
        {move || match part.get().as_deref() {
            None => view! { <people::PeoplePart /> }.into_any(),
            Some("types") => view! { <types::TypesPart /> }.into_any(),
            Some("metadata") => view! { <metadata::MetadataPart /> }.into_any(),
            Some("settings") => view! { <settings::SettingsPart /> }.into_any(),
            Some("jobs") => view! { <jobs::JobsPart /> }.into_any(),
            Some("audit") => view! { <audit::AuditPart /> }.into_any(),
            Some("errors") => view! { <errors::ErrorsPart /> }.into_any(),
            Some(_) => view! { <NotFound /> }.into_any(),
        }}
    }
}

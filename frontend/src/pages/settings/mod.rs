//! One's own settings, each part at an address of its own.

mod appearance;
mod connect;
mod connections;
mod data;
mod deliveries;
mod devices;
mod email;
mod keys;
mod matches;
mod players;
mod privacy;
mod profile;
mod security;
mod told;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::lost::NotFound;
use crate::components::{PageHead, TabLink, Tabs};
use crate::{routes, t};

/// The settings: the tabs, and the part that the address names.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let params = use_params_map();
    let part = Memo::new(move |_| params.read().get("id"));
    view! {
        <PageHead title=t!("nav-settings") />
        <SettingsTabs />
        {move || match part.get().as_deref() {
            None => view! { <profile::ProfilePart /> }.into_any(),
            Some("appearance") => view! { <appearance::AppearancePart /> }.into_any(),
            Some("privacy") => view! { <privacy::PrivacyPart /> }.into_any(),
            Some("security") => view! { <security::SecurityPart /> }.into_any(),
            Some("keys") => view! { <keys::KeysPart /> }.into_any(),
            Some("devices") => view! { <devices::DevicesPart /> }.into_any(),
            Some("players") => view! { <players::PlayersPart /> }.into_any(),
            Some("data") => view! { <data::DataPart /> }.into_any(),
            Some(_) => view! { <NotFound /> }.into_any(),
        }}
    }
}

/// The tabs, also above those settings that are a page of their own.
#[component]
pub fn SettingsTabs() -> impl IntoView {
    view! {
        <Tabs label=t!("nav-settings")>
            <TabLink to=routes::SETTINGS exact=true>
                {t!("nav-profile")}
            </TabLink>
            <TabLink to=routes::SETTINGS_APPEARANCE>{t!("settings-appearance")}</TabLink>
            <TabLink to=routes::NOTIFICATION_SETTINGS>{t!("nav-notifications")}</TabLink>
            <TabLink to=routes::SETTINGS_PRIVACY>{t!("settings-privacy")}</TabLink>
            <TabLink to=routes::SETTINGS_SECURITY>{t!("settings-security")}</TabLink>
            <TabLink to=routes::SETTINGS_KEYS>{t!("settings-keys")}</TabLink>
            <TabLink to=routes::SETTINGS_PLAYERS>{t!("settings-players")}</TabLink>
            <TabLink to=routes::SETTINGS_DEVICES>{t!("settings-devices")}</TabLink>
            <TabLink to=routes::SETTINGS_DATA>{t!("settings-data")}</TabLink>
        </Tabs>
    }
}

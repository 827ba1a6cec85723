//! What others see of somebody, their language and their time zone.

use leptos::prelude::*;
use medianest_web_api::Patch;
use medianest_web_api::operations::identity::{UpdateProfile, UpdateProfileInput};

use crate::components::{Button, Form, FormError, Look, Panel, Select, TextArea, TextField};
use crate::i18n::{self, Language, format};
use crate::stores::data::use_data;
use crate::stores::session::use_session;
use crate::stores::toasts::use_toasts;
use crate::t;
use crate::widgets::people::Avatar;

const FIELDS: &[&str] = &["displayName", "firstName", "lastName", "avatarUrl", "bio", "timezone", "locale"];

#[component]
pub fn ProfilePart() -> impl IntoView {
    let session = use_session();
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    // What is being typed is not overwritten when somebody else's change comes along.
    let Some(viewer) = session.viewer().get_untracked() else { return ().into_any() };
    let text = |value: &Option<String>| RwSignal::new(value.clone().unwrap_or_default());
    let name = RwSignal::new(viewer.display_name.clone());
    let (first, last) = (text(&viewer.first_name), text(&viewer.last_name));
    let (bio, picture) = (text(&viewer.bio), text(&viewer.avatar_source));
    let zone = RwSignal::new(viewer.timezone.clone().unwrap_or_else(format::browser_zone));
    let language = RwSignal::new(i18n::current().code().to_owned());
    let mut zones = format::zones();
    if !zones.contains(&zone.get_untracked()) {
        zones.insert(0, zone.get_untracked());
    }
    let zones: Vec<_> = zones.into_iter().map(|zone| (zone.clone(), zone.replace('_', " "))).collect();
    let languages = Language::ALL.map(|language| (language.code().to_owned(), language.name().to_owned())).to_vec();
    let filled = |value: RwSignal<String>| -> Patch<String> {
        Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty()).into()
    };
    let send = move || {
        let input = UpdateProfileInput {
            display_name: Patch::Set(name.get_untracked().trim().to_owned()),
            first_name: filled(first),
            last_name: filled(last),
            avatar_url: filled(picture),
            bio: filled(bio),
            locale: Patch::Set(language.get_untracked()),
            timezone: Patch::Set(zone.get_untracked()),
        };
        form.send(async move { data.change(UpdateProfile::operation(input)).await }, move |answer| {
            // First, so that what is said is said in the language that was chosen.
            session.update(answer.update_profile.user);
            toasts.say(t!("settings-saved"));
        });
    };
    let shown_name = Signal::derive(move || name.get());
    view! {
        <form
            class="panels"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <FormError form=form fields=FIELDS />
            <Panel title=t!("profile-who") text=t!("profile-who-text")>
                <div class="row" style:--gap="var(--s4)">
                    {move || {
                        // The server fetches it, once the address is saved.
                        let src = session.viewer().with(|viewer| viewer.as_ref()?.avatar_url.clone());
                        view! { <Avatar name=shown_name.get() src=src size="4rem" /> }
                    }}
                    <div>
                        <strong>{move || shown_name.get()}</strong>
                        <p class="soft small">{viewer.username.clone().map(|name| format!("@{name}"))}</p>
                    </div>
                </div>
                <TextField
                    label=t!("profile-name")
                    value=name
                    required=true
                    autocomplete="nickname"
                    hint=t!("profile-name-hint")
                    error=form.error_of("displayName")
                />
                <div class="fields">
                    <TextField
                        label=t!("profile-first-name")
                        value=first
                        autocomplete="given-name"
                        error=form.error_of("firstName")
                    />
                    <TextField
                        label=t!("profile-last-name")
                        value=last
                        autocomplete="family-name"
                        error=form.error_of("lastName")
                    />
                </div>
                <TextField
                    label=t!("profile-picture")
                    value=picture
                    kind="url"
                    autocomplete="off"
                    placeholder="https://"
                    hint=t!("profile-picture-hint")
                    error=form.error_of("avatarUrl")
                />
                <TextArea label=t!("profile-bio") value=bio error=form.error_of("bio") />
            </Panel>
            <Panel title=t!("profile-region") text=t!("profile-region-text")>
                <div class="fields">
                    <Select label=t!("language") options=languages value=language error=form.error_of("locale") />
                    <Select
                        label=t!("profile-zone")
                        options=zones
                        value=zone
                        hint=t!("profile-zone-hint", zone = format::browser_zone())
                        error=form.error_of("timezone")
                    />
                </div>
            </Panel>
            <div class="form-actions">
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("action-save")}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

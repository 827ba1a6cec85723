//! What holds for everybody.

use leptos::prelude::*;
use medianest_web_api::Patch;
use medianest_web_api::operations::admin::{AppSettings, AppSettingsDetail, UpdateAppSettings, UpdateAppSettingsInput};
use medianest_web_api::operations::identity::Locale;

use crate::components::{Button, Check, Form, FormError, Loaded, Look, Panel, Select, SkeletonRows, TextField};
use crate::i18n::Language;
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;

const FIELDS: &[&str] = &["instanceName", "defaultLocale", "accessTokenMinutes", "sessionDays", "importMebibytes"];

#[component]
pub fn SettingsPart() -> impl IntoView {
    let settings = load(AppSettings::operation);
    view! {
        <Loaded from=settings skeleton=|| view! { <SkeletonRows count=5 /> } let:answer>
            <SettingsForm settings=answer.get_untracked().app_settings />
        </Loaded>
    }
}

#[component]
fn SettingsForm(settings: AppSettingsDetail) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let number = |value: i32| RwSignal::new(value.to_string());
    let name = RwSignal::new(settings.instance_name);
    let locale = RwSignal::new(settings.default_locale.as_str().to_owned());
    let (minutes, days) = (number(settings.access_token_minutes), number(settings.session_days));
    let size = number(settings.import_mebibytes);
    let shows_graphiql = RwSignal::new(settings.shows_graphiql);
    let languages: Vec<_> = Language::ALL.map(|language| (language.code().to_uppercase(), language.name().to_owned())).to_vec();
    // What is emptied becomes as it is without being set; what is no number is left to the browser, which says so.
    let typed = |value: RwSignal<String>| match value.get_untracked().trim() {
        "" => Patch::Clear,
        text => text.parse().map_or(Patch::Keep, Patch::Set),
    };
    let send = move || {
        let input = UpdateAppSettingsInput {
            instance_name: Some(name.get_untracked().trim().to_owned()).filter(|name| !name.is_empty()).into(),
            default_locale: Locale::ALL.iter().copied().find(|one| one.as_str() == locale.read_untracked().as_str()),
            access_token_minutes: typed(minutes),
            session_days: typed(days),
            import_mebibytes: typed(size),
            shows_graphiql: Patch::Set(shows_graphiql.get_untracked()),
        };
        form.send(async move { data.change(UpdateAppSettings::operation(input)).await }, move |answer| {
            let now = answer.update_app_settings.app_settings;
            // What was emptied shows what holds instead.
            name.try_set(now.instance_name);
            minutes.try_set(now.access_token_minutes.to_string());
            days.try_set(now.session_days.to_string());
            size.try_set(now.import_mebibytes.to_string());
            toasts.say(t!("settings-saved"));
        });
    };
    view! {
        <form
            class="panels"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <FormError form=form fields=FIELDS />
            <Panel title=t!("app-settings-who") text=t!("app-settings-who-text")>
                <div class="fields">
                    <TextField
                        label=t!("app-settings-name")
                        value=name
                        autocomplete="off"
                        error=form.error_of("instanceName")
                    />
                    <Select
                        label=t!("app-settings-locale")
                        options=languages
                        value=locale
                        hint=t!("app-settings-locale-hint")
                        error=form.error_of("defaultLocale")
                    />
                </div>
            </Panel>
            <Panel title=t!("app-settings-sessions") text=t!("app-settings-sessions-text")>
                <div class="fields">
                    <TextField
                        kind="number"
                        label=t!("app-settings-days")
                        value=days
                        min="1"
                        max="365"
                        hint=t!("app-settings-days-hint")
                        error=form.error_of("sessionDays")
                    />
                    <TextField
                        kind="number"
                        label=t!("app-settings-minutes")
                        value=minutes
                        min="1"
                        max="1440"
                        hint=t!("app-settings-minutes-hint")
                        error=form.error_of("accessTokenMinutes")
                    />
                </div>
            </Panel>
            <Panel title=t!("app-settings-limits") text=t!("app-settings-limits-text")>
                <TextField
                    kind="number"
                    label=t!("app-settings-import")
                    value=size
                    min="1"
                    max="4096"
                    error=form.error_of("importMebibytes")
                />
                <Check
                    switch=true
                    label=t!("app-settings-graphiql")
                    hint=t!("app-settings-graphiql-hint")
                    checked=shows_graphiql
                    on_change=move |on| shows_graphiql.set(on)
                />
            </Panel>
            <div class="form-actions">
                <Button look=Look::Primary submit=true busy=form.busy()>
                    {t!("action-save")}
                </Button>
            </div>
        </form>
    }
}

//! How the app looks and behaves for somebody. Each choice takes effect at once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::identity::{RatingScale, StartPage, UpdatePreferences, UpdatePreferencesInput};

use crate::components::{Check, Choice, Panel};
use crate::stores::appearance::{Theme, use_appearance};
use crate::stores::data::use_data;
use crate::stores::session::use_session;
use crate::stores::toasts::use_toasts;
use crate::t;

#[component]
pub fn AppearancePart() -> impl IntoView {
    let (session, appearance) = (use_session(), use_appearance());
    view! {
        <div class="panels">
            <Panel title=t!("theme") text=t!("appearance-text")>
                <Choice
                    label=t!("appearance-colours")
                    options=vec![
                        (Theme::System.as_str(), t!("theme-system")),
                        (Theme::Light.as_str(), t!("theme-light")),
                        (Theme::Dark.as_str(), t!("theme-dark")),
                    ]
                    value=Signal::derive(move || appearance.theme.get().as_str())
                    on_choose=move |name: &'static str| {
                        if let Some(theme) = Theme::ALL.into_iter().find(|theme| theme.as_str() == name) {
                            appearance.set_theme(theme);
                            session.keep_look();
                        }
                    }
                />
                <Check
                    switch=true
                    label=t!("theme-contrast")
                    hint=t!("appearance-contrast-hint")
                    checked=appearance.high_contrast
                    on_change=move |on| {
                        appearance.set_high_contrast(on);
                        session.keep_look();
                    }
                />
                <Check
                    switch=true
                    label=t!("appearance-motion")
                    hint=t!("appearance-motion-hint")
                    checked=appearance.reduced_motion
                    on_change=move |on| {
                        appearance.set_reduced_motion(on);
                        session.keep_look();
                    }
                />
            </Panel>
            <Habits />
        </div>
    }
}

#[component]
fn Habits() -> impl IntoView {
    let (session, data, toasts) = (use_session(), use_data(), use_toasts());
    let viewer = session.viewer();
    let now = viewer.get_untracked().and_then(|viewer| viewer.preferences);
    let scale = RwSignal::new(now.as_ref().map_or("", |now| now.rating_scale.as_str()));
    let start = RwSignal::new(now.as_ref().map_or("", |now| now.start_page.as_str()));
    // It shows at once, and goes back where the server refuses.
    let save = move |input: UpdatePreferencesInput, shown: RwSignal<&'static str>, before: &'static str| {
        spawn_local(async move {
            match data.change(UpdatePreferences::operation(input)).await {
                Ok(answer) => session.update(answer.update_preferences.user),
                Err(error) => {
                    shown.try_set(before);
                    toasts.fail(&error);
                }
            }
        });
    };
    view! {
        <Panel title=t!("appearance-habits") text=t!("appearance-habits-text")>
            <Choice
                label=t!("appearance-scale")
                options=vec![
                    (RatingScale::Stars.as_str(), t!("scale-stars")),
                    (RatingScale::Numeric.as_str(), t!("scale-numeric")),
                    (RatingScale::Thumbs.as_str(), t!("scale-thumbs")),
                ]
                value=scale
                hint=t!("appearance-scale-hint")
                on_choose=move |name: &'static str| {
                    let before = scale.get_untracked();
                    scale.set(name);
                    let rating_scale = RatingScale::ALL.iter().copied().find(|scale| scale.as_str() == name);
                    save(UpdatePreferencesInput { rating_scale, ..Default::default() }, scale, before);
                }
            />
            <Choice
                label=t!("appearance-start")
                options=vec![
                    (StartPage::Home.as_str(), t!("nav-home")),
                    (StartPage::Live.as_str(), t!("nav-live")),
                    (StartPage::Discover.as_str(), t!("nav-discover")),
                    (StartPage::Library.as_str(), t!("nav-library")),
                    (StartPage::History.as_str(), t!("nav-history")),
                ]
                value=start
                hint=t!("appearance-start-hint")
                on_choose=move |name: &'static str| {
                    let before = start.get_untracked();
                    start.set(name);
                    let start_page = StartPage::ALL.iter().copied().find(|page| page.as_str() == name);
                    save(UpdatePreferencesInput { start_page, ..Default::default() }, start, before);
                }
            />
        </Panel>
    }
}

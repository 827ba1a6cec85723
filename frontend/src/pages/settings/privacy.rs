//! Who sees what of somebody, in plain sentences. Each choice takes effect at once and can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::identity::{Audience, PrivacySettings, UpdatePrivacySettings, UpdatePrivacySettingsInput};

use crate::components::{Check, Choice, Panel};
use crate::stores::data::{Data, use_data};
use crate::stores::session::{Session, use_session};
use crate::stores::toasts::{ToastStore, use_toasts};
use crate::t;

/// What is shown, and the way to change it.
#[derive(Clone, Copy)]
struct Privacy {
    shown: RwSignal<PrivacySettings>,
    session: Session,
    data: Data,
    toasts: ToastStore,
}

impl Privacy {
    fn change(self, change: impl FnOnce(&mut PrivacySettings)) {
        let before = self.shown.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        self.set(after, before, true);
    }

    /// Sets all of it. It may be taken back when the page is no longer there, so what is shown is only tried to be set.
    fn set(self, after: PrivacySettings, before: PrivacySettings, is_undoable: bool) {
        let input = UpdatePrivacySettingsInput {
            allow_friend_requests: Some(after.allow_friend_requests),
            currently_watching: Some(after.currently_watching),
            history: Some(after.history),
            never_share: Some(after.never_share),
            profile: Some(after.profile),
            stats: Some(after.stats),
        };
        self.shown.try_set(after.clone());
        spawn_local(async move {
            match self.data.change(UpdatePrivacySettings::operation(input)).await {
                Ok(answer) => {
                    self.session.update(answer.update_privacy_settings.user);
                    if is_undoable {
                        let undo = move || self.set(before.clone(), after.clone(), false);
                        self.toasts.undoable(t!("settings-saved"), undo);
                    } else {
                        self.toasts.say(t!("settings-saved"));
                    }
                }
                Err(error) => {
                    self.shown.try_set(before);
                    self.toasts.fail(&error);
                }
            }
        });
    }
}

#[component]
pub fn PrivacyPart() -> impl IntoView {
    let session = use_session();
    let now = session.viewer().get_untracked().and_then(|viewer| viewer.privacy_settings);
    let Some(now) = now else { return ().into_any() };
    let shown = RwSignal::new(now);
    let privacy = Privacy { shown, session, data: use_data(), toasts: use_toasts() };
    let hides_all = Signal::derive(move || shown.with(|shown| shown.never_share));
    view! {
        <div class="panels">
            <Panel title=t!("privacy-never") text=t!("privacy-never-text")>
                <Check
                    switch=true
                    label=t!("privacy-never-label")
                    hint=t!("privacy-never-hint")
                    checked=hides_all
                    on_change=move |on| privacy.change(move |settings| settings.never_share = on)
                />
            </Panel>
            <Panel title=t!("privacy-who") text=t!("privacy-who-text")>
                <Show when=move || hides_all.get()>
                    <p class="notice">{t!("privacy-overruled")}</p>
                </Show>
                <Part privacy=privacy part=Shared::Profile disabled=hides_all />
                <Part privacy=privacy part=Shared::Now disabled=hides_all />
                <Part privacy=privacy part=Shared::History disabled=hides_all />
                <Part privacy=privacy part=Shared::Statistics disabled=hides_all />
            </Panel>
            <Panel title=t!("privacy-friends") text=t!("privacy-friends-text")>
                <Check
                    switch=true
                    label=t!("privacy-requests")
                    checked=Signal::derive(move || shown.with(|shown| shown.allow_friend_requests))
                    on_change=move |on| privacy.change(move |settings| settings.allow_friend_requests = on)
                />
            </Panel>
        </div>
    }
    .into_any()
}

/// One part of what somebody may share.
#[derive(Clone, Copy)]
enum Shared {
    Profile,
    Now,
    History,
    Statistics,
}

impl Shared {
    fn name(self) -> String {
        match self {
            Self::Profile => t!("privacy-profile"),
            Self::Now => t!("privacy-now"),
            Self::History => t!("privacy-history"),
            Self::Statistics => t!("privacy-statistics"),
        }
    }

    const fn of(self, settings: &PrivacySettings) -> Audience {
        match self {
            Self::Profile => settings.profile,
            Self::Now => settings.currently_watching,
            Self::History => settings.history,
            Self::Statistics => settings.stats,
        }
    }

    const fn set(self, settings: &mut PrivacySettings, audience: Audience) {
        match self {
            Self::Profile => settings.profile = audience,
            Self::Now => settings.currently_watching = audience,
            Self::History => settings.history = audience,
            Self::Statistics => settings.stats = audience,
        }
    }

    /// What it means, in one sentence.
    fn meaning(self, audience: Audience) -> String {
        let who = match audience {
            Audience::Nobody => "nobody",
            Audience::Friends => "friends",
            Audience::Members => "members",
        };
        match self {
            Self::Profile => t!("privacy-profile-means", who = who),
            Self::Now => t!("privacy-now-means", who = who),
            Self::History => t!("privacy-history-means", who = who),
            Self::Statistics => t!("privacy-statistics-means", who = who),
        }
    }
}

#[component]
fn Part(privacy: Privacy, part: Shared, disabled: Signal<bool>) -> impl IntoView {
    let audience = Signal::derive(move || privacy.shown.with(|shown| part.of(shown)));
    view! {
        <Choice
            label=part.name()
            options=vec![
                (Audience::Nobody.as_str(), t!("audience-nobody")),
                (Audience::Friends.as_str(), t!("audience-friends")),
                (Audience::Members.as_str(), t!("audience-members")),
            ]
            value=Signal::derive(move || audience.get().as_str())
            hint=Signal::derive(move || Some(part.meaning(audience.get())))
            disabled=disabled
            on_choose=move |name: &'static str| {
                if let Some(chosen) = Audience::ALL.iter().copied().find(|audience| audience.as_str() == name) {
                    privacy.change(move |settings| part.set(settings, chosen));
                }
            }
        />
    }
}

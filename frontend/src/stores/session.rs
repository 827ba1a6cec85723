//! Who is signed in, in every tab alike.

use std::pin::pin;

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::identity::{
    Me, Server, UpdatePreferences, UpdatePreferencesInput, UpdateProfile, UpdateProfileInput, Viewer,
};
use medianest_web_api::operations::session::SignOut;
use medianest_web_api::{ApiError, ErrorKind, Patch};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::appearance::{Appearance, store, use_appearance};
use super::data::{Data, use_data};
use crate::i18n::{Language, format};

/// Written on every sign-in and sign-out, so that the other tabs hear of it.
const SESSION_KEY: &str = "medianest.session";
/// How long the first drawing may wait for what it shows, once it is known who is here.
const A_LITTLE_MS: u32 = 100;

/// Who is here.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// Not known yet.
    Unknown,
    /// Nobody can be: the server has no administrator yet.
    Setup,
    /// Nobody.
    Nobody,
    /// This person.
    Person(Box<Viewer>),
    /// The server could not say.
    Unreachable(ApiError),
}

/// The session of this browser.
#[derive(Clone, Copy)]
pub struct Session {
    /// Who is here.
    pub who: RwSignal<Who>,
    /// The session ended while somebody was at work: they may sign in again over the page, and lose nothing.
    pub expired: RwSignal<bool>,
    data: Data,
    appearance: Appearance,
}

impl Session {
    /// Finds out who is here, and hears of what other tabs do.
    pub fn start() -> Self {
        let session = Self {
            who: RwSignal::new(Who::Unknown),
            expired: RwSignal::new(false),
            data: use_data(),
            appearance: use_appearance(),
        };
        session.data.client().on_session_lost(move || {
            if matches!(session.who.get_untracked(), Who::Person(_)) {
                session.expired.set(true);
            }
        });
        session.hear_other_tabs();
        session.find_out();
        session
    }

    /// The one who is signed in.
    pub fn viewer(self) -> Signal<Option<Viewer>> {
        let who = self.who;
        Signal::derive(move || who.with(|who| if let Who::Person(viewer) = who { Some(viewer.as_ref().clone()) } else { None }))
    }

    /// Asks the server who is here.
    pub fn find_out(self) {
        spawn_local(async move { self.ask().await });
    }

    /// After somebody signed in: asks who it is, tells the other tabs, and lets what is shown be asked again.
    pub async fn entered(self) {
        store(SESSION_KEY, &js_sys::Date::now().to_string());
        self.ask().await;
        self.expired.set(false);
        self.data.refresh();
    }

    /// Takes over what the server says of the one who is signed in, after they changed it.
    pub fn update(self, viewer: Viewer) {
        self.adopt(viewer);
    }

    /// Speaks another language, here and, for the one who is signed in, wherever they sign in.
    pub fn speak(self, language: Language) {
        self.appearance.set_language(language);
        let input = UpdateProfileInput { locale: Patch::Set(language.code().to_owned()), ..UpdateProfileInput::default() };
        spawn_local(async move {
            // A choice that cannot be kept on the server still holds in this browser.
            if let Ok(answer) = self.data.client().run(UpdateProfile::operation(input)).await {
                self.adopt(answer.update_profile.user);
            }
        });
    }

    /// Takes the colours and the motion that were just chosen here along, to wherever they sign in.
    pub fn keep_look(self) {
        let input = UpdatePreferencesInput {
            theme: Some(self.appearance.chosen()),
            reduced_motion: Some(self.appearance.reduced_motion.get_untracked()),
            ..UpdatePreferencesInput::default()
        };
        spawn_local(async move {
            // A choice that cannot be kept on the server still holds in this browser.
            if let Ok(answer) = self.data.client().run(UpdatePreferences::operation(input)).await {
                self.who.set(Who::Person(Box::new(answer.update_preferences.user)));
            }
        });
    }

    /// Signs out, here and in every other tab.
    pub fn leave(self) {
        spawn_local(async move {
            // A server that cannot be reached still has the session; one that has none is fine.
            let answer = self.data.client().run(SignOut::operation()).await;
            if answer.is_ok() || answer.is_err_and(|error| error.kind == ErrorKind::Unauthenticated) {
                store(SESSION_KEY, &js_sys::Date::now().to_string());
                self.forget();
            } else {
                self.find_out();
            }
        });
    }

    fn forget(self) {
        self.expired.set(false);
        self.who.set(Who::Nobody);
        self.data.forget();
    }

    async fn ask(self) {
        match self.me().await {
            Ok(answer) => self.adopt(answer.me),
            Err(error) if error.kind == ErrorKind::Unauthenticated => {
                let needs_setup =
                    self.data.client().run(Server::operation()).await.is_ok_and(|server| server.server_info.needs_setup);
                self.who.set(if needs_setup { Who::Setup } else { Who::Nobody });
            }
            Err(error) => {
                if !matches!(self.who.get_untracked(), Who::Person(_)) {
                    self.who.set(Who::Unreachable(error));
                }
            }
        }
    }

    /// Asks who is here. What was asked ahead with it comes with it, mostly, and is waited for a little: it is then drawn at once,
    /// and not its outlines first.
    async fn me(self) -> Result<Me, ApiError> {
        let client = self.data.client();
        let (me, ahead) = (pin!(client.run(Me::operation())), pin!(client.bring_ahead()));
        match select(me, ahead).await {
            Either::Left((Ok(me), ahead)) => {
                select(ahead, TimeoutFuture::new(A_LITTLE_MS)).await;
                Ok(me)
            }
            Either::Left((refused, _)) => refused,
            Either::Right(((), me)) => me.await,
        }
    }

    fn adopt(self, viewer: Viewer) {
        let before = self.viewer().get_untracked().map(|viewer| viewer.id);
        if before.as_ref().is_some_and(|before| *before != viewer.id) {
            self.data.forget();
        }
        if before.as_ref() != Some(&viewer.id)
            && let Some(preferences) = &viewer.preferences
        {
            self.appearance.adopt(preferences);
        }
        format::set_zone(viewer.timezone.clone());
        if let Some(language) = viewer.locale.as_deref().and_then(Language::of_tag) {
            // The language that a person chose goes wherever they sign in.
            self.appearance.set_language(language);
        }
        self.who.set(Who::Person(Box::new(viewer)));
    }

    fn hear_other_tabs(self) {
        let heard = Closure::<dyn Fn(web_sys::StorageEvent)>::new(move |event: web_sys::StorageEvent| {
            if event.key().as_deref() == Some(SESSION_KEY) {
                spawn_local(async move {
                    match self.data.client().run(Me::operation()).await {
                        Ok(answer) => {
                            self.expired.set(false);
                            self.adopt(answer.me);
                            self.data.refresh();
                        }
                        Err(error) if error.kind == ErrorKind::Unauthenticated => self.forget(),
                        Err(_) => {}
                    }
                });
            }
        });
        let _ = window().add_event_listener_with_callback("storage", heard.as_ref().unchecked_ref());
        // It is heard as long as the app runs.
        heard.forget();
    }
}

/// The session of this browser.
pub fn use_session() -> Session {
    expect_context()
}

/// The one who is signed in, on pages that only they see.
pub fn use_viewer() -> Signal<Option<Viewer>> {
    use_session().viewer()
}

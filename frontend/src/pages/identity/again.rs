//! The session ended while somebody was at work: they sign in again over the page, and what they typed is still there.

use leptos::prelude::*;

use super::sign_in::SignInForm;
use crate::components::Dialog;
use crate::stores::session::use_session;
use crate::t;

/// The dialog, which opens by itself.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = use_session();
    let login = move || session.viewer().get_untracked().and_then(|viewer| viewer.username).unwrap_or_default();
    view! {
        <Dialog open=session.expired title=t!("sign-in-again-title")>
            <div class="stack">
                <p>{t!("sign-in-again-text")}</p>
                <SignInForm login=login() />
            </div>
        </Dialog>
    }
}

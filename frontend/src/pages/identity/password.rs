//! Somebody else set the password: it must be changed before anything else.

use leptos::prelude::*;
use medianest_web_api::operations::identity::{ChangePassword, ChangePasswordInput};

use super::door::DoorFrame;
use crate::components::{Button, Form, FormError, Look, TextField};
use crate::stores::data::use_data;
use crate::stores::session::use_session;
use crate::t;

/// The page that takes the place of all others until the password is changed.
#[component]
pub fn ForcedPasswordPage() -> impl IntoView {
    let session = use_session();
    view! {
        <DoorFrame title=t!("password-forced-title") text=t!("password-forced-text")>
            <ChangePasswordForm on_done=move || session.find_out() />
            <Button look=Look::Quiet on_press=move |_| session.leave()>
                {t!("action-sign-out")}
            </Button>
        </DoorFrame>
    }
}

/// The old password and the new one.
#[component]
pub fn ChangePasswordForm(
    /// What happens when it is changed.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = move || {
        let input = ChangePasswordInput { current_password: current.get_untracked(), new_password: new.get_untracked() };
        form.send(async move { data.change(ChangePassword::operation(input)).await }, move |_| {
            current.try_set(String::new());
            new.try_set(String::new());
            on_done.run(());
        });
    };
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <FormError form=form fields=&["currentPassword", "newPassword"] />
            <TextField
                label=t!("password-current")
                kind="password"
                value=current
                required=true
                autocomplete="current-password"
                error=form.error_of("currentPassword")
            />
            <TextField
                label=t!("password-new")
                kind="password"
                value=new
                required=true
                autocomplete="new-password"
                hint=t!("password-hint")
                error=form.error_of("newPassword")
            />
            <Button look=Look::Primary submit=true busy=form.busy()>
                {t!("password-change")}
            </Button>
        </form>
    }
}

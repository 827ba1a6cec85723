//! What is asked before something is done to a person's account.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::erasure::{EraseUser, EraseUserInput};
use medianest_web_api::operations::identity::{
    ChangeUserRole, ChangeUserRoleInput, CreateUser, CreateUserInput, ResetUserPassword, ResetUserPasswordInput, SuspendUser,
    SuspendUserInput, UserRole, UserRow,
};

use crate::components::{Button, ConfirmDialog, Dialog, Form, FormActions, FormError, Look, Select, TextField};
use crate::stores::data::use_data;
use crate::stores::toasts::use_toasts;
use crate::t;

/// What is about to be done, and to whom.
#[derive(Clone)]
pub enum Asked {
    /// To give them another role.
    Role(UserRow),
    /// To keep them out.
    Suspend(UserRow),
    /// To replace their password.
    Password(UserRow),
    /// To erase them.
    Erase(UserRow),
}

impl Asked {
    const fn person(&self) -> &UserRow {
        match self {
            Self::Role(row) | Self::Suspend(row) | Self::Password(row) | Self::Erase(row) => row,
        }
    }
}

/// What a role is called.
pub fn role_name(role: UserRole) -> String {
    match role {
        UserRole::Guest => t!("account-role-guest"),
        UserRole::User => t!("account-role-user"),
        UserRole::Moderator => t!("account-role-moderator"),
        UserRole::Admin => t!("account-role-admin"),
        UserRole::SuperAdmin => t!("account-role-super-admin"),
    }
}

/// The roles, as a select offers them.
pub fn role_options() -> Vec<(String, String)> {
    UserRole::ALL.iter().map(|role| (role.as_str().to_owned(), role_name(*role))).collect()
}

fn role_of(text: &str) -> Option<UserRole> {
    UserRole::ALL.iter().copied().find(|role| role.as_str() == text)
}

fn filled(value: RwSignal<String>) -> Option<String> {
    Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}

/// Makes an account; its temporary password is then shown.
#[component]
pub fn NewPerson(open: RwSignal<bool>, secret: RwSignal<Option<String>>) -> impl IntoView {
    view! {
        <Dialog open=open title=t!("admin-person-new")>
            <NewPersonForm open=open secret=secret />
        </Dialog>
    }
}

#[component]
fn NewPersonForm(open: RwSignal<bool>, secret: RwSignal<Option<String>>) -> impl IntoView {
    let data = use_data();
    let form = Form::new();
    let (username, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (email, role) = (RwSignal::new(String::new()), RwSignal::new(UserRole::User.as_str().to_owned()));
    let send = move || {
        let input = CreateUserInput {
            username: username.get_untracked().trim().to_owned(),
            display_name: filled(name),
            email: filled(email),
            role: role_of(&role.get_untracked()),
        };
        form.send(async move { data.change(CreateUser::operation(input)).await }, move |answer| {
            open.set(false);
            secret.set(Some(answer.create_user.temporary_password));
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
            <FormError form=form fields=&["username", "displayName", "email", "role"] />
            <TextField
                label=t!("setup-username")
                value=username
                required=true
                autofocus=true
                autocomplete="off"
                hint=t!("admin-username-hint")
                error=form.error_of("username")
            />
            <TextField
                label=t!("profile-name")
                value=name
                optional=true
                autocomplete="off"
                error=form.error_of("displayName")
            />
            <TextField
                label=t!("profile-email")
                kind="email"
                value=email
                optional=true
                autocomplete="off"
                error=form.error_of("email")
            />
            <Select label=t!("admin-role") options=role_options() value=role error=form.error_of("role") />
            <FormActions open=open form=form label=t!("admin-person-create") />
        </form>
    }
}

/// The dialogs about one person: another role, a new password, being kept out.
#[component]
pub fn PersonDialogs(asked: RwSignal<Option<Asked>>, secret: RwSignal<Option<String>>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let (role, suspend, password) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let erase = RwSignal::new(false);
    Effect::new(move || {
        asked.with(|asked| match asked {
            Some(Asked::Role(_)) => role.set(true),
            Some(Asked::Suspend(_)) => suspend.set(true),
            Some(Asked::Password(_)) => password.set(true),
            Some(Asked::Erase(_)) => erase.set(true),
            None => {}
        });
    });
    let name = move || asked.with(|asked| asked.as_ref().map(|asked| asked.person().display_name.clone()).unwrap_or_default());
    let reset = move |()| {
        let Some(user_id) = asked.get_untracked().map(|asked| asked.person().id.clone()) else { return };
        spawn_local(async move {
            match data.change(ResetUserPassword::operation(ResetUserPasswordInput { user_id })).await {
                Ok(answer) => secret.set(Some(answer.reset_user_password.temporary_password)),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let forget = move |()| {
        let Some(user_id) = asked.get_untracked().map(|asked| asked.person().id.clone()) else { return };
        spawn_local(async move {
            match data.change(EraseUser::operation(EraseUserInput { user_id })).await {
                Ok(_) => toasts.say(t!("admin-erased")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <Dialog open=role title=Signal::derive(move || t!("admin-role-of", name = name()))>
            <RoleForm open=role asked=asked />
        </Dialog>
        <Dialog open=suspend title=Signal::derive(move || t!("admin-suspend-title", name = name()))>
            <SuspendForm open=suspend asked=asked />
        </Dialog>
        <ConfirmDialog
            open=password
            title=Signal::derive(move || t!("admin-password-title", name = name()))
            text=t!("admin-password-text")
            confirm=t!("admin-password-reset")
            on_confirm=reset
        />
        <ConfirmDialog
            open=erase
            title=Signal::derive(move || t!("admin-erase-title", name = name()))
            text=t!("admin-erase-text")
            confirm=t!("admin-erase")
            on_confirm=forget
        />
    }
}

#[component]
fn RoleForm(open: RwSignal<bool>, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let person = asked.get_untracked().map(|asked| asked.person().clone());
    let before = person.as_ref().and_then(|person| person.role);
    let role = RwSignal::new(before.unwrap_or(UserRole::User).as_str().to_owned());
    let send = move || {
        let (Some(person), Some(role)) = (person.clone(), role_of(&role.get_untracked())) else { return };
        let input = ChangeUserRoleInput { user_id: person.id.clone(), role };
        form.send(async move { data.change(ChangeUserRole::operation(input)).await }, move |_| {
            open.set(false);
            let text = t!("admin-role-changed", name = person.display_name.as_str(), role = role_name(role));
            let Some(before) = before else { return toasts.say(text) };
            toasts.undoable(text, move || {
                let input = ChangeUserRoleInput { user_id: person.id.clone(), role: before };
                spawn_local(async move {
                    if let Err(error) = data.change(ChangeUserRole::operation(input)).await {
                        toasts.fail(&error);
                    }
                });
            });
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
            <FormError form=form fields=&["role"] />
            <Select
                label=t!("admin-role")
                options=role_options()
                value=role
                hint=t!("admin-role-hint")
                error=form.error_of("role")
            />
            <FormActions open=open form=form label=t!("action-save") />
        </form>
    }
}

#[component]
fn SuspendForm(open: RwSignal<bool>, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let form = Form::new();
    let reason = RwSignal::new(String::new());
    let send = move || {
        let Some(user_id) = asked.get_untracked().map(|asked| asked.person().id.clone()) else { return };
        let input = SuspendUserInput { user_id, reason: filled(reason) };
        form.send(async move { data.change(SuspendUser::operation(input)).await }, move |_| {
            open.set(false);
            toasts.say(t!("admin-suspended"));
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
            <FormError form=form fields=&["reason"] />
            <p>{t!("admin-suspend-text")}</p>
            <TextField
                label=t!("admin-suspend-reason")
                value=reason
                optional=true
                autocomplete="off"
                hint=t!("admin-suspend-reason-hint")
                error=form.error_of("reason")
            />
            <div class="form-actions">
                <Button on_press=move |_| open.set(false)>{t!("action-cancel")}</Button>
                <Button look=Look::Danger submit=true busy=form.busy()>
                    {t!("admin-suspend")}
                </Button>
            </div>
        </form>
    }
}

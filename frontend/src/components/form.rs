//! What a form remembers while it is filled in and sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::ApiError;

use super::feedback::{reference, told};
use super::{Button, Icon, Look};
use crate::stores::data::{Sent, sent};
use crate::t;

/// A form: whether it is being sent, and what the server found wrong. What was typed is not in it, so nothing of that is
/// ever lost with it.
#[derive(Clone, Copy)]
pub struct Form {
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Form {
    /// A form that was not sent yet.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Whether it is being sent.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What is wrong with one field, by its name in the schema.
    pub fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        let error = self.error;
        Signal::derive(move || error.with(|error| error.as_ref()?.field(field).map(str::to_owned)))
    }

    /// Sends it, once: what is pressed again meanwhile is not heard. `then` hears of the answer.
    pub fn send<T: 'static>(self, sending: impl Future<Output = Result<T, ApiError>> + 'static, then: impl FnOnce(T) + 'static) {
        if !self.busy.get_untracked() {
            self.wait_for(sent(sending, then));
        }
    }

    fn wait_for(self, sent: Sent) {
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = sent.await;
            // Whoever left the page meanwhile took the form along.
            self.busy.try_set(false);
            match answer {
                Ok(then) => then(),
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

/// What is wrong with a form as a whole, or with a field that it does not show.
#[component]
pub fn FormError(
    /// The form.
    form: Form,
    /// The fields that show what is wrong with them themselves.
    #[prop(optional)]
    fields: &'static [&'static str],
) -> impl IntoView {
    let text = move || {
        form.error.with(|error| {
            let error = error.as_ref()?;
            let elsewhere: Vec<&str> = error
                .fields()
                .iter()
                .filter(|problem| !fields.contains(&problem.field.as_str()))
                .map(|problem| problem.message.as_str())
                .collect();
            match (error.fields().is_empty(), elsewhere.is_empty()) {
                (true, _) => Some((told(error), reference(error))),
                (false, true) => None,
                (false, false) => Some((elsewhere.join(" "), None)),
            }
        })
    };
    view! {
        <div role="alert">
            {move || {
                text()
                    .map(|(text, reference)| {
                        view! {
                            <div class="form-error">
                                <Icon name="circle-alert" />
                                <div>
                                    <p>{text}</p>
                                    {reference.map(|text| view! { <p class="small"><code>{text}</code></p> })}
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// The end of a form in a dialog: the way out, and the button that sends it.
#[component]
pub fn FormActions(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The form.
    form: Form,
    /// The words on the button that sends it.
    #[prop(into)]
    label: String,
    /// It cannot be sent yet.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="form-actions">
            <Button on_press=move |_| open.set(false)>{t!("action-cancel")}</Button>
            <Button look=Look::Primary submit=true busy=form.busy() disabled=disabled>
                {label}
            </Button>
        </div>
    }
}

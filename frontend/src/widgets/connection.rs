//! Says that the connection is lost, for as long as it is.

use leptos::prelude::*;

use crate::components::{Button, Icon};
use crate::stores::live::{Connection, use_live};
use crate::t;

/// The line above a page while what it shows may be out of date.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let live = use_live();
    view! {
        <div aria-live="polite">
            {move || match live.connection.get() {
                Connection::Fine => None,
                Connection::Waiting => {
                    Some(
                        view! {
                            <p class="banner">
                                <Icon name="unplug" />
                                {t!("connection-waiting")}
                                <Button small=true on_press=move |_| live.retry()>
                                    {t!("action-retry")}
                                </Button>
                            </p>
                        }
                            .into_any(),
                    )
                }
                Connection::Refused => {
                    Some(
                        view! {
                            <p class="banner">
                                <Icon name="unplug" />
                                {t!("connection-refused")}
                            </p>
                        }
                            .into_any(),
                    )
                }
                Connection::Offline => {
                    Some(
                        view! {
                            <p class="banner">
                                <Icon name="wifi-off" />
                                {t!("connection-offline")}
                            </p>
                        }
                            .into_any(),
                    )
                }
            }}
        </div>
    }
}

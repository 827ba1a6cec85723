//! The players and set-top boxes that somebody let in by a code.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use medianest_web_api::Id;
use medianest_web_api::operations::identity::{
    ConnectedDeviceRow, ConnectedDevices, RevokeConnectedDevice, RevokeConnectedDeviceInput,
};

use crate::components::{Badge, Button, ConfirmDialog, Empty, Entry, Icon, Loaded, Look, Panel, SkeletonRows};
use crate::i18n::format;
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::widgets::agents::scope_name;
use crate::{routes, t};

#[component]
pub fn DevicesPart() -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let devices = load(ConnectedDevices::operation);
    let asks = RwSignal::new(false);
    let chosen = RwSignal::new(None::<Id>);
    let revoke = move |()| {
        let Some(id) = chosen.get_untracked() else { return };
        spawn_local(async move {
            match data.change(RevokeConnectedDevice::operation(RevokeConnectedDeviceInput { id })).await {
                Ok(_) => toasts.say(t!("devices-revoked")),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let aside = || {
        view! {
            <A href=routes::DEVICE attr:class="button primary">
                <Icon name="plus" />
                {t!("devices-connect")}
            </A>
        }
        .into_any()
    };
    view! {
        <div class="panels">
            <Panel title=t!("settings-devices") text=t!("devices-text") aside=ViewFn::from(aside)>
                <Loaded from=devices skeleton=|| view! { <SkeletonRows count=3 /> } let:answer>
                    <Show
                        when=move || !answer.get().connected_devices.is_empty()
                        fallback=|| {
                            view! {
                                <Empty compact=true icon="tv" title=t!("devices-empty") text=t!("devices-empty-text") />
                            }
                        }
                    >
                        <ul class="listing">
                            <For
                                each=move || answer.get().connected_devices
                                key=|row| (row.id.clone(), row.last_used_at)
                                children=move |row| {
                                    view! {
                                        <OneDevice
                                            row=row
                                            on_revoke=move |id| {
                                                chosen.set(Some(id));
                                                asks.set(true);
                                            }
                                        />
                                    }
                                }
                            />
                        </ul>
                    </Show>
                </Loaded>
            </Panel>
        </div>
        <ConfirmDialog
            open=asks
            title=t!("devices-revoke-title")
            text=t!("devices-revoke-text")
            confirm=t!("devices-revoke")
            on_confirm=revoke
        />
    }
}

#[component]
fn OneDevice(row: ConnectedDeviceRow, #[prop(into)] on_revoke: Callback<Id>) -> impl IntoView {
    let (id, scopes) = (row.id.clone(), row.scopes.clone());
    let marks = move || {
        let names = scopes.iter().copied().map(scope_name);
        names.map(|name| view! { <Badge>{name}</Badge> }).collect_view().into_any()
    };
    let actions = move || {
        let id = id.clone();
        view! {
            <Button small=true look=Look::Quiet on_press=move |_| on_revoke.run(id.clone())>
                {t!("devices-revoke")}
            </Button>
        }
        .into_any()
    };
    view! {
        <Entry icon="tv" title=row.name marks=ViewFn::from(marks) actions=ViewFn::from(actions)>
            <p>
                {t!(
                    "devices-times", used = format::relative(row.last_used_at), since = format::date(row.connected_at),
                    until = format::date(row.expires_at)
                )}
            </p>
            // What was approved, so that it is known again.
            <p>{[row.client_id, row.ip_address].into_iter().flatten().collect::<Vec<_>>().join(" · ")}</p>
        </Entry>
    }
}

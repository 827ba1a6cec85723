use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::notifications::{
    DeliveryMethod, NotificationPreferences, PreferenceRow, UpdateNotificationPreference, UpdateNotificationPreferenceInput,
};

use super::words::{KINDS, kind_hint, kind_name, method_name};
use crate::components::{Button, Loaded, PageHead, SkeletonRows, Table};
use crate::pages::settings::SettingsTabs;
use crate::stores::data::{load, use_data};
use crate::stores::toasts::use_toasts;
use crate::t;

/// The ways that most people have. The others are services that an installation may be joined with.
const COMMON: [DeliveryMethod; 3] = [DeliveryMethod::InApp, DeliveryMethod::Email, DeliveryMethod::WebPush];

/// Which news somebody wants, and on which ways.
#[component]
pub fn NotificationPreferencesPage() -> impl IntoView {
    let preferences = load(NotificationPreferences::operation);
    let all_ways = RwSignal::new(false);
    view! {
        <PageHead title=t!("nav-settings") />
        <SettingsTabs />
        <p class="soft">{t!("news-preferences-text")}</p>
        <Loaded from=preferences skeleton=|| view! { <SkeletonRows count=5 /> } let:answer>
            <Matrix answer=answer all_ways=all_ways />
            <div class="row news-ways">
                <Button small=true pressed=Signal::derive(move || Some(all_ways.get())) on_press=move |_| all_ways.update(|all| *all = !*all)>
                    {t!("news-all-ways")}
                </Button>
                <p class="soft small">{t!("news-ways-hint")}</p>
            </div>
        </Loaded>
    }
}

/// Whether news of a kind is wanted on a way: as was said of the kind, else of every kind, else it is.
fn is_wanted(said: &[PreferenceRow], kind: &str, method: DeliveryMethod) -> bool {
    let of = |kind: &str| said.iter().find(|row| row.notification_type == kind && row.delivery_method == method);
    of(kind).or_else(|| of("*")).is_none_or(|row| row.is_enabled)
}

#[component]
fn Matrix(answer: Signal<NotificationPreferences>, all_ways: RwSignal<bool>) -> impl IntoView {
    // What was pressed shows at once, and goes back where the server refuses.
    let said = RwSignal::new(Vec::new());
    Effect::new(move || said.set(answer.get().notification_preferences));
    let kinds = Memo::new(move |_| {
        let others =
            said.with(|said: &Vec<PreferenceRow>| said.iter().map(|row| row.notification_type.clone()).collect::<Vec<_>>());
        let mut kinds: Vec<String> = KINDS.iter().map(|kind| (*kind).to_owned()).collect();
        for other in others {
            if !kinds.contains(&other) {
                kinds.insert(kinds.len() - 1, other);
            }
        }
        kinds
    });
    let methods = move || if all_ways.get() { DeliveryMethod::ALL } else { &COMMON[..] };
    let head = move || {
        view! {
            <th scope="col">{t!("news-kind")}</th>
            {methods().iter().map(|method| view! { <th scope="col">{method_name(*method)}</th> }).collect_view()}
        }
    };
    view! {
        <Table caption=t!("news-preferences") head=Box::new(move || head.into_any())>
            <For each=move || kinds.get() key=Clone::clone let:kind>
                {
                    let row_kind = kind.clone();
                    view! {
                        <tr>
                            <th scope="row" class="lead">
                                {kind_name(&kind)}
                                {kind_hint(&kind).map(|hint| view! { <p class="soft small">{hint}</p> })}
                            </th>
                            {move || {
                                methods()
                                    .iter()
                                    .map(|method| view! { <Cell kind=row_kind.clone() method=*method said=said /> })
                                    .collect_view()
                            }}
                        </tr>
                    }
                }
            </For>
        </Table>
    }
}

#[component]
fn Cell(kind: String, method: DeliveryMethod, said: RwSignal<Vec<PreferenceRow>>) -> impl IntoView {
    let (data, toasts) = (use_data(), use_toasts());
    let label = t!("news-preference", kind = kind_name(&kind), method = method_name(method));
    let this = kind.clone();
    let is_on = Memo::new(move |_| said.with(|said| is_wanted(said, &this, method)));
    let turn = move |_| {
        let before = said.get_untracked();
        let wanted = !is_on.get_untracked();
        let row = PreferenceRow { notification_type: kind.clone(), delivery_method: method, is_enabled: wanted };
        said.update(|said| {
            said.retain(|other| other.notification_type != row.notification_type || other.delivery_method != method);
            said.push(row.clone());
        });
        spawn_local(async move {
            let input = UpdateNotificationPreferenceInput {
                notification_type: row.notification_type,
                delivery_method: method,
                is_enabled: wanted,
            };
            if let Err(error) = data.change(UpdateNotificationPreference::operation(input)).await {
                said.try_set(before);
                toasts.fail(&error);
            }
        });
    };
    view! {
        <td data-label=method_name(method)>
            <label class="check switch">
                <input
                    type="checkbox"
                    role="switch"
                    aria-label=label
                    prop:checked=move || is_on.get()
                    on:change=turn
                />
            </label>
        </td>
    }
}

#[cfg(test)]
mod tests {
    use medianest_web_api::operations::notifications::{DeliveryMethod, PreferenceRow};

    use super::is_wanted;

    #[test]
    fn what_was_said_of_a_kind_counts_more_than_what_was_said_of_all_and_silence_means_yes() {
        let said = |kind: &str, is_enabled| PreferenceRow {
            notification_type: kind.to_owned(),
            delivery_method: DeliveryMethod::Email,
            is_enabled,
        };
        let all = [said("*", false), said("friend_request", true)];
        assert!(is_wanted(&all, "friend_request", DeliveryMethod::Email));
        assert!(!is_wanted(&all, "group_invitation", DeliveryMethod::Email));
        assert!(is_wanted(&all, "group_invitation", DeliveryMethod::InApp));
    }
}

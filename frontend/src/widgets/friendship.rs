//! What somebody is to the one who looks, and what can be made of it.

use leptos::prelude::*;
use medianest_web_api::Id;
use medianest_web_api::operations::social::{
    AcceptFriendship, AcceptFriendshipInput, BlockUser, BlockUserInput, Circle, FriendshipRow, FriendshipState, RemoveFriendship,
    RemoveFriendshipInput, RequestFriendship, RequestFriendshipInput, UnblockUser, UnblockUserInput,
};

use crate::components::{Button, ConfirmDialog, Icon, Look, Menu, MenuItem};
use crate::stores::optimistic::use_sender;
use crate::t;

/// Buttons for what one can do about somebody: ask, accept, decline, withdraw, end, block.
#[component]
pub fn FriendActions(
    /// Who.
    person: Id,
    /// What they are called.
    #[prop(into)]
    name: String,
    /// What people are to the one who looks.
    circle: Signal<Circle>,
) -> impl IntoView {
    let sender = use_sender();
    let standing = {
        let person = person.clone();
        Memo::new(move |_| circle.with(|circle| circle.with(&person).cloned()))
    };
    let (ending, blocking) = (RwSignal::new(false), RwSignal::new(false));
    let who = StoredValue::new((person, name));
    let name = move || who.with_value(|(_, name)| name.clone());
    let id = move || who.with_value(|(id, _)| id.clone());
    let ask = move || {
        sender.send(RequestFriendship::operation(RequestFriendshipInput { user_id: id() }), move |_| {
            sender.toasts.say(t!("friend-asked", name = name()));
        });
    };
    let accept = move |row: &FriendshipRow| {
        let input = AcceptFriendshipInput { friendship_id: row.id.clone() };
        sender.send(AcceptFriendship::operation(input), move |_| sender.toasts.say(t!("friend-accepted", name = name())));
    };
    let remove = move |friendship: Id, told: String| {
        sender.send(RemoveFriendship::operation(RemoveFriendshipInput { friendship_id: friendship }), move |_| {
            sender.toasts.say(told);
        });
    };
    let withdraw = move |row: &FriendshipRow| {
        let input = RemoveFriendshipInput { friendship_id: row.id.clone() };
        sender.send(RemoveFriendship::operation(input), move |_| sender.toasts.undoable(t!("friend-withdrawn"), ask));
    };
    let end = move || {
        if let Some(row) = standing.get_untracked() {
            remove(row.id, t!("friend-ended", name = name()));
        }
    };
    let block = move || {
        sender.send(BlockUser::operation(BlockUserInput { user_id: id() }), move |_| {
            let unblock = move || sender.send(UnblockUser::operation(UnblockUserInput { user_id: id() }), |_| {});
            sender.toasts.undoable(t!("friend-blocked", name = name()), unblock);
        });
    };
    let unblock = move || sender.send(UnblockUser::operation(UnblockUserInput { user_id: id() }), |_| {});
    let buttons = move || match standing.get() {
        None => view! {
            <Button small=true icon="user-plus" on_press=move |_| ask()>
                {t!("friend-ask")}
            </Button>
        }
        .into_any(),
        Some(row) => match (row.state, row.is_incoming) {
            (FriendshipState::Requested, true) => {
                let (accepted, declined) = (row.clone(), row.id);
                view! {
                    <Button small=true look=Look::Primary icon="check" on_press=move |_| accept(&accepted)>
                        {t!("friend-accept")}
                    </Button>
                    <Button small=true on_press=move |_| remove(declined.clone(), t!("friend-declined"))>
                        {t!("friend-decline")}
                    </Button>
                }
                .into_any()
            }
            (FriendshipState::Requested, false) => view! {
                <Button small=true on_press=move |_| withdraw(&row)>{t!("friend-withdraw")}</Button>
            }
            .into_any(),
            (FriendshipState::Accepted, _) => view! {
                <span class="friend-sign">
                    <Icon name="user-check" />
                    {t!("friend-is")}
                </span>
            }
            .into_any(),
            (FriendshipState::Blocked, _) => view! {
                <Button small=true on_press=move |_| unblock()>{t!("friend-unblock")}</Button>
            }
            .into_any(),
        },
    };
    let state = move || standing.get().map(|row| row.state);
    view! {
        <div class="friend-actions">
            {buttons}
            <Show when=move || state() != Some(FriendshipState::Blocked)>
                <Menu
                    label=t!("friend-more", name = name())
                    button=Box::new(|| view! { <Icon name="ellipsis" /> }.into_any())
                >
                    <Show when=move || state() == Some(FriendshipState::Accepted)>
                        <MenuItem icon="user-minus" on_choose=move |()| ending.set(true)>
                            {t!("friend-end")}
                        </MenuItem>
                    </Show>
                    <MenuItem icon="ban" look=Look::Danger on_choose=move |()| blocking.set(true)>
                        {t!("friend-block")}
                    </MenuItem>
                </Menu>
            </Show>
        </div>
        <ConfirmDialog
            open=ending
            title=Signal::derive(move || t!("friend-end-title", name = name()))
            text=t!("friend-end-text")
            confirm=t!("friend-end")
            on_confirm=move |()| end()
        />
        <ConfirmDialog
            open=blocking
            title=Signal::derive(move || t!("friend-block-title", name = name()))
            text=t!("friend-block-text")
            confirm=t!("friend-block")
            on_confirm=move |()| block()
        />
    }
    .into_any()
}

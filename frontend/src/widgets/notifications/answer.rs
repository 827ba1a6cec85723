//! The answer that some news asks for: whoever is asked can say yes or no right there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::notifications::NotificationRow;
use medianest_web_api::operations::social::{
    AcceptFriendship, AcceptFriendshipInput, AcceptGroupInvitation, AcceptGroupInvitationInput, DeclineGroupInvitation,
    DeclineGroupInvitationInput, RemoveFriendship, RemoveFriendshipInput,
};
use medianest_web_api::{ApiError, ErrorKind, Id};

use crate::components::{Button, Look};
use crate::stores::data::{Data, use_data};
use crate::stores::news::use_news;
use crate::stores::toasts::use_toasts;
use crate::t;

/// What news asks.
#[derive(Clone, PartialEq)]
enum Question {
    /// To be friends.
    Friendship(Id),
    /// To come into a group.
    Invitation(Id),
}

impl Question {
    fn of(row: &NotificationRow) -> Option<Self> {
        let id = |key: &str| row.data.get(key).and_then(|value| value.as_str()).map(Id::new);
        match row.kind.as_str() {
            "friend_request" => id("friendshipId").map(Self::Friendship),
            "group_invitation" => id("invitationId").map(Self::Invitation),
            _ => None,
        }
    }

    async fn answer(self, yes: bool, data: Data) -> Result<(), ApiError> {
        match (self, yes) {
            (Self::Friendship(friendship_id), true) => {
                data.change(AcceptFriendship::operation(AcceptFriendshipInput { friendship_id })).await.map(drop)
            }
            (Self::Friendship(friendship_id), false) => {
                data.change(RemoveFriendship::operation(RemoveFriendshipInput { friendship_id })).await.map(drop)
            }
            (Self::Invitation(invitation_id), true) => {
                data.change(AcceptGroupInvitation::operation(AcceptGroupInvitationInput { invitation_id })).await.map(drop)
            }
            (Self::Invitation(invitation_id), false) => {
                data.change(DeclineGroupInvitation::operation(DeclineGroupInvitationInput { invitation_id })).await.map(drop)
            }
        }
    }
}

/// The buttons that answer, while the news is unread: an answer reads it.
#[component]
pub fn Answer(
    /// The news.
    row: NotificationRow,
) -> impl IntoView {
    let question = Question::of(&row).filter(|_| row.read_at.is_none())?;
    let (data, toasts, news) = (use_data(), use_toasts(), use_news());
    let busy = RwSignal::new(false);
    let id = row.id;
    let give = move |yes: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (question, id) = (question.clone(), id.clone());
        spawn_local(async move {
            match question.answer(yes, data).await {
                Ok(()) => {
                    toasts.say(if yes { t!("news-accepted") } else { t!("news-declined") });
                    news.mark_read(id);
                }
                // Answered elsewhere, or taken back by whoever asked: there is nothing left to answer.
                Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Conflict) => {
                    toasts.say(t!("news-answered"));
                    news.mark_read(id);
                }
                Err(error) => toasts.fail(&error),
            }
            busy.try_set(false);
        });
    };
    let give = Callback::new(give);
    Some(view! {
        <div class="news-answer row">
            <Button small=true look=Look::Primary busy=busy on_press=move |_| give.run(true)>
                {t!("news-accept")}
            </Button>
            <Button small=true busy=busy on_press=move |_| give.run(false)>
                {t!("news-decline")}
            </Button>
        </div>
    })
}

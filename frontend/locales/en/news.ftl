### Notifications: their page, and which of them one wants.

news-count-unread = { $count ->
    [one] { $shown } unread
   *[other] { $shown } unread
}
news-none-unread = All read
news-choice = Which notifications are shown
news-show-all = All
news-show-unread = Unread
news-empty-unread = You are up to date
news-empty-unread-text = You have read everything there is.
news-preferences = Notification preferences
news-preferences-text = Choose what you want to be told, and how.
news-preference = { $kind }: { $method }
news-all-ways = Show all ways
news-ways-hint = Ways other than MediaNest itself take effect once an administrator has connected them.

news-kind = What
news-kind-new-episode = New episodes
news-kind-new-episode-hint = When an episode of what you keep has come out.
news-kind-new-release = New releases
news-kind-new-release-hint = When a film, an album or a book that you keep has come out.
news-kind-friend-request = Friend requests
news-kind-friend-request-hint = Somebody wants to be your friend.
news-kind-friend-accepted = New friends
news-kind-friend-accepted-hint = Somebody accepted your request.
news-kind-group-invitation = Group invitations
news-kind-group-invitation-hint = Somebody invites you into a group.
news-kind-list-shared = Shared lists
news-kind-list-shared-hint = Somebody lets you work on a list.
news-kind-play-shared = Watched together
news-kind-play-shared-hint = Something that others played with you came into your history.
news-kind-other = Everything else
news-kind-other-hint = Whatever has no line of its own.
news-method-in-app = In MediaNest
news-method-email = E-mail
news-method-web-push = Browser
news-method-webhook = Webhook

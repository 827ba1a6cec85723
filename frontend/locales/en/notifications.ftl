news-bell = { $count ->
    [one] Notifications, { $shown } unread
   *[other] Notifications, { $shown } unread
}
news-arrived = New notification: { $title }
news-unread = (unread)
news-mark-read = Mark as read
news-mark-all-read = Mark all as read
news-delete = Delete
news-deleted = Notification deleted
news-all = All notifications
news-settings = Preferences
news-empty = No notifications yet
news-empty-text = Friend requests, invitations and whatever else is for you will show up here.
news-accept = Accept
news-decline = Decline
news-accepted = Accepted
news-declined = Declined
news-answered = This has been answered already
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
news-kind-other = Everything else
news-kind-other-hint = Whatever has no line of its own.
news-method-in-app = In MediaNest
news-method-email = E-mail
news-method-web-push = Browser
news-method-webhook = Webhook

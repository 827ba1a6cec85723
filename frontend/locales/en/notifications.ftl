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

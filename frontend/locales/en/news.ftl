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

### Words that every page shares.

app-name = MediaNest
app-tagline = What you watch, read and hear, in one place of your own.

action-save = Save
action-cancel = Cancel
action-close = Close
action-delete = Delete
action-remove = Remove
action-edit = Edit
action-add = Add
action-undo = Undo
action-retry = Try again
action-back = Back
action-more = More
action-show-all = Show all
action-copy = Copy
action-copied = Copied
action-search = Search
action-clear = Clear
action-sign-in = Sign in
action-sign-out = Sign out
action-home = Go to the home page

nav-home = Home
nav-live = Live
nav-discover = Discover
nav-library = Library
nav-history = History
nav-statistics = Statistics
nav-calendar = Calendar
nav-lists = Lists
nav-notifications = Notifications
nav-import = Import
nav-people = People
nav-settings = Settings
nav-profile = Profile
nav-admin = Administration
nav-api = API
nav-main = Main
nav-skip = Skip to the content
nav-account = Your account

search-hint = Search films, series, music, books…
time-now = just now

theme = Appearance
theme-system = As the system
theme-light = Light
theme-dark = Dark
theme-contrast = High contrast
language = Language

loading = Loading
required = Required
optional = optional
yes = Yes
no = No
none = None
unknown-title = Untitled
year-unknown = Year unknown

count-items = { $count ->
    [one] { $shown } title
   *[other] { $shown } titles
}
count-plays = { $count ->
    [one] { $shown } play
   *[other] { $shown } plays
}
count-people = { $count ->
    [one] { $shown } person
   *[other] { $shown } people
}

connection-waiting = The connection to MediaNest is lost. Trying again…
connection-offline = You are offline. What you see may be out of date.
connection-restored = Connected again

error-network = MediaNest cannot be reached. Check the connection, then try again.
error-unauthenticated = You are no longer signed in. Sign in, then try again.
error-forbidden = You are not allowed to do this. Ask an administrator if you should be.
error-not-found = This does not exist, or is not shared with you.
error-rate-limited = Too many attempts. Try again in { $wait }.
error-internal = Something went wrong in MediaNest. It has been noted.
error-reference = Reference: { $id }
error-title = This did not work

not-found-title = Nothing is here
not-found-text = The address leads nowhere. It may have been mistyped, or what was here has been removed.
forbidden-title = This is not for you
forbidden-text = Your role does not include this page. An administrator can change that.

empty-title = Nothing here yet
list-end = That is all
list-more = Show more

table-sort-by = Sort by { $column }
chart-as-table = { $title }, as a table
chart-less = Less
chart-more = More

rating-stars = { $count ->
    [one] { $count } star
   *[other] { $count } stars
}
rating-none = Not rated
rating-clear = Remove the rating

dialog-close = Close this dialog
toast-dismiss = Dismiss
toasts = Messages

palette-title = Search and commands
palette-pages = Pages
palette-actions = Actions
palette-results = Titles
palette-empty = Nothing matches “{ $text }”.
palette-hint = Type to search titles, pages and actions
palette-search = Search for “{ $text }” in Discover

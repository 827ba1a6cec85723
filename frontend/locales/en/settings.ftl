### One's own settings.

settings-appearance = Appearance
settings-privacy = Privacy
settings-security = Security
settings-keys = API keys
settings-devices = Devices
settings-data = Your data
settings-saved = Saved

copy-failed = Select the text and copy it yourself
secret-done = I have kept it

profile-who = About you
profile-who-text = Who may see this is up to you, under Privacy.
profile-name = Display name
profile-name-hint = What others call you
profile-first-name = First name
profile-last-name = Last name
profile-picture = Address of your picture
profile-picture-hint = It must begin with https://
profile-bio = About me
profile-email = E-mail
profile-email-text = For signing in and for notifications. It is not shown to others.
profile-email-confirmed = Confirmed
profile-email-unconfirmed = Not confirmed
profile-email-address = Address
profile-email-change = Change the address
profile-region = Language and time
profile-region-text = Every date and time is shown in your time zone, and your days end at its midnight.
profile-zone = Time zone
profile-zone-hint = This browser is in { $zone }

appearance-text = Kept with your account, so that every browser you sign in with looks like this.
appearance-colours = Colours
appearance-contrast-hint = Draws every edge and letter as strongly as can be
appearance-motion = Less motion
appearance-motion-hint = Nothing moves that need not
appearance-habits = Habits
appearance-habits-text = How you rate, and where you begin.
appearance-scale = Ratings
appearance-scale-hint = What you rated stays; it is only shown differently.
appearance-start = Start page
appearance-start-hint = Where you are after signing in
scale-stars = Stars
scale-numeric = 0 to 10
scale-thumbs = Thumbs

privacy-never = Share nothing
privacy-never-text = One switch for all: it counts more than every group, role and setting below.
privacy-never-label = Never share anything of mine
privacy-never-hint = Nobody but you sees what you watch, not even your groups and friends
privacy-overruled = You share nothing now. What is chosen here counts again once that is switched off.
privacy-who = Who sees what
privacy-who-text = Groups that you join may show more to their members; you decide that when you join.
privacy-profile = Profile
privacy-now = What I watch now
privacy-history = History, ratings and library
privacy-statistics = Statistics
privacy-profile-means = { $who ->
    [nobody] Nobody finds you by name.
    [friends] Only your friends see your name, picture and profile.
   *[members] Everybody with an account here sees your name, picture and profile.
}
privacy-now-means = { $who ->
    [nobody] Nobody sees that you are watching, or what.
    [friends] Your friends see what you watch while you watch it.
   *[members] Everybody with an account here sees what you watch while you watch it.
}
privacy-history-means = { $who ->
    [nobody] Nobody sees what you watched, rated or keep.
    [friends] Your friends see what you watched, rated and keep.
   *[members] Everybody with an account here sees what you watched, rated and keep.
}
privacy-statistics-means = { $who ->
    [nobody] Nobody sees how much you watch.
    [friends] Your friends see how much you watch and what you watch most.
   *[members] Everybody with an account here sees how much you watch and what you watch most.
}
privacy-friends = Friends
privacy-friends-text = Whoever is your friend already stays one.
privacy-requests = Others may ask to become friends
audience-nobody = Only me
audience-friends = Friends
audience-members = Everybody here

security-password = Password
security-password-text = Use one that you use nowhere else.
security-password-changed = Your password is changed
security-sessions = Where you are signed in
security-sessions-text = Sign out what you do not know, and change your password.
security-end = Sign out
security-end-title = Sign this out?
security-end-text = Whoever uses it has to sign in again.
security-end-others = Sign out everywhere else
security-end-others-text = All but this browser have to sign in again. API keys stay.
security-session-ended = Signed out
security-sessions-ended = { $count ->
    [one] { $shown } session ended
   *[other] { $shown } sessions ended
}
session-browser = Browser
session-program = Program
session-device = Device
session-this = This one
session-unknown = Unknown
session-times = Used { $used }, signed in since { $since }

keys-text = With a key, scripts, dashboards and players use the API as you. Give each its own key, with no more than it needs.
keys-examples = Examples for the API
keys-new = New key
keys-create = Create the key
keys-empty = No keys yet
keys-empty-text = Create one for your dashboard or player.
keys-name = Name
keys-name-hint = Where it is used, such as “Dashboard in the hall”
keys-scopes = What it may do
keys-expiry = Ends
keys-expiry-30 = After 30 days
keys-expiry-90 = After 90 days
keys-expiry-365 = After a year
keys-expiry-never = Never
keys-made = Your new key
keys-made-text = It is shown only now. Keep it in a safe place: nobody can show it again.
keys-revoke = Revoke
keys-revoked = The key is revoked
keys-revoke-title = Revoke this key?
keys-revoke-text = What uses “{ $name }” loses its access at once. This cannot be undone.
keys-state-over = Expired
keys-since = made on { $date }
keys-until = until { $date }
keys-endless = without an end
keys-unused = Never used
keys-used = { $count ->
    [one] Used once, { $last }
   *[other] Used { $shown } times, last { $last }
}
scope-read = Read
scope-read-hint = See what you may see
scope-write = Write
scope-write-hint = Change what you may change
scope-scrobble = Report playback
scope-scrobble-hint = Report what is being played, and nothing else
scope-admin = Administer
scope-admin-hint = Use your role as well

devices-text = Players, televisions and apps that you let in by a code. They report what you watch.
devices-connect = Connect a device
devices-empty = No devices yet
devices-empty-text = Your player shows a code: type it in under “Connect a device”.
devices-revoke = Disconnect
devices-revoked = The device is disconnected
devices-revoke-title = Disconnect this device?
devices-revoke-text = It stops reporting what you watch until you connect it again.
devices-times = Used { $used }, connected on { $since }, until { $until }

data-export = Take it along
data-export-text = Everything MediaNest keeps of you, as one zip. It is made while it comes, however much there is.
data-json = Everything (JSON)
data-json-text = Your diary, lists and account. Another MediaNest brings it in again.
data-csv = Everything (CSV)
data-csv-text = The same as tables, for spreadsheets.
data-trakt = As Trakt has it
data-trakt-text = Films and shows: history, ratings, comments, lists.
data-letterboxd = As Letterboxd has it
data-letterboxd-text = Films: diary, ratings, reviews, lists.
data-fetch = Download
data-begun = The download has begun
data-import = Bring something in
data-import-text = What you have elsewhere can come here.
data-leave = Give your account up
data-leave-text = Everything that is yours is erased two weeks later. Until then you can change your mind.
data-leave-do = Give my account up
data-leave-title = Give your account up?
data-leave-warning = In two weeks your history, ratings, lists and everything else that is yours is erased, and nothing brings it back. What is also others’, such as items you put on their lists, stays without your name. You may want to take your data along first.
data-leaving = Your account is erased on { $date }. Until then everything goes on as before.
data-keep = Keep my account
data-kept = Your account stays

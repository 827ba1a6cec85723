### Media servers and players that tell of playback, and what came from them.

settings-players = Players

players-addresses = Media servers and players
players-text = Plex, Jellyfin, Emby and Kodi can tell what you play while you play it. Give each an address of its own. Devices that show a code are under Devices; players that take an address and a key, under API keys.
players-new = New address
players-create = Create the address
players-change = Change the address
players-empty = No addresses yet
players-empty-text = Create one, and paste it into your media server or player.
players-player = Used by
players-name-hint = Such as “Living room”
players-account = Your account there
players-account-hint = Whose playback counts. A server tells of everybody who uses it.
players-account-of = Counts what { $name } plays
players-account-plex = Counts what the account plays that set the webhook up
players-account-all = Counts what every account of the server plays
players-account-none = Counts whatever is played
players-used = Used { $last }
players-made = The address
players-made-text = Paste it into the player now: it holds a secret and is shown only this once. Whoever knows it can report playback for you, and nothing else.
players-rotate = New secret
players-rotate-title = Give it a new secret?
players-rotate-text = “{ $name }” stops working until you have pasted the new address.
players-revoke = End
players-revoked = The address is ended
players-revoke-title = End this address?
players-revoke-text = Whatever uses “{ $name }” can tell nothing more. This cannot be undone.
players-steps-plex = In Plex Web: Settings, Webhooks, Add webhook. Webhooks need Plex Pass.
players-steps-jellyfin = With the official Webhook plugin: add a Generic Destination, paste the address, choose Playback Start, Playback Stop, Playback Progress and User Data Saved, and switch on Send All Properties.
players-steps-emby = Settings, Notifications, Add Webhook, as application/json, with the events of Playback and “Mark played / unplayed”. Needs Emby Premiere.
players-steps-kodi = For add-ons and scripts that send what Kodi plays to an address.

deliveries-title = What came
deliveries-text = The latest messages of your players, without passwords and tokens, and what was made of them.
deliveries-verdict = Made of it
deliveries-verdict-any = Whatever was made of it
deliveries-address = Address
deliveries-address-any = Every address
deliveries-count = { $count ->
    [one] { $shown } message
   *[other] { $shown } messages
}
deliveries-empty = Nothing came
deliveries-empty-hint = Play something, or look at the address in your player's settings.
deliveries-unnamed = A message
deliveries-unkept = It was too large to be kept.
deliveries-payload = The message
deliveries-replay = Read again
deliveries-replayed = Read again: { $verdict }
deliveries-fix = Say what it is
deliveries-fix-title = What was played?
deliveries-fix-text = The player called it “{ $title }”. Your answer is remembered, of an episode for the whole show, and what waited for it is taken into your history.
deliveries-item = Film, episode or track
deliveries-remember = Remember this
deliveries-fixed = { $count ->
    [0] Remembered
    [one] Remembered; { $shown } message was read again
   *[other] Remembered; { $shown } messages were read again
}
verdict-counted = Counted
verdict-started = Playing
verdict-paused = Paused
verdict-withdrawn = Taken back
verdict-unmatched = Not found
verdict-ignored = Ignored
verdict-failed = Unreadable

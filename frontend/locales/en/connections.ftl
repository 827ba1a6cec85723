### One's own accounts on media servers and at Trakt that are told what was played elsewhere, and what players mean.

connections-title = Tell other servers
connections-text = What you watch anywhere, or mark as watched here, is told to your own accounts on other servers, and taken back there when you take it back. What came from a server is not told to it again.
connections-new = New connection
connections-empty = No server is told
connections-empty-text = Connect your account on Plex, Jellyfin, Emby or Trakt.
connections-kind = Server
connections-url = Address
connections-url-hint = As you reach it, such as http://tower:8096
connections-token = Token
connections-token-hint = Plex shows it in the address of “View XML”, behind X-Plex-Token.
connections-user = Your account there
connections-means = Sign in with
connections-means-password = Password
connections-means-key = API key
connections-password = Password
connections-password-hint = It is traded for a token and not kept.
connections-key = API key
connections-key-hint = An administrator of the server makes one.
connections-connect = Connect
connections-connected = Connected: what you watch is told from now on
connections-change = Change the connection
connections-sign-in = Sign in again
connections-sign-in-hint = Leave this empty to go on as before.
connections-changed = Changed
connections-as = As { $name }
connections-told = Last told { $when }
connections-untold = Told nothing yet
connections-rests = Tried again { $when }
connections-working = Working
connections-resting = Not answering
connections-paused = Sign in again
connections-pending = Waits for your consent
connections-off = Off
connections-on-switch = Tell { $name }
connections-test = Test
connections-test-good = { $name } answers and knows your sign-in
connections-test-bad = { $name }: { $reason }
connections-history = Tell everything
connections-history-title = Tell everything you watched?
connections-history-text = { $count ->
    [0] { $name } was told everything already.
    [one] { $name } is told one play that it does not know from here, imports included.
   *[other] { $name } is told { $shown } plays that it does not know from here, imports included.
}
connections-history-done = { $count ->
    [0] There was nothing to tell
    [one] One play is told
   *[other] { $shown } plays are told
}
connections-end = End
connections-end-title = End this connection?
connections-end-text = { $name } is told nothing more. What it was told stays there.
connections-ended = The connection is ended

consent-text = Open the page, sign in to Trakt, and type in this code:
consent-open = Open { $address }
consent-waiting = Waiting until you have …
consent-code = The code
consent-failed = That did not work. Close this, and begin again.

told-title = What they are told
told-text = The latest first, and what became of it.
told-connection = Server
told-connection-any = Every server
told-state = What became of it
told-state-any = Whatever became of it
told-count = { $count ->
    [one] { $shown } message
   *[other] { $shown } messages
}
told-empty = Nothing to tell
told-empty-hint = Watch something, or mark it as watched.
told-deed-played = Watched { $when }
told-deed-unplayed = Taken back
told-waiting = Waiting
told-told = Told
told-skipped = Not needed
told-unmatched = Not there
told-failed = Refused
told-next = Next try { $when }
told-attempts = { $count ->
    [one] Tried once
   *[other] Tried { $count } times
}
told-retry = Try again
told-retried = It is tried again
told-gone = No longer in the catalogue

matches-title = What your players mean
matches-text = What you said that a message means, which is remembered. What was taken into your history stays when you forget it.
matches-count = { $count ->
    [one] { $shown } title
   *[other] { $shown } titles
}
matches-empty = Nothing remembered
matches-empty-hint = When a message is not found, say what it is, and it stands here.
matches-since = Said { $when }
matches-forget = Forget
matches-forget-title = Forget this?
matches-forget-text = Messages that call “{ $name }” so are matched anew.
matches-forgotten = Forgotten

live-on = Live
live-off = Not live
live-count = { $count ->
    [0] Nobody watches anything
    [one] { $shown } person watches something
   *[other] { $shown } people watch something
}
live-others = { $count ->
    [one] { $shown } other person is watching
   *[other] { $shown } others are watching
}
live-choice = Whose watching is shown
live-everybody = Everybody
live-me = Me
live-list = Watching now
live-you = You
live-private = Private
live-private-hint = Nobody else sees this
live-somebody = Somebody
live-something = Something
live-progress = How far
live-playing = Playing
live-paused = Paused
live-ends = ends { $time }
live-joined = { $name } watches { $title }.
live-left = { $name } stopped watching.
live-empty = Nobody watches anything right now
live-empty-me = You watch nothing right now
live-empty-text = As soon as a connected player starts something, it shows up here by itself.
live-connect = Connect a player
connection-refused = The server does not let this page keep up by itself. Reload to see what is new, and ask an administrator to allow this address.

### The history, plays, and the year at a glance.

history-add = Add a play
history-edit = Correct a play
history-deleted = { $title } is deleted from your history.
history-added = { $title } is in your history.
history-actions = What to do with { $title }
history-only = Only this one
history-not-only = Show more than { $title }
history-today = Today
history-yesterday = Yesterday
history-month = { $month }, day unknown
history-year = { $year }, day unknown
history-undated = Date unknown
history-private = Private: nobody else sees it
history-notes = Notes
history-notes-hint = Only you read them.
history-keep-private = Keep it private
history-keep-private-hint = Nobody else ever knows of it, whatever your settings say.
history-what = What was it?
history-empty = Your history is empty
history-empty-text = What you watch with a connected player comes here by itself. You can bring along what you have elsewhere, or add a play by hand.
history-import = Import a history
history-none-found = Nothing fits
history-none-found-text = No play fits these filters.
history-filter = Filter the history
history-search = Search your history
history-type = Kind
history-origin = How it came here
history-all-types = Every kind
history-all-origins = Every source
history-from = From
history-to = To

origin-scrobble = From a player
origin-player = From a player: { $player }
origin-manual = Added by hand
origin-import = From an import

filter-clear = Clear the filters

when-known = When was it?
when-now = Just now
when-time = At a known time
when-day = On a day
when-month = In a month
when-year = In a year
when-unknown = I do not know
when-on = Day
when-at = Time
when-of-month = Month
when-of-year = Year

year-title = The year at a glance
year-before = The year before
year-after = The year after
year-days = Plays by day
year-plays = Plays
year-time = Watched, heard, read
year-streak = Current streak
year-longest = Longest streak
year-kinds = By kind
year-weeks = Hours by week
year-nothing = Nothing was played in { $year }.
year-go = Go to { $year }
count-days = { $count ->
    [one] { $shown } day
   *[other] { $shown } days
}

picker-hint = Type a title
picker-other = Another
picker-part = Which part?
picker-choose = Choose…

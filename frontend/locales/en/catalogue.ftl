### Finding things, and their page.

discover-empty = Nothing fits
discover-empty-filtered = No title has all of this. Take a filter away, or try other words.
discover-empty-text = The catalogue is empty. Imports and players fill it, and so can you.
filter-all-types = Everything
filter-type = Kind
filter-genre = Genre
filter-all-genres = All genres
filter-mine = In my library
filter-any-mine = Mine or not
filter-year-from = From year
filter-year-to = To year
filter-years = Years
filters-clear = Clear the filters
sort = Order
sort-title = Title
sort-newest = Newest first
sort-oldest = Oldest first
sort-added = Recently added
sort-updated = Recently changed
sort-rating = Rating
view-grid = As posters
view-table = As a table

item-create = Add a title
item-created = “{ $title }” is in the catalogue
item-edit = Edit this title
item-saved = Saved
item-curate = Look after this title
item-delete = Delete this title
item-delete-title = Delete “{ $title }”?
item-delete-text = It goes with all its parts and cannot be brought back. What somebody has in their library or history cannot be deleted.
item-deleted = “{ $title }” was deleted
item-merge = Merge with another title
item-merge-text = Which title is the same as “{ $title }”? All that people did with this one goes over to it, and this one goes. It cannot be undone.
item-merge-none = No other title fits.
item-merge-into = Merge
item-merged = Merged into “{ $title }”
item-external-ids = External ids
external-id-provider = Provider
external-id-kind = Kind
external-id-id = Id
external-id-removed = The id was removed
item-type = Kind
item-name = Title
item-original-name = Original title
item-year = Year
item-released = Released
item-minutes = Minutes
item-length = Length
item-language = Language
item-language-hint = A code as “en” or “pt-BR”
item-genres = Genres
item-genres-hint = Separated by commas
item-description = Description
item-added = Added
item-facts = Facts
item-links = Look it up
link-new-tab = (opens in a new tab)
item-versions = Other versions
item-related = Related
item-others = What others think
item-seen-by = Seen by friends
item-seen-by-more = and { $shown } more
item-notes = Notes
item-notes-label = Only you see them

relation-sequel = Sequel
relation-prequel = Prequel
relation-adaptation = Adaptation
relation-source = Source
relation-remake = Remake
relation-spin-off = Spin-off

field-tagline = Tagline
field-certification = Certification
field-countries = Countries
field-version = Version
field-network = Network
field-status = Status
field-label = Label
field-authors = By
field-pages = Pages
field-publisher = Publisher
field-series = Series
field-platforms = Platforms
field-developers = Developers

parts = Parts
parts-seasons = Seasons
parts-episodes = Episodes
parts-albums = Albums
parts-tracks = Tracks
parts-seen = { $seen } of { $all }
parts-mark-all = Mark all as watched
part-seen = “{ $title }” seen
part-seen-on = Seen { $date }
part-more = More for “{ $title }”
part-up-to = Mark everything up to here
part-open = Open its page


cycles = Times through
cycle-number = No. { $number }
cycle-open = Under way
cycle-completed = Through
cycle-abandoned = Given up
cycle-since = since { $date }
cycle-start = Once more
cycle-started = Begun once more
cycle-complete = I am through
cycle-abandon = Give up
cycle-now-completed = Once more through
cycle-now-abandoned = Given up

item-date-unknown = Nobody knows when
item-play-add = Add a play
item-play-added = Added to your history
item-play-again = Once more, just now
item-play-none = Not after all
item-play-removed = Taken out of your history
item-plays-removed = Taken out of your history
item-play-edit = Correct this play
item-play-date = When
item-play-date-hint = A day, a month or a year: 2026-11-21, 2026-11, 2026. Empty is just now.
item-play-imported = Imported
item-play-private = Nobody else may know
item-plays-title = Your history with it
item-plays-none = Not in your history yet.

rating-half-stars = { $count ->
    [one] { $shown } star
   *[other] { $shown } stars
}
rating-saved = Rated
rating-removed = The rating was removed
item-plays-added = { $count ->
    [one] { $shown } marked as watched
   *[other] { $shown } marked as watched
}

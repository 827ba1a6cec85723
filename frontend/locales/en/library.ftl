### One's own library.

library-add = Add to library
library-add-title = Add “{ $title }” to your library
library-added = “{ $title }” is in your library
library-remove = Remove from library
library-removed = Removed from your library
library-status = Status
library-private = Private
library-make-private = Make private
library-all = All
library-favorites = Favourites
favorite-not = No favourite
library-search = Search your library
library-select = Select
library-choose = Select “{ $title }”
library-choose-all = Select all shown
library-chosen = { $count ->
    [one] { $shown } selected
   *[other] { $shown } selected
}
library-changed = { $count ->
    [one] { $shown } title changed
   *[other] { $shown } titles changed
}
library-removed-many = { $count ->
    [one] { $shown } title removed from your library
   *[other] { $shown } titles removed from your library
}
library-empty = Your library is empty
library-empty-text = Keep what you want to watch, read or hear, or bring along what you have elsewhere.
library-empty-filtered = Nothing in your library fits these filters.

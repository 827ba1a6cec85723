### Die eigene Bibliothek.

library-add = In die Bibliothek
library-add-title = „{ $title }“ in die Bibliothek aufnehmen
library-added = „{ $title }“ ist in deiner Bibliothek
library-remove = Aus der Bibliothek nehmen
library-removed = Aus deiner Bibliothek genommen
library-status = Status
library-private = Privat
library-make-private = Privat machen
library-all = Alle
library-favorites = Favoriten
favorite-not = Kein Favorit
library-search = In deiner Bibliothek suchen
library-select = Auswählen
library-choose = „{ $title }“ auswählen
library-choose-all = Alle gezeigten auswählen
library-chosen = { $count ->
    [one] { $shown } ausgewählt
   *[other] { $shown } ausgewählt
}
library-changed = { $count ->
    [one] { $shown } Titel geändert
   *[other] { $shown } Titel geändert
}
library-removed-many = { $count ->
    [one] { $shown } Titel aus deiner Bibliothek genommen
   *[other] { $shown } Titel aus deiner Bibliothek genommen
}
library-empty = Deine Bibliothek ist leer
library-empty-text = Merke dir, was du sehen, lesen oder hören willst, oder bring mit, was du anderswo hast.
library-empty-filtered = Nichts in deiner Bibliothek passt zu diesen Filtern.

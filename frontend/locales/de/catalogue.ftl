### Dinge finden, und ihre Seite.

discover-empty = Nichts passt
discover-empty-filtered = Kein Titel hat all das. Nimm einen Filter weg oder versuche andere Wörter.
discover-empty-text = Der Katalog ist leer. Importe und Abspieler füllen ihn, und du kannst es auch.
filter-all-types = Alles
filter-type = Art
filter-genre = Genre
filter-all-genres = Alle Genres
filter-mine = In meiner Bibliothek
filter-any-mine = Meins oder nicht
filter-year-from = Von Jahr
filter-year-to = Bis Jahr
filter-years = Jahre
filters-clear = Filter aufheben
sort = Reihenfolge
sort-title = Titel
sort-newest = Neueste zuerst
sort-oldest = Älteste zuerst
sort-added = Zuletzt hinzugefügt
sort-updated = Zuletzt geändert
sort-rating = Wertung
view-grid = Als Poster
view-table = Als Tabelle

item-create = Titel anlegen
item-created = „{ $title }“ steht im Katalog
item-edit = Titel bearbeiten
item-saved = Gespeichert
item-curate = Diesen Titel pflegen
item-delete = Titel löschen
item-delete-title = „{ $title }“ löschen?
item-delete-text = Er verschwindet mit all seinen Teilen und kommt nicht zurück. Was jemand in Bibliothek oder Verlauf hat, lässt sich nicht löschen.
item-deleted = „{ $title }“ wurde gelöscht
item-merge = Mit einem anderen Titel vereinen
item-merge-text = Welcher Titel ist derselbe wie „{ $title }“? Alles, was Leute mit diesem getan haben, geht auf ihn über, und dieser verschwindet. Das lässt sich nicht zurücknehmen.
item-merge-none = Kein anderer Titel passt.
item-merge-into = Vereinen
item-merged = Mit „{ $title }“ vereint
item-external-ids = Externe Kennungen
external-id-provider = Anbieter
external-id-kind = Art
external-id-id = Kennung
external-id-removed = Die Kennung wurde entfernt
item-type = Art
item-name = Titel
item-original-name = Originaltitel
item-year = Jahr
item-released = Erschienen
item-minutes = Minuten
item-length = Länge
item-language = Sprache
item-language-hint = Ein Kürzel wie „de“ oder „pt-BR“
item-genres = Genres
item-genres-hint = Durch Kommas getrennt
item-description = Beschreibung
item-added = Hinzugefügt
item-facts = Fakten
item-links = Nachschlagen
link-new-tab = (öffnet in einem neuen Tab)
item-versions = Andere Fassungen
item-related = Verwandtes
item-others = Was andere meinen
item-seen-by = Von Freunden gesehen
item-seen-by-more = und { $shown } weitere
item-notes = Notizen
item-notes-label = Nur du siehst sie

relation-sequel = Fortsetzung
relation-prequel = Vorgeschichte
relation-adaptation = Adaption
relation-source = Vorlage
relation-remake = Neuverfilmung
relation-spin-off = Ableger

field-tagline = Slogan
field-certification = Freigabe
field-countries = Länder
field-version = Fassung
field-network = Sender
field-status = Stand
field-label = Label
field-authors = Von
field-pages = Seiten
field-publisher = Verlag
field-series = Reihe
field-platforms = Plattformen
field-developers = Entwickler

parts = Teile
parts-seasons = Staffeln
parts-episodes = Folgen
parts-albums = Alben
parts-tracks = Titel
parts-seen = { $seen } von { $all }
parts-mark-all = Alle als gesehen markieren
part-seen = „{ $title }“ gesehen
part-seen-on = Gesehen am { $date }
part-more = Mehr zu „{ $title }“
part-up-to = Alles bis hier markieren
part-open = Seite öffnen


cycles = Durchgänge
cycle-number = Nr. { $number }
cycle-open = Läuft
cycle-completed = Geschafft
cycle-abandoned = Aufgegeben
cycle-since = seit { $date }
cycle-start = Noch einmal
cycle-started = Noch einmal begonnen
cycle-complete = Ich bin durch
cycle-abandon = Aufgeben
cycle-now-completed = Wieder einmal geschafft
cycle-now-abandoned = Aufgegeben

item-date-unknown = Unbekannt, wann
item-play-add = Eintrag hinzufügen
item-play-added = In deinem Verlauf
item-play-again = Noch einmal, gerade eben
item-play-none = Doch nicht
item-play-removed = Aus deinem Verlauf genommen
item-plays-removed = Aus deinem Verlauf genommen
item-play-edit = Eintrag berichtigen
item-play-date = Wann
item-play-date-hint = Ein Tag, Monat oder Jahr: 2026-11-21, 2026-11, 2026. Leer heißt gerade eben.
item-play-imported = Importiert
item-play-private = Niemand sonst darf es wissen
item-plays-title = Dein Verlauf damit
item-plays-none = Noch nicht in deinem Verlauf.

rating-half-stars = { $count ->
    [one] { $shown } Stern
   *[other] { $shown } Sterne
}
rating-saved = Bewertet
rating-removed = Die Wertung wurde entfernt
item-plays-added = { $count ->
    [one] { $shown } als gesehen markiert
   *[other] { $shown } als gesehen markiert
}

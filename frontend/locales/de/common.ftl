### Words that every page shares.

app-name = MediaNest
app-tagline = Was du schaust, liest und hörst, an einem eigenen Ort.

action-save = Speichern
action-cancel = Abbrechen
action-close = Schließen
action-delete = Löschen
action-remove = Entfernen
action-edit = Bearbeiten
action-add = Hinzufügen
action-undo = Rückgängig
action-retry = Erneut versuchen
action-back = Zurück
action-more = Mehr
action-show-all = Alle zeigen
action-copy = Kopieren
action-copied = Kopiert
action-search = Suchen
action-clear = Leeren
action-sign-in = Anmelden
action-sign-out = Abmelden
action-home = Zur Startseite

nav-home = Start
nav-live = Live
nav-discover = Entdecken
nav-library = Bibliothek
nav-history = Verlauf
nav-statistics = Statistik
nav-calendar = Kalender
nav-lists = Listen
nav-notifications = Mitteilungen
nav-import = Import
nav-people = Personen
nav-settings = Einstellungen
nav-profile = Profil
nav-admin = Verwaltung
nav-api = API
nav-main = Hauptnavigation
nav-skip = Zum Inhalt springen
nav-account = Dein Konto

search-hint = Filme, Serien, Musik, Bücher suchen…
time-now = gerade eben

theme = Darstellung
theme-system = Wie das System
theme-light = Hell
theme-dark = Dunkel
theme-contrast = Hoher Kontrast
language = Sprache

loading = Lädt
required = Erforderlich
optional = freiwillig
yes = Ja
no = Nein
none = Keine
unknown-title = Ohne Titel
year-unknown = Jahr unbekannt

count-items = { $count ->
    [one] { $shown } Titel
   *[other] { $shown } Titel
}
count-plays = { $count ->
    [one] { $shown }-mal gesehen
   *[other] { $shown }-mal gesehen
}
count-people = { $count ->
    [one] { $shown } Person
   *[other] { $shown } Personen
}

connection-waiting = Die Verbindung zu MediaNest ist unterbrochen. Neuer Versuch…
connection-offline = Du bist offline. Was du siehst, ist vielleicht nicht mehr aktuell.
connection-restored = Wieder verbunden

error-network = MediaNest ist nicht erreichbar. Prüfe die Verbindung und versuche es erneut.
error-unauthenticated = Du bist nicht mehr angemeldet. Melde dich an und versuche es erneut.
error-forbidden = Das darfst du nicht. Frage die Verwaltung, falls du es dürfen solltest.
error-not-found = Das gibt es nicht, oder es wird nicht mit dir geteilt.
error-rate-limited = Zu viele Versuche. Versuche es in { $wait } erneut.
error-internal = In MediaNest ist etwas schiefgegangen. Es wurde vermerkt.
error-reference = Kennung: { $id }
error-title = Das hat nicht geklappt

not-found-title = Hier ist nichts
not-found-text = Die Adresse führt ins Leere. Vielleicht ist sie vertippt, oder was hier war, wurde entfernt.
forbidden-title = Das ist nicht für dich
forbidden-text = Deine Rolle umfasst diese Seite nicht. Die Verwaltung kann das ändern.

empty-title = Noch nichts hier
list-end = Das ist alles
list-more = Mehr zeigen

table-sort-by = Nach { $column } ordnen
chart-as-table = { $title }, als Tabelle
chart-less = Weniger
chart-more = Mehr

rating-stars = { $count ->
    [one] { $count } Stern
   *[other] { $count } Sterne
}
rating-none = Nicht bewertet
rating-clear = Bewertung entfernen

dialog-close = Dialog schließen
toast-dismiss = Ausblenden
toasts = Meldungen

palette-title = Suche und Befehle
palette-pages = Seiten
palette-actions = Aktionen
palette-results = Titel
palette-empty = Nichts passt zu „{ $text }“.
palette-hint = Titel, Seiten und Aktionen suchen
palette-search = In Entdecken nach „{ $text }“ suchen

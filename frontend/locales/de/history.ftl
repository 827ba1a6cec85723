### Der Verlauf, was darin steht, und das Jahr im Überblick.

history-add = Eintrag hinzufügen
history-edit = Eintrag berichtigen
history-deleted = { $title } ist aus deinem Verlauf gelöscht.
history-added = { $title } steht in deinem Verlauf.
history-actions = Aktionen für { $title }
history-only = Nur diesen Titel
history-not-only = Mehr als { $title } zeigen
history-today = Heute
history-yesterday = Gestern
history-month = { $month }, Tag unbekannt
history-year = { $year }, Tag unbekannt
history-undated = Datum unbekannt
history-private = Privat: sonst sieht es niemand
history-notes = Notizen
history-notes-hint = Nur du liest sie.
history-keep-private = Privat halten
history-keep-private-hint = Niemand sonst erfährt je davon, was auch immer du eingestellt hast.
history-what = Was war es?
history-empty = Dein Verlauf ist leer
history-empty-text = Was du mit einem verbundenen Abspielgerät ansiehst, kommt von selbst hierher. Du kannst mitbringen, was du anderswo hast, oder einen Eintrag von Hand hinzufügen.
history-import = Einen Verlauf importieren
history-none-found = Nichts passt
history-none-found-text = Zu diesen Filtern passt kein Eintrag.
history-filter = Den Verlauf filtern
history-search = Im Verlauf suchen
history-type = Art
history-origin = Wie es hierher kam
history-all-types = Alle Arten
history-all-origins = Alle Quellen
history-from = Von
history-to = Bis

origin-scrobble = Von einem Abspielgerät
origin-player = Von einem Abspielgerät: { $player }
origin-manual = Von Hand hinzugefügt
origin-import = Aus einem Import

filter-clear = Filter löschen

when-known = Wann war es?
when-now = Gerade eben
when-time = Zu einer bekannten Zeit
when-day = An einem Tag
when-month = In einem Monat
when-year = In einem Jahr
when-unknown = Weiß ich nicht
when-on = Tag
when-at = Uhrzeit
when-of-month = Monat
when-of-year = Jahr

year-title = Das Jahr im Überblick
year-before = Das Jahr davor
year-after = Das Jahr danach
year-days = Einträge nach Tagen
year-plays = Einträge
year-time = Gesehen, gehört, gelesen
year-streak = Aktuelle Serie
year-longest = Längste Serie
year-kinds = Nach Art
year-weeks = Stunden je Woche
year-nothing = { $year } steht nichts im Verlauf.
year-go = Zu { $year }
count-days = { $count ->
    [one] { $shown } Tag
   *[other] { $shown } Tage
}

picker-hint = Titel eingeben
picker-other = Anderer
picker-part = Welcher Teil?
picker-choose = Auswählen…

live-on = Live
live-off = Nicht live
live-count = { $count ->
    [0] Niemand schaut gerade etwas
    [one] { $shown } Person schaut gerade etwas
   *[other] { $shown } Personen schauen gerade etwas
}
live-others = { $count ->
    [one] { $shown } andere Person schaut gerade etwas
   *[other] { $shown } andere schauen gerade etwas
}
live-choice = Wessen Wiedergaben gezeigt werden
live-everybody = Alle
live-me = Ich
live-list = Läuft gerade
live-you = Du
live-private = Privat
live-private-hint = Niemand sonst sieht das
live-somebody = Jemand
live-something = Etwas
live-progress = Wie weit
live-playing = Läuft
live-paused = Pausiert
live-ends = bis { $time }
live-joined = { $name } schaut { $title }.
live-left = { $name } schaut nicht mehr.
live-empty = Gerade schaut niemand etwas
live-empty-me = Du schaust gerade nichts
live-empty-text = Sobald ein verbundener Player etwas startet, erscheint es hier von selbst.
live-connect = Player verbinden
connection-refused = Der Server lässt nicht zu, dass sich diese Seite von selbst aktualisiert. Lade sie neu, um Neues zu sehen, und bitte die Administration, diese Adresse zu erlauben.

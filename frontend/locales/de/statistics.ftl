### Statistik über eine Zeit und der Jahresrückblick.

counted-text = Was du gesehen, gehört und gelesen hast, auf dem Stand von jetzt.
counted-to-year = Jahresrückblick
counted-time = Zeitraum
counted-week = 7 Tage
counted-month = 30 Tage
counted-year = 365 Tage
counted-all = Alles
counted-order = Listen ordnen nach
counted-by-plays = Anzahl
counted-by-time = Dauer
counted-none = In dieser Zeit wurde nichts gespielt
counted-none-text = Was du siehst, hörst und liest, wird hier gezählt, sobald es in deinem Verlauf steht.
counted-items = Verschiedene Titel
counted-days = Aktive Tage
counted-months = Stunden nach Monat
counted-hours = Nach Wochentag und Stunde
counted-titles = Am meisten gespielt
counted-music = Musik
counted-artists = Künstler
counted-albums = Alben
counted-tracks = Titel
counted-genres = Genres
counted-completion = Wie weit du bist
counted-complete = { $watched } von { $aired } Teilen
week-legend = Dunklere Stunden hatten mehr Wiedergaben. Die Zeiten sind die deiner Zeitzone.

review-heading = Rückblick auf { $year }
review-whose = Ein Jahr von { $name }
review-none = Kein Jahr zu zeigen
review-none-text = { $year } wurde nichts gespielt, oder es wird dir nicht gezeigt.
review-busiest = Der längste Tag war { $day }: { $time }.
review-titles = Titel des Jahres
review-music = Musik des Jahres

### Benachrichtigungen: ihre Seite, und welche man möchte.

news-count-unread = { $count ->
    [one] { $shown } ungelesene
   *[other] { $shown } ungelesene
}
news-none-unread = Alles gelesen
news-choice = Welche Benachrichtigungen gezeigt werden
news-show-all = Alle
news-show-unread = Ungelesen
news-empty-unread = Du bist auf dem neuesten Stand
news-empty-unread-text = Du hast alles gelesen.
news-preferences = Benachrichtigungen einstellen
news-preferences-text = Wähle, was du erfahren willst und auf welchem Weg.
news-preference = { $kind }: { $method }
news-all-ways = Alle Wege zeigen
news-ways-hint = Andere Wege als MediaNest selbst wirken, sobald die Administration sie eingerichtet hat.

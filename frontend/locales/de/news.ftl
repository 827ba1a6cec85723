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

news-kind = Was
news-kind-new-episode = Neue Folgen
news-kind-new-episode-hint = Wenn eine Folge von etwas aus deiner Bibliothek erschienen ist.
news-kind-new-release = Neuerscheinungen
news-kind-new-release-hint = Wenn ein Film, ein Album oder ein Buch aus deiner Bibliothek erschienen ist.
news-kind-friend-request = Freundschaftsanfragen
news-kind-friend-request-hint = Jemand möchte mit dir befreundet sein.
news-kind-friend-accepted = Neue Freunde
news-kind-friend-accepted-hint = Jemand hat deine Anfrage angenommen.
news-kind-group-invitation = Einladungen in Gruppen
news-kind-group-invitation-hint = Jemand lädt dich in eine Gruppe ein.
news-kind-list-shared = Geteilte Listen
news-kind-list-shared-hint = Jemand lässt dich an einer Liste mitarbeiten.
news-kind-play-shared = Gemeinsam gesehen
news-kind-play-shared-hint = Etwas, das andere mit dir abgespielt haben, steht jetzt in deinem Verlauf.
news-kind-other = Alles andere
news-kind-other-hint = Was keine eigene Zeile hat.
news-method-in-app = In MediaNest
news-method-email = E-Mail
news-method-web-push = Browser
news-method-webhook = Webhook

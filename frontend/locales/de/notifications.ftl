news-bell = { $count ->
    [one] Benachrichtigungen, { $shown } ungelesen
   *[other] Benachrichtigungen, { $shown } ungelesen
}
news-arrived = Neue Benachrichtigung: { $title }
news-unread = (ungelesen)
news-mark-read = Als gelesen markieren
news-mark-all-read = Alle als gelesen markieren
news-delete = Löschen
news-deleted = Benachrichtigung gelöscht
news-all = Alle Benachrichtigungen
news-settings = Einstellungen
news-empty = Noch keine Benachrichtigungen
news-empty-text = Freundschaftsanfragen, Einladungen und alles andere, was für dich bestimmt ist, erscheint hier.
news-accept = Annehmen
news-decline = Ablehnen
news-accepted = Angenommen
news-declined = Abgelehnt
news-answered = Das wurde schon beantwortet
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
news-kind-other = Alles andere
news-kind-other-hint = Was keine eigene Zeile hat.
news-method-in-app = In MediaNest
news-method-email = E-Mail
news-method-web-push = Browser
news-method-webhook = Webhook

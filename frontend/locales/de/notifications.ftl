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

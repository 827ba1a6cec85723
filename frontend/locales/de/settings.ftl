### Die eigenen Einstellungen.

settings-appearance = Darstellung
settings-privacy = Privatsphäre
settings-security = Sicherheit
settings-keys = API-Schlüssel
settings-devices = Geräte
settings-data = Deine Daten
settings-saved = Gespeichert

copy-failed = Markiere den Text und kopiere ihn selbst
secret-done = Ich habe es aufbewahrt

profile-who = Über dich
profile-who-text = Wer das sehen darf, bestimmst du unter Privatsphäre.
profile-name = Anzeigename
profile-name-hint = So nennen dich andere
profile-first-name = Vorname
profile-last-name = Nachname
profile-picture = Adresse deines Bildes
profile-picture-hint = Sie muss mit https:// beginnen
profile-bio = Über mich
profile-email = E-Mail
profile-email-text = Zum Anmelden und für Benachrichtigungen. Andere sehen sie nicht.
profile-email-confirmed = Bestätigt
profile-email-unconfirmed = Nicht bestätigt
profile-email-address = Adresse
profile-email-change = Adresse ändern
profile-region = Sprache und Zeit
profile-region-text = Alle Zeiten werden in deiner Zeitzone gezeigt, und deine Tage enden um Mitternacht dort.
profile-zone = Zeitzone
profile-zone-hint = Dieser Browser ist in { $zone }

appearance-text = Wird bei deinem Konto aufbewahrt: So sieht jeder Browser aus, mit dem du dich anmeldest.
appearance-colours = Farben
appearance-contrast-hint = Zeichnet jede Kante und jeden Buchstaben so deutlich wie möglich
appearance-motion = Weniger Bewegung
appearance-motion-hint = Nichts bewegt sich, das nicht muss
appearance-habits = Gewohnheiten
appearance-habits-text = Wie du bewertest und wo du beginnst.
appearance-scale = Bewertungen
appearance-scale-hint = Was du bewertet hast, bleibt; es wird nur anders gezeigt.
appearance-start = Startseite
appearance-start-hint = Wo du nach dem Anmelden bist
scale-stars = Sterne
scale-numeric = 0 bis 10
scale-thumbs = Daumen

privacy-never = Nichts teilen
privacy-never-text = Ein Schalter für alles: Er gilt mehr als jede Gruppe, Rolle und Einstellung darunter.
privacy-never-label = Nie etwas von mir teilen
privacy-never-hint = Niemand außer dir sieht, was du schaust, auch nicht deine Gruppen und Freunde
privacy-overruled = Du teilst gerade nichts. Was hier gewählt ist, gilt wieder, sobald das ausgeschaltet ist.
privacy-who = Wer was sieht
privacy-who-text = Gruppen, denen du beitrittst, können ihren Mitgliedern mehr zeigen; das entscheidest du beim Beitritt.
privacy-profile = Profil
privacy-now = Was ich gerade schaue
privacy-history = Verlauf, Bewertungen und Bibliothek
privacy-statistics = Statistik
privacy-profile-means = { $who ->
    [nobody] Niemand findet dich beim Namen.
    [friends] Nur deine Freunde sehen deinen Namen, dein Bild und dein Profil.
   *[members] Alle mit einem Konto hier sehen deinen Namen, dein Bild und dein Profil.
}
privacy-now-means = { $who ->
    [nobody] Niemand sieht, dass du etwas schaust, oder was.
    [friends] Deine Freunde sehen, was du schaust, während du es schaust.
   *[members] Alle mit einem Konto hier sehen, was du schaust, während du es schaust.
}
privacy-history-means = { $who ->
    [nobody] Niemand sieht, was du geschaut und bewertet hast und aufhebst.
    [friends] Deine Freunde sehen, was du geschaut und bewertet hast und aufhebst.
   *[members] Alle mit einem Konto hier sehen, was du geschaut und bewertet hast und aufhebst.
}
privacy-statistics-means = { $who ->
    [nobody] Niemand sieht, wie viel du schaust.
    [friends] Deine Freunde sehen, wie viel du schaust und was am meisten.
   *[members] Alle mit einem Konto hier sehen, wie viel du schaust und was am meisten.
}
privacy-friends = Freunde
privacy-friends-text = Wer schon dein Freund ist, bleibt es.
privacy-requests = Andere dürfen um Freundschaft bitten
audience-nobody = Nur ich
audience-friends = Freunde
audience-members = Alle hier

security-password = Passwort
security-password-text = Nimm eines, das du nirgendwo sonst benutzt.
security-password-changed = Dein Passwort ist geändert
security-sessions = Wo du angemeldet bist
security-sessions-text = Melde ab, was du nicht kennst, und ändere dein Passwort.
security-end = Abmelden
security-end-title = Hier abmelden?
security-end-text = Wer es benutzt, muss sich neu anmelden.
security-end-others = Überall sonst abmelden
security-end-others-text = Alle außer diesem Browser müssen sich neu anmelden. API-Schlüssel bleiben.
security-session-ended = Abgemeldet
security-sessions-ended = { $count ->
    [one] { $shown } Sitzung beendet
   *[other] { $shown } Sitzungen beendet
}
session-browser = Browser
session-program = Programm
session-device = Gerät
session-this = Diese hier
session-unknown = Unbekannt
session-times = Benutzt { $used }, angemeldet seit { $since }

keys-text = Mit einem Schlüssel benutzen Skripte, Dashboards und Player die API in deinem Namen. Gib jedem einen eigenen, der nicht mehr darf als nötig.
keys-examples = Beispiele für die API
keys-new = Neuer Schlüssel
keys-create = Schlüssel erstellen
keys-empty = Noch keine Schlüssel
keys-empty-text = Erstelle einen für dein Dashboard oder deinen Player.
keys-name = Name
keys-name-hint = Wo er benutzt wird, etwa „Dashboard im Flur“
keys-scopes = Was er darf
keys-expiry = Endet
keys-expiry-30 = Nach 30 Tagen
keys-expiry-90 = Nach 90 Tagen
keys-expiry-365 = Nach einem Jahr
keys-expiry-never = Nie
keys-made = Dein neuer Schlüssel
keys-made-text = Er wird nur jetzt gezeigt. Bewahre ihn sicher auf: Niemand kann ihn noch einmal zeigen.
keys-revoke = Widerrufen
keys-revoked = Der Schlüssel ist widerrufen
keys-revoke-title = Diesen Schlüssel widerrufen?
keys-revoke-text = Was „{ $name }“ benutzt, verliert sofort den Zugang. Das lässt sich nicht rückgängig machen.
keys-state-over = Abgelaufen
keys-since = erstellt am { $date }
keys-until = bis { $date }
keys-endless = ohne Ende
keys-unused = Nie benutzt
keys-used = { $count ->
    [one] Einmal benutzt, { $last }
   *[other] { $shown } Mal benutzt, zuletzt { $last }
}
scope-read = Lesen
scope-read-hint = Sehen, was du sehen darfst
scope-write = Schreiben
scope-write-hint = Ändern, was du ändern darfst
scope-scrobble = Wiedergabe melden
scope-scrobble-hint = Melden, was gerade läuft, und sonst nichts
scope-admin = Verwalten
scope-admin-hint = Auch deine Rolle nutzen

devices-text = Player, Fernseher und Apps, die du mit einem Code eingelassen hast. Sie melden, was du schaust.
devices-connect = Gerät verbinden
devices-empty = Noch keine Geräte
devices-empty-text = Dein Player zeigt einen Code: Gib ihn unter „Gerät verbinden“ ein.
devices-revoke = Trennen
devices-revoked = Das Gerät ist getrennt
devices-revoke-title = Dieses Gerät trennen?
devices-revoke-text = Es meldet nicht mehr, was du schaust, bis du es wieder verbindest.
devices-times = Benutzt { $used }, verbunden am { $since }, bis { $until }

data-export = Mitnehmen
data-export-text = Alles, was MediaNest von dir hat, als eine Zip-Datei. Sie entsteht, während sie kommt, wie viel es auch ist.
data-json = Alles (JSON)
data-json-text = Dein Tagebuch, deine Listen und dein Konto. Ein anderes MediaNest holt es wieder herein.
data-csv = Alles (CSV)
data-csv-text = Dasselbe als Tabellen.
data-trakt = Wie Trakt es hat
data-trakt-text = Filme und Serien: Verlauf, Bewertungen, Kommentare, Listen.
data-letterboxd = Wie Letterboxd es hat
data-letterboxd-text = Filme: Tagebuch, Bewertungen, Kritiken, Listen.
data-fetch = Herunterladen
data-begun = Das Herunterladen hat begonnen
data-import = Etwas hereinholen
data-import-text = Was du anderswo hast, kann hierher kommen.
data-leave = Dein Konto aufgeben
data-leave-text = Zwei Wochen später wird alles gelöscht, was dir gehört. Bis dahin kannst du es dir anders überlegen.
data-leave-do = Mein Konto aufgeben
data-leave-title = Dein Konto aufgeben?
data-leave-warning = In zwei Wochen werden dein Verlauf, deine Bewertungen, deine Listen und alles andere gelöscht, was dir gehört, und nichts bringt es zurück. Was auch anderen gehört, etwa Einträge auf ihren Listen, bleibt ohne deinen Namen. Vielleicht willst du deine Daten vorher mitnehmen.
data-leaving = Dein Konto wird am { $date } gelöscht. Bis dahin geht alles weiter wie bisher.
data-keep = Mein Konto behalten
data-kept = Dein Konto bleibt

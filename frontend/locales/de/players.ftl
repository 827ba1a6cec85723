### Medienserver und Player, die von der Wiedergabe erzählen, und was von ihnen kam.

settings-players = Player

players-addresses = Medienserver und Player
players-text = Plex, Jellyfin, Emby und Kodi können erzählen, was du abspielst, während du es abspielst. Gib jedem eine eigene Adresse. Geräte, die einen Code zeigen, stehen unter „Geräte“; Player, die eine Adresse und einen Schlüssel nehmen, unter „API-Schlüssel“.
players-new = Neue Adresse
players-create = Adresse anlegen
players-change = Adresse ändern
players-empty = Noch keine Adressen
players-empty-text = Lege eine an und füge sie in deinen Medienserver oder Player ein.
players-player = Benutzt von
players-name-hint = Zum Beispiel „Wohnzimmer“
players-account = Dein Konto dort
players-account-hint = Wessen Wiedergabe zählt. Ein Server erzählt von allen, die ihn benutzen.
players-account-of = Es zählt, was { $name } abspielt
players-account-plex = Es zählt, was das Konto abspielt, das den Webhook eingerichtet hat
players-account-all = Es zählt, was jedes Konto des Servers abspielt
players-account-none = Es zählt, was abgespielt wird
players-used = { $last } benutzt
players-made = Die Adresse
players-made-text = Füge sie jetzt in den Player ein: Sie enthält ein Geheimnis und wird nur dieses eine Mal gezeigt. Wer sie kennt, kann Wiedergabe für dich melden, und sonst nichts.
players-rotate = Neues Geheimnis
players-rotate-title = Ein neues Geheimnis vergeben?
players-rotate-text = „{ $name }“ geht nicht mehr, bis du die neue Adresse eingefügt hast.
players-revoke = Beenden
players-revoked = Die Adresse ist beendet
players-revoke-title = Diese Adresse beenden?
players-revoke-text = Was „{ $name }“ benutzt, kann nichts mehr melden. Das lässt sich nicht rückgängig machen.
players-steps-plex = In Plex Web: Einstellungen, Webhooks, Webhook hinzufügen. Webhooks brauchen Plex Pass.
players-steps-jellyfin = Mit dem offiziellen Webhook-Plugin: ein Generic Destination hinzufügen, die Adresse einfügen, Playback Start, Playback Stop, Playback Progress und User Data Saved wählen und Send All Properties einschalten.
players-steps-emby = Einstellungen, Benachrichtigungen, Webhook hinzufügen, als application/json, mit den Ereignissen der Wiedergabe und „Als gesehen/ungesehen markieren“. Braucht Emby Premiere.
players-steps-kodi = Für Add-ons und Skripte, die einer Adresse schicken, was Kodi abspielt.

deliveries-title = Was kam
deliveries-text = Die letzten Nachrichten deiner Player, ohne Passwörter und Tokens, und was daraus wurde.
deliveries-verdict = Daraus wurde
deliveries-verdict-any = Was immer daraus wurde
deliveries-address = Adresse
deliveries-address-any = Jede Adresse
deliveries-count = { $count ->
    [one] { $shown } Nachricht
   *[other] { $shown } Nachrichten
}
deliveries-empty = Es kam nichts
deliveries-empty-hint = Spiele etwas ab, oder sieh nach der Adresse in den Einstellungen deines Players.
deliveries-unnamed = Eine Nachricht
deliveries-unkept = Sie war zu groß, um aufgehoben zu werden.
deliveries-payload = Die Nachricht
deliveries-replay = Noch einmal lesen
deliveries-replayed = Noch einmal gelesen: { $verdict }
deliveries-fix = Sagen, was es ist
deliveries-fix-title = Was wurde abgespielt?
deliveries-fix-text = Der Player nannte es „{ $title }“. Deine Antwort wird gemerkt, bei einer Folge für die ganze Serie, und was darauf wartete, kommt in deinen Verlauf.
deliveries-item = Film, Folge oder Stück
deliveries-remember = Merken
deliveries-fixed = { $count ->
    [0] Gemerkt
    [one] Gemerkt; { $shown } Nachricht wurde noch einmal gelesen
   *[other] Gemerkt; { $shown } Nachrichten wurden noch einmal gelesen
}
verdict-counted = Gezählt
verdict-started = Läuft
verdict-paused = Pausiert
verdict-withdrawn = Zurückgenommen
verdict-unmatched = Nicht gefunden
verdict-ignored = Übergangen
verdict-failed = Unlesbar

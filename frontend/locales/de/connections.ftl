### Eigene Konten auf Medienservern und bei Trakt, die erfahren, was anderswo gespielt wurde, und was Player meinen.

connections-title = Anderen Servern Bescheid sagen
connections-text = Was du irgendwo siehst oder hier als gesehen markierst, erfahren deine eigenen Konten auf anderen Servern; nimmst du es zurück, wird es auch dort zurückgenommen. Was von einem Server kam, erfährt er nicht noch einmal.
connections-new = Neue Verbindung
connections-empty = Kein Server erfährt etwas
connections-empty-text = Verbinde dein Konto bei Plex, Jellyfin, Emby oder Trakt.
connections-kind = Server
connections-url = Adresse
connections-url-hint = Wie du ihn erreichst, etwa http://tower:8096
connections-token = Token
connections-token-hint = Plex zeigt es in der Adresse von „XML anzeigen“, hinter X-Plex-Token.
connections-user = Dein Konto dort
connections-means = Anmelden mit
connections-means-password = Passwort
connections-means-key = API-Schlüssel
connections-password = Passwort
connections-password-hint = Es wird gegen ein Token getauscht und nicht aufbewahrt.
connections-key = API-Schlüssel
connections-key-hint = Den legt ein Administrator des Servers an.
connections-connect = Verbinden
connections-connected = Verbunden: Was du siehst, wird ab jetzt gesagt
connections-change = Verbindung ändern
connections-sign-in = Neu anmelden
connections-sign-in-hint = Leer lassen, um wie bisher weiterzumachen.
connections-changed = Geändert
connections-as = Als { $name }
connections-told = Zuletzt { $when } gesagt
connections-untold = Noch nichts gesagt
connections-rests = Neuer Versuch { $when }
connections-working = Funktioniert
connections-resting = Antwortet nicht
connections-paused = Neu anmelden
connections-pending = Wartet auf deine Zustimmung
connections-off = Aus
connections-on-switch = { $name } Bescheid sagen
connections-test = Testen
connections-test-good = { $name } antwortet und kennt deine Anmeldung
connections-test-bad = { $name }: { $reason }
connections-history = Alles sagen
connections-history-title = Alles sagen, was du gesehen hast?
connections-history-text = { $count ->
    [0] { $name } weiß schon alles.
    [one] { $name } erfährt eine Wiedergabe, die von hier noch nicht gesagt wurde, Importe eingeschlossen.
   *[other] { $name } erfährt { $shown } Wiedergaben, die von hier noch nicht gesagt wurden, Importe eingeschlossen.
}
connections-history-done = { $count ->
    [0] Es gab nichts zu sagen
    [one] Eine Wiedergabe wird gesagt
   *[other] { $shown } Wiedergaben werden gesagt
}
connections-end = Beenden
connections-end-title = Diese Verbindung beenden?
connections-end-text = { $name } erfährt nichts mehr. Was gesagt wurde, bleibt dort.
connections-ended = Die Verbindung ist beendet

consent-text = Öffne die Seite, melde dich bei Trakt an und gib diesen Code ein:
consent-open = { $address } öffnen
consent-waiting = Warte, bis du es getan hast …
consent-code = Der Code
consent-failed = Das hat nicht geklappt. Schließe das Fenster und fang neu an.

told-title = Was ihnen gesagt wird
told-text = Das Neueste zuerst, und was daraus wurde.
told-connection = Server
told-connection-any = Alle Server
told-state = Was daraus wurde
told-state-any = Was auch daraus wurde
told-count = { $count ->
    [one] { $shown } Nachricht
   *[other] { $shown } Nachrichten
}
told-empty = Nichts zu sagen
told-empty-hint = Sieh etwas, oder markiere es als gesehen.
told-deed-played = Gesehen { $when }
told-deed-unplayed = Zurückgenommen
told-waiting = Wartet
told-told = Gesagt
told-skipped = Nicht nötig
told-unmatched = Dort nicht da
told-failed = Abgelehnt
told-next = Nächster Versuch { $when }
told-attempts = { $count ->
    [one] Einmal versucht
   *[other] { $count }-mal versucht
}
told-retry = Neu versuchen
told-retried = Es wird neu versucht
told-gone = Nicht mehr im Katalog

matches-title = Was deine Player meinen
matches-text = Was eine Nachricht meint, wie du es gesagt hast; das wird behalten. Was in deinen Verlauf kam, bleibt, wenn du es vergessen lässt.
matches-count = { $count ->
    [one] { $shown } Titel
   *[other] { $shown } Titel
}
matches-empty = Nichts gemerkt
matches-empty-hint = Wird eine Nachricht nicht gefunden, sag, was sie meint; dann steht es hier.
matches-since = Gesagt { $when }
matches-forget = Vergessen
matches-forget-title = Das vergessen?
matches-forget-text = Nachrichten, die „{ $name }“ so nennen, werden neu zugeordnet.
matches-forgotten = Vergessen

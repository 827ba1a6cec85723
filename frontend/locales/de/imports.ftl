### Importe.

imports-text = Bring mit, was du anderswo hast. Jeder Import wird erst geprobt und lässt sich zurücknehmen.
imports-new = Neuer Import
imports-past = Deine Importe
imports-all = Alle Importe
imports-none = Noch keine Importe
imports-none-text = Was du importierst, steht hier, mit allem, was daraus wurde.

source-movielens = MovieLens
source-movielens-file = Ordner oder Zip-Datei eines Datensatzes
source-movielens-how = Lade einen Datensatz herunter und lade die Zip-Datei so hoch, wie sie ist. Er bringt Filme, Personen und ihre Bewertungen für den ganzen Server.
source-trakt = Trakt
source-trakt-file = Die Zip-Datei deiner Daten
source-trakt-how = Öffne in den Einstellungen von Trakt „Data“, fordere einen Export an und lade die Zip-Datei, die Trakt dir schickt, so hoch, wie sie ist.
source-letterboxd = Letterboxd
source-letterboxd-file = Die Zip-Datei deiner Daten
source-letterboxd-how = Öffne in den Einstellungen von Letterboxd „Data“, wähle „Export your data“ und lade die Zip-Datei so hoch, wie sie ist.
source-imdb = IMDb
source-imdb-file = Die CSV-Datei deiner Bewertungen, deiner Merkliste oder einer Liste
source-imdb-how = Öffne deine Bewertungen, deine Merkliste oder eine Liste, wähle „Export“ und lade die CSV-Datei hoch. Ihr Dateiname wird der Name der Liste; nenne die deiner Merkliste watchlist.csv.
source-goodreads = Goodreads
source-goodreads-file = Die CSV-Datei deiner Bibliothek
source-goodreads-how = Öffne in Goodreads „My Books“, dann „Import and export“, wähle „Export library“ und lade die CSV-Datei so hoch, wie sie ist.
source-csv = Tabelle (CSV)
source-csv-file = Eine CSV-Datei mit Kopfzeile
source-csv-how = Jede Tabellenkalkulation kann eine Tabelle als CSV speichern. Die Reihenfolge der Spalten ist gleich; nötig ist nur der Titel oder eine Kennung.
source-csv-columns = Diese Spalten kann sie haben:

import-which-source = Woher kommt es?
import-choose = Datei auswählen
import-drop = oder hierher ziehen
import-on-server = Sie liegt schon auf dem Server
import-path = Datei oder Ordner
import-path-hint = Unterhalb des Ordners „imports“ im Datenverzeichnis des Servers
import-uploading = Die Datei wird gesendet
import-dry-run-first = Noch wird nichts geändert: Erst siehst du, was daraus würde.
import-check = Datei prüfen
import-start = Jetzt importieren
import-again = Datei erneut auswählen
import-stop = Anhalten
import-undo = Zurücknehmen
import-undo-title = Diesen Import zurücknehmen?
import-undo-text = Alles, was er gebracht hat, wird entfernt, außer was seither jemand geändert hat oder braucht. Das lässt sich nicht rückgängig machen, aber du kannst die Datei erneut importieren.
import-gone = Diesen Import gibt es nicht
import-gone-text = Vielleicht gehört er jemand anderem, oder er wurde entfernt.

import-source = Import
import-state = Stand
import-when = Wann
import-dry-run = Probe
import-new-rows = Neu
import-known-rows = Schon bekannt
import-bad-rows = Unbrauchbar
import-would-be-new = Wäre neu
import-rows = Zeilen
import-progress = { $done } von { $total } Zeilen

import-pending = Wartet
import-running = Läuft
import-completed = Fertig
import-failed = Gescheitert
import-cancelled = Angehalten
import-undoing = Wird zurückgenommen
import-undone = Zurückgenommen
import-pending-text = Er beginnt, sobald er an der Reihe ist.
import-checking-text = Jede Zeile wird geprüft und zugeordnet. Es wird nichts geändert.
import-running-text = Du kannst diese Seite verlassen; es geht weiter.
import-checked-text = Es wurde nichts geändert. Das würde daraus.
import-completed-text = Alles, was zu gebrauchen war, ist jetzt hier.
import-failed-text = Es ging nicht weiter. Was er bis dahin gebracht hat, ist hier und lässt sich zurücknehmen.
import-cancelled-text = Er wurde angehalten. Was er bis dahin gebracht hat, ist hier und lässt sich zurücknehmen.
import-undoing-text = Was er gebracht hat, wird entfernt.
import-undone-text = Was er gebracht hat, ist entfernt.

report-would-create = Käme hinzu
report-created = Hinzugekommen
report-kept = War schon da
report-removed = Entfernt
report-remaining = Geblieben, weil es gebraucht wird
report-skipped-files = Ausgelassene Dateien
report-unknown-columns = Ausgelassene Spalten

import-errors = Zeilen, die nicht zu gebrauchen waren
import-errors-count = { $count ->
    [one] { $shown } Zeile ist aufgeführt.
   *[other] { $shown } Zeilen sind aufgeführt.
}
error-row-file = Datei
error-row-number = Zeile
error-row-about = Worum es geht
error-row-problem = Fehler

kind-users = Personen
kind-items = Titel
kind-external-ids = Verweise auf andere Dienste
kind-library = Bibliothekseinträge
kind-ratings = Bewertungen
kind-plays = Verlaufseinträge
kind-cycles = Durchgänge
kind-lists = Listen
kind-list-items = Listeneinträge
kind-reviews = Rezensionen

### Was andere über Titel wissen: woher es kommt, anderswo suchen, und wer gefragt wird.

metadata = Metadaten
metadata-sources = Woher das kommt
metadata-licence = Bedingungen
metadata-fetched = Stand: { $when }
metadata-refresh = Anbieter neu fragen
metadata-refreshing = Die Anbieter werden zu „{ $title }“ gefragt
metadata-let-go = Anbieter dürfen von Hand Geschriebenes überschreiben
metadata-let-go-hint = Von Hand geschrieben und bisher behalten: { $fields }. Auch was du jetzt änderst, wird überschrieben.

metadata-elsewhere = Nicht dabei?
metadata-elsewhere-text = Was du eingegeben hast, geht an die, die du wählst, und vorher an niemanden.
metadata-search-at = { $kind }: bei { $names } suchen
metadata-none = Auch dort ist nichts dergleichen bekannt.
metadata-add-title = { $title } aufnehmen
metadata-look = Ansehen
metadata-here = Schon da

metadata-providers = Anbieter
metadata-providers-text = Wer gefragt wird, was es gibt. Wer davon eingeschaltet ist, steht in der Konfiguration des Servers unter metadata.providers, mit den Schlüsseln.
metadata-provider = Anbieter
metadata-on = An
metadata-off = Aus
metadata-order = Wessen Wort gilt
metadata-order-text = Für jedes Feld wird dem Ersten geglaubt, der es kennt. Was jemand von Hand geschrieben hat, bleibt in jedem Fall.
metadata-field = Feld
metadata-field-hint = Ein Feld mit * hat eine eigene Reihenfolge.
metadata-every-field = Alle anderen Felder
metadata-asked = Wird gefragt
metadata-last-word = Danach niemand
metadata-earlier = { $name }: früher
metadata-later = { $name }: später
metadata-order-reset = Übliche Reihenfolge
metadata-statistics = Wie sie antworten
metadata-statistics-text = Seit diese Installation fragt.
metadata-no-statistics = Noch wurde niemand gefragt.
metadata-answers = Antworten
metadata-failures = Ohne Antwort
metadata-average = Im Mittel
metadata-last = Zuletzt gefragt

field-released-at = Minute der Veröffentlichung
field-parts = Staffeln, Folgen, Alben, Stücke
field-poster = Plakat
field-backdrop = Breites Bild

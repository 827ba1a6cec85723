### Was Leute über etwas schreiben.

reviews = Rezensionen
reviews-none = Noch hat niemand darüber geschrieben.
review-write = Rezension schreiben
review-yours = Deine Rezension
review-title = Überschrift
review-content = Deine Rezension
review-content-hint = Markdown: *betont*, **stark**, [ein Link](https://example.org), Listen und Zitate. HTML erscheint so, wie du es tippst.
review-of = Worüber
review-of-all = Der Titel an sich
review-spoilers = Sie verrät, was geschieht
review-spoilers-show = Das verrät, was geschieht. Trotzdem zeigen
review-public = Andere dürfen sie lesen
review-public-hint = Alle, denen du deinen Verlauf zeigst. Sonst niemand außer dir.
review-private = Niemand außer dir liest sie
review-removed = Die Rezension wurde entfernt

custom-fields = Eigene Felder
custom-fields-text = Was du dir merken willst: wo du es gesehen hast, mit wem. Nur du siehst es.
custom-field-name = Feld
custom-field-value = Wert
custom-field-add = Feld hinzufügen
custom-field-remove = Das Feld „{ $name }“ entfernen
rating-history = Deine früheren Bewertungen
rating-history-line = { $rating }, vom { $from } bis zum { $to }

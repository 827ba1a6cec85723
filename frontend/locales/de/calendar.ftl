### Der Kalender dessen, was erscheint.

calendar-text = Was aus deiner Bibliothek erscheint, in deiner Zeitzone.
calendar-before = Der Monat davor
calendar-after = Der Monat danach
calendar-today = Heute
calendar-none = In diesem Monat erscheint nichts
calendar-none-text = Filme, Folgen, Alben und Bücher deiner Bibliothek stehen hier, wenn ihr Datum bekannt ist.
calendar-feed = In deinem Kalenderprogramm
calendar-feed-text = Telefone und Kalenderprogramme können deinen Kalender an einer geheimen Adresse lesen. Wer sie hat, sieht, was aus deiner Bibliothek erscheint, und sonst nichts.
calendar-feed-create = Adresse anlegen
calendar-feed-made = Die Adresse deines Kalenders
calendar-feed-made-text = Abonniere diese Adresse in deinem Kalenderprogramm. Sie wird nur jetzt gezeigt.
calendar-feed-of = Eine Adresse vom { $date }
calendar-feed-used = Zuletzt gelesen: { $when }
calendar-feed-unused = Noch nie gelesen
calendar-feed-renew = Neue anlegen
calendar-feed-renew-title = Eine neue Adresse anlegen?
calendar-feed-renew-text = Die alte Adresse gilt dann nicht mehr. Programme, die sie nutzen, brauchen die neue.
calendar-feed-revoke = Beenden
calendar-feed-revoke-title = Diese Adresse beenden?
calendar-feed-revoke-text = Programme, die sie nutzen, lesen dann nichts mehr.
calendar-feed-revoked = Die Adresse ist beendet.

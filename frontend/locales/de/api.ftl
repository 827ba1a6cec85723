### Auf der API aufbauen.

api-text = Alles, was diese App tut, tut sie über die GraphQL-API. Das kannst du auch.
api-graphiql = GraphiQL öffnen
api-begin = Hineinkommen
api-begin-text = In GraphiQL bist du als du selbst angemeldet. Skripte und Dashboards brauchen einen Schlüssel.
api-step-key = Erstelle einen Schlüssel, der nicht mehr darf als nötig, und bewahre sein Geheimnis auf.
api-step-key-link = Schlüssel erstellen
api-step-send = Sende ihn als „Authorization: Bearer …“ mit jeder Anfrage.
api-step-live = Für Live-Daten öffne einen WebSocket an derselben Adresse und sende denselben Header in connection_init.
api-endpoint = Adresse
api-call = Eine erste Anfrage
api-examples = Beispiele für Dashboards
api-examples-text = Kopiere eines, probiere es in GraphiQL aus und ändere es. Dort ist auch jedes Feld beschrieben.
api-example-watching = Wer gerade schaut, live
api-example-history = Verlauf
api-example-statistics = Statistik
api-example-library = Bibliothek

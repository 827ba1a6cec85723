### Was Leute tun, wie nah sich zwei Geschmäcker sind, und gemeinsam schauen.

activity = Neues
activity-kinds = Was
activity-all = Alles
activity-plays = Gespieltes
activity-ratings = Bewertungen
activity-reviews = Rezensionen
activity-lists = Listen
activity-whom = Von wem
activity-everybody = Freunde und Gruppen
activity-new = { $count ->
    [one] { $shown } neue Meldung
   *[other] { $shown } neue Meldungen
}
activity-none = Noch nichts zu sehen
activity-none-text = Hier steht, was deine Freunde und die Mitglieder deiner Gruppen spielen, bewerten und schreiben, soweit sie es dir zeigen.
activity-played = { $count ->
    [one] hat das gespielt
   *[other] hat { $shown } Dinge gespielt
}
activity-rated = hat das mit { $rating } bewertet
activity-reviewed = hat darüber geschrieben
activity-listed = hat eine Liste gemacht

tastes = Gemeinsames
tastes-none = Nichts zu vergleichen
tastes-none-text = Verglichen wird, wenn du und { $name } einander den Verlauf zeigt.
tastes-agreement = Übereinstimmung eurer Bewertungen
tastes-agreement-unknown = Zu wenige, um es zu sagen
tastes-agreement-hint = { $count ->
    [one] nach { $shown } Titel, den ihr beide bewertet habt
   *[other] nach { $shown } Titeln, die ihr beide bewertet habt
}
tastes-known = Beide kennt ihr
tastes-loved = Beide liebt ihr
tastes-differ = Wo ihr euch unterscheidet
tastes-discover = { $name } liebt es, und du kennst es nicht
tastes-both = Du: { $mine }, dort: { $theirs }
tastes-theirs = Dort: { $theirs }
tastes-empty = Noch nichts.

together = Gemeinsam schauen
together-text = Was du von jetzt an spielst, kommt auch in den Verlauf derer, die bei dir sitzen. Alle können es bei sich wieder herausnehmen.
together-start = Wir schauen gemeinsam
together-who = Wer bei dir sitzt
together-nobody = Sonst übernimmt in dieser Gruppe niemand, was gemeinsam gespielt wird. Jedes Mitglied kann es für sich einschalten.
together-with = Du spielst für { $names }
together-by = { $name } spielt für dich
together-until = längstens bis { $time }
together-end = Wir sind fertig
together-leave = Ich bin nicht dabei
together-started = Was du jetzt spielst, gilt auch für sie
together-ended = Von jetzt an spielst du für dich
together-left = Du bist nicht mehr dabei
together-group = Gruppe
together-was = Das haben wir gemeinsam geschaut
together-share = An sie geben
together-shared = Es kommt in ihren Verlauf
group-takes-plays = Was andere mit mir spielen, kommt in meinen Verlauf

### Konten: das erste, Passwörter, Geräte.

password-current = Bisheriges Passwort
password-new = Neues Passwort
password-hint = Mindestens 8 Zeichen
password-change = Passwort ändern
password-forced-title = Wähle ein neues Passwort
password-forced-text = Dein Passwort hat jemand anderes gesetzt. Wähle eines, das nur du kennst.
setup-title = Willkommen bei MediaNest
setup-text = Lege das Konto an, das sich um diesen Server kümmert.
setup-token = Einrichtungscode
setup-token-hint = Was in dem Link, den der Server beim ersten Start ausgegeben hat, hinter „#token=“ steht
setup-username = Benutzername
setup-username-hint = Damit meldest du dich an
setup-name = Dein Name
setup-email = E-Mail
setup-do = MediaNest einrichten
setup-done = Dieser Server ist schon eingerichtet.
device-title = Gerät verbinden
device-text = Lass ein Abspielgerät in deinen Verlauf schreiben, mit dem Code, den es zeigt.
device-code = Code
device-code-hint = Wie ihn das Gerät zeigt, mit oder ohne Striche
device-look = Nachsehen
device-unknown = Mit diesem Code wartet kein Gerät
device-unknown-text = Codes enden nach wenigen Minuten. Lass das Gerät einen neuen zeigen und gib ihn genau so ein, wie du ihn siehst.
device-asked = gefragt { $time }
device-ends = endet um { $time }
device-means = Wenn du zustimmst, darf es MediaNest sagen, was { $name } abspielt, und den Verlauf von { $name } lesen.
device-unchecked = Seinen Namen hat das Gerät selbst genannt, und niemand hat ihn geprüft. Stimme nur zu, wenn du das gerade selbst begonnen hast.
device-approve = Zustimmen
device-deny = Ablehnen
device-approved = { $name } ist verbunden
device-approved-text = Das Gerät macht in wenigen Sekunden von selbst weiter. In deinen Einstellungen kannst du es trennen.
device-denied = { $name } ist abgelehnt
device-denied-text = Das Gerät erfährt es. Sein Code gilt nicht mehr.
device-another = Anderer Code

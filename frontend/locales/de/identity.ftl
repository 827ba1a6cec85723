### Hereinkommen.

sign-in-title = Anmelden
sign-in-login = Benutzername oder E-Mail
sign-in-password = Passwort
sign-in-again-title = Deine Sitzung ist zu Ende
sign-in-again-text = Melde dich wieder an, um weiterzumachen. Was du getippt hast, ist noch da.

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

### Hereinkommen.

sign-in-title = Anmelden
sign-in-login = Benutzername oder E-Mail
sign-in-password = Passwort
sign-in-again-title = Deine Sitzung ist zu Ende
sign-in-again-text = Melde dich wieder an, um weiterzumachen. Was du getippt hast, ist noch da.

### Coming in.

sign-in-title = Sign in
sign-in-login = User name or e-mail
sign-in-password = Password
sign-in-again-title = Your session has ended
sign-in-again-text = Sign in again to go on where you were. Nothing you typed is lost.

password-current = Current password
password-new = New password
password-hint = 8 characters or more
password-change = Change the password
password-forced-title = Choose a new password
password-forced-text = Your password was set by somebody else. Choose one that only you know.

setup-title = Welcome to MediaNest
setup-text = Make the account that looks after this server.
setup-token = Set-up code
setup-token-hint = What follows “#token=” in the link that the server printed when it first started
setup-username = User name
setup-username-hint = What you sign in with
setup-name = Your name
setup-email = E-mail
setup-do = Set up MediaNest
setup-done = This server has been set up already.

### Coming in.

sign-in-title = Sign in
sign-in-login = User name or e-mail
sign-in-password = Password
sign-in-again-title = Your session has ended
sign-in-again-text = Sign in again to go on where you were. Nothing you typed is lost.

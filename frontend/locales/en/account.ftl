### Accounts: the first one, passwords, devices.

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
device-title = Connect a device
device-text = Let a player write into your history, by the code it shows.
device-code = Code
device-code-hint = As the device shows it, with or without dashes
device-look = Look it up
device-unknown = No device waits with this code
device-unknown-text = Codes end after a few minutes. Let the device show a new one, and type it exactly as you see it.
device-asked = asked { $time }
device-ends = ends at { $time }
device-means = If you approve, it may tell MediaNest what { $name } plays, and read { $name }’s history.
device-unchecked = The device told its name itself, and nobody has checked it. Approve only if you have just started this yourself.
device-approve = Approve
device-deny = Deny
device-approved = { $name } is connected
device-approved-text = The device goes on by itself in a few seconds. You can disconnect it in your settings.
device-denied = { $name } was refused
device-denied-text = The device is told so. Its code works no more.
device-another = Another code

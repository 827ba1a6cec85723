### The calendar of what comes out.

calendar-text = What comes out of your library, in your time zone.
calendar-before = The month before
calendar-after = The month after
calendar-today = Today
calendar-none = Nothing comes out in this month
calendar-none-text = Films, episodes, albums and books of your library are shown here when their dates are known.
calendar-feed = In your calendar program
calendar-feed-text = Phones and calendar programs can read your calendar at a secret address. Whoever has it sees what comes out of your library, and nothing else.
calendar-feed-create = Create an address
calendar-feed-made = The address of your calendar
calendar-feed-made-text = Subscribe to this address in your calendar program. It is shown only now.
calendar-feed-of = An address of { $date }
calendar-feed-used = Last read { $when }
calendar-feed-unused = Never read yet
calendar-feed-renew = Make a new one
calendar-feed-renew-title = Make a new address?
calendar-feed-renew-text = The old address stops working. Programs that use it need the new one.
calendar-feed-revoke = End
calendar-feed-revoke-title = End this address?
calendar-feed-revoke-text = Programs that use it read nothing any more.
calendar-feed-revoked = The address is ended.

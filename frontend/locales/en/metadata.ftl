### What others know of titles: where it comes from, searching elsewhere, and who is asked.

metadata = Metadata
metadata-sources = Where this comes from
metadata-licence = Terms
metadata-fetched = As of { $when }
metadata-refresh = Ask the providers again
metadata-refreshing = The providers are being asked about “{ $title }”
metadata-let-go = Let providers overwrite what was written by hand
metadata-let-go-hint = Written by hand and kept so far: { $fields }. What you change now is overwritten, too.

metadata-elsewhere = Not here?
metadata-elsewhere-text = What you typed is sent to those you choose, and to nobody before.
metadata-search-at = { $kind }: search at { $names }
metadata-none = They know nothing like it, either.
metadata-add-title = Add { $title }
metadata-look = Look
metadata-here = Already here

metadata-providers = Providers
metadata-providers-text = Who is asked what things are. Which of them is on stands in the server’s configuration, under metadata.providers, with their keys.
metadata-provider = Provider
metadata-on = On
metadata-off = Off
metadata-order = Whose word counts
metadata-order-text = For each field the first who knows it is believed. What somebody wrote by hand stays in any case.
metadata-field = Field
metadata-field-hint = A field marked with * has an order of its own.
metadata-every-field = All other fields
metadata-asked = Asked
metadata-last-word = Nobody after it
metadata-earlier = { $name }: earlier
metadata-later = { $name }: later
metadata-order-reset = The usual order
metadata-statistics = How they answer
metadata-statistics-text = Since this installation began to ask.
metadata-no-statistics = Nobody has been asked yet.
metadata-answers = Answers
metadata-failures = Without an answer
metadata-average = On average
metadata-last = Last asked

field-released-at = Minute of release
field-parts = Seasons, episodes, albums, tracks
field-poster = Poster
field-backdrop = Wide picture

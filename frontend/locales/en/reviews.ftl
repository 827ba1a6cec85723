### What people write about things.

reviews = Reviews
reviews-none = Nobody has written about it yet.
review-write = Write a review
review-yours = Your review
review-title = Headline
review-content = Your review
review-content-hint = Markdown: *emphasis*, **strong**, [a link](https://example.org), lists and quotations. HTML is shown as you type it.
review-of = About
review-of-all = The title as such
review-spoilers = It gives away what happens
review-spoilers-show = This gives away what happens. Show it all the same
review-public = Others may read it
review-public-hint = Those to whom you show your history. Without this, nobody but you.
review-private = Nobody but you reads it
review-removed = The review was removed

custom-fields = Your own fields
custom-fields-text = Whatever you want to remember: where you saw it, with whom. Only you see it.
custom-field-name = Field
custom-field-value = Value
custom-field-add = Add a field
custom-field-remove = Remove the field “{ $name }”
rating-history = What you gave it before
rating-history-line = { $rating }, from { $from } to { $to }

### What people do, how near two tastes are, and watching together.

activity = Activity
activity-kinds = What
activity-all = Everything
activity-plays = Plays
activity-ratings = Ratings
activity-reviews = Reviews
activity-lists = Lists
activity-whom = Whose
activity-everybody = Friends and groups
activity-new = { $count ->
    [one] { $shown } new
   *[other] { $shown } new
}
activity-none = Nothing to see yet
activity-none-text = Here is what your friends and the members of your groups play, rate and write, as far as they show it to you.
activity-played = { $count ->
    [one] played this
   *[other] played { $shown } things
}
activity-rated = rated this { $rating }
activity-reviewed = wrote about this
activity-listed = made a list

tastes = In common
tastes-none = Nothing to compare
tastes-none-text = Tastes are compared when you and { $name } each let the other see your histories.
tastes-agreement = Agreement of your ratings
tastes-agreement-unknown = Too few to say
tastes-agreement-hint = { $count ->
    [one] by { $shown } title that you both rated
   *[other] by { $shown } titles that you both rated
}
tastes-known = You both know
tastes-loved = You both love
tastes-differ = Where you differ
tastes-discover = { $name } loves, and you do not know
tastes-both = You: { $mine }, they: { $theirs }
tastes-theirs = They: { $theirs }
tastes-empty = Nothing yet.

together = Watch together
together-text = What you play from now on comes into the history of those who sit with you. Each can take it out of theirs.
together-start = We watch together
together-who = Who sits with you
together-nobody = Nobody else in this group takes what is played with them. Each member can switch it on for themselves.
together-with = You play for { $names }
together-by = { $name } plays for you
together-until = until { $time } at the latest
together-end = We are done
together-leave = I am not there
together-started = What you play now is played for them as well
together-ended = From now on you play for yourself
together-left = You are not there any more
together-group = Group
together-was = It was watched together
together-share = Give it to them
together-shared = It comes into their history
group-takes-plays = What others play with me comes into my history

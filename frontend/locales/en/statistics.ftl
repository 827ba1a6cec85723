### Statistics over a time, and a year in review.

counted-text = What you watched, heard and read, as it is now.
counted-to-year = The year in review
counted-time = Time
counted-week = 7 days
counted-month = 30 days
counted-year = 365 days
counted-all = All time
counted-order = Sort lists by
counted-by-plays = Plays
counted-by-time = Time
counted-none = Nothing was played in this time
counted-none-text = What you watch, hear and read is counted here as soon as it is in your history.
counted-items = Different titles
counted-days = Active days
counted-months = Hours by month
counted-hours = By weekday and hour
counted-titles = Played most
counted-music = Music
counted-artists = Artists
counted-albums = Albums
counted-tracks = Tracks
counted-genres = Genres
counted-completion = How far you are
counted-complete = { $watched } of { $aired } parts
week-legend = Darker hours had more plays. Times are those of your time zone.

review-heading = { $year } in review
review-whose = A year of { $name }
review-none = No year to show
review-none-text = Nothing was played in { $year }, or it is not shown to you.
review-busiest = The longest day was { $day }: { $time }.
review-titles = Titles of the year
review-music = Music of the year

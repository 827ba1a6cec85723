### Items, wherever they are shown.

type-movie = Film
type-tv = Series
type-music = Music
type-book = Book
type-podcast = Podcast
type-game = Game
types-movie = Films
types-tv = Series
types-music = Music
types-book = Books
types-podcast = Podcasts
types-game = Games

level-show = Series
level-season = Season
level-episode = Episode
level-artist = Artist
level-album = Album
level-track = Track
part-episode = S{ $season } E{ $episode }
part-specials = Specials

status-planned = Planned
status-watching = In progress
status-completed = Completed
status-on-hold = On hold
status-dropped = Dropped

favorite = Favourite
progress-label = How far you are
rating-mine = Your rating: { $rating }
rating-up = Good
rating-down = Not good
done-watch = Watched
done-listen = Heard
done-read = Read
done-play = Played
rating-theirs = Rating: { $rating }
done = Done

item-path = Part of
item-gone = This title is not here
item-gone-text = It was deleted or merged into another, or never was.
item-resume = Stopped at { $at }, { $when }
rating-average = ★ { $average } from { $count ->
    [one] { $shown } rating
   *[other] { $shown } ratings
}
rating-yours = Your rating

### Titel, wo immer sie gezeigt werden.

type-movie = Film
type-tv = Serie
type-music = Musik
type-book = Buch
type-podcast = Podcast
type-game = Spiel
types-movie = Filme
types-tv = Serien
types-music = Musik
types-book = Bücher
types-podcast = Podcasts
types-game = Spiele

level-show = Serie
level-season = Staffel
level-episode = Folge
level-artist = Künstler
level-album = Album
level-track = Titel
part-episode = S{ $season } F{ $episode }
part-specials = Extras

status-planned = Geplant
status-watching = Angefangen
status-completed = Abgeschlossen
status-on-hold = Pausiert
status-dropped = Abgebrochen

favorite = Favorit
progress-label = Wie weit du bist
rating-mine = Deine Wertung: { $rating }
rating-up = Gut
rating-down = Nicht gut
done-watch = Gesehen
done-listen = Gehört
done-read = Gelesen
done-play = Gespielt
rating-theirs = Wertung: { $rating }
done = Erledigt

item-path = Teil von
item-gone = Diesen Titel gibt es hier nicht
item-gone-text = Er wurde gelöscht, mit einem anderen vereint oder war nie da.
item-resume = Angehalten bei { $at }, { $when }
rating-average = ★ { $average } aus { $count ->
    [one] { $shown } Wertung
   *[other] { $shown } Wertungen
}
rating-yours = Deine Wertung

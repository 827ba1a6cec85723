### Títulos, allí donde se muestren.

type-movie = Película
type-tv = Serie
type-music = Música
type-book = Libro
type-podcast = Pódcast
type-game = Juego
types-movie = Películas
types-tv = Series
types-music = Música
types-book = Libros
types-podcast = Pódcasts
types-game = Juegos

level-show = Serie
level-season = Temporada
level-episode = Episodio
level-artist = Artista
level-album = Álbum
level-track = Pista
part-episode = T{ $season } E{ $episode }
part-specials = Especiales

status-planned = Pendiente
status-watching = En curso
status-completed = Terminado
status-on-hold = En pausa
status-dropped = Abandonado

favorite = Favorito
progress-label = Cuánto llevas
rating-mine = Tu valoración: { $rating }
rating-up = Bueno
rating-down = No es bueno
done-watch = Visto
done-listen = Escuchado
done-read = Leído
done-play = Jugado
rating-theirs = Valoración: { $rating }
done = Hecho

item-path = Parte de
item-gone = Este título no está aquí
item-gone-text = Se borró, se unió a otro o nunca existió.
item-resume = Parado en { $at }, { $when }
rating-average = ★ { $average } de { $count ->
    [one] { $shown } valoración
   *[other] { $shown } valoraciones
}
rating-yours = Tu valoración

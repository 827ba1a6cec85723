### Lo que hace la gente, lo cerca que están dos gustos y ver juntos.

activity = Actividad
activity-kinds = Qué
activity-all = Todo
activity-plays = Reproducciones
activity-ratings = Valoraciones
activity-reviews = Reseñas
activity-lists = Listas
activity-whom = De quién
activity-everybody = Amigos y grupos
activity-new = { $count ->
    [one] { $shown } novedad
   *[other] { $shown } novedades
}
activity-none = Nada que ver todavía
activity-none-text = Aquí está lo que tus amigos y los miembros de tus grupos reproducen, valoran y escriben, en la medida en que te lo muestran.
activity-played = { $count ->
    [one] ha reproducido esto
   *[other] ha reproducido { $shown } cosas
}
activity-rated = ha valorado esto: { $rating }
activity-reviewed = ha escrito sobre esto
activity-listed = ha hecho una lista

tastes = En común
tastes-none = Nada que comparar
tastes-none-text = Los gustos se comparan cuando tú y { $name } os mostráis vuestros historiales.
tastes-agreement = Coincidencia de vuestras valoraciones
tastes-agreement-unknown = Muy pocas para decirlo
tastes-agreement-hint = { $count ->
    [one] por { $shown } título que ambos valorasteis
   *[other] por { $shown } títulos que ambos valorasteis
}
tastes-known = Ambos conocéis
tastes-loved = A ambos os encanta
tastes-differ = En lo que diferís
tastes-discover = A { $name } le encanta, y tú no lo conoces
tastes-both = Tú: { $mine }; la otra persona: { $theirs }
tastes-theirs = La otra persona: { $theirs }
tastes-empty = Nada todavía.

together = Ver juntos
together-text = Lo que reproduzcas a partir de ahora entra en el historial de quienes están contigo. Cada uno puede quitarlo del suyo.
together-start = Vemos juntos
together-who = Quién está contigo
together-nobody = Nadie más de este grupo recoge lo que se reproduce en compañía. Cada miembro puede activarlo por sí mismo.
together-with = Reproduces para { $names }
together-by = { $name } reproduce para ti
together-until = hasta las { $time } como máximo
together-end = Hemos terminado
together-leave = No estoy allí
together-started = Lo que reproduzcas ahora cuenta también para ellos
together-ended = A partir de ahora reproduces para ti
together-left = Ya no estás allí
together-group = Grupo
together-was = Lo vimos juntos
together-share = Dárselo
together-shared = Entra en su historial
group-takes-plays = Lo que otros reproducen conmigo entra en mi historial

### Encontrar cosas, y su página.

discover-empty = Nada coincide
discover-empty-filtered = Ningún título cumple todo esto. Quita un filtro o prueba con otras palabras.
discover-empty-text = El catálogo está vacío. Lo llenan las importaciones y los reproductores, y tú también puedes.
filter-all-types = Todo
filter-type = Tipo
filter-genre = Género
filter-all-genres = Todos los géneros
filter-mine = En mi biblioteca
filter-any-mine = Mío o no
filter-year-from = Desde año
filter-year-to = Hasta año
filter-years = Años
filters-clear = Quitar los filtros
sort = Orden
sort-title = Título
sort-newest = Más nuevos primero
sort-oldest = Más antiguos primero
sort-added = Añadidos recientemente
sort-updated = Cambiados recientemente
sort-rating = Valoración
view-grid = Como carteles
view-table = Como tabla

item-create = Añadir un título
item-created = «{ $title }» está en el catálogo
item-edit = Editar este título
item-saved = Guardado
item-curate = Cuidar este título
item-delete = Borrar este título
item-delete-title = ¿Borrar «{ $title }»?
item-delete-text = Desaparece con todas sus partes y no se puede recuperar. Lo que alguien tiene en su biblioteca o historial no se puede borrar.
item-deleted = Se ha borrado «{ $title }»
item-merge = Unir con otro título
item-merge-text = ¿Qué título es el mismo que «{ $title }»? Todo lo que se hizo con este pasa a aquel, y este desaparece. No se puede deshacer.
item-merge-none = Ningún otro título coincide.
item-merge-into = Unir
item-merged = Unido a «{ $title }»
item-external-ids = Identificadores externos
external-id-provider = Proveedor
external-id-kind = Tipo
external-id-id = Identificador
external-id-removed = Se ha quitado el identificador
item-type = Tipo
item-name = Título
item-original-name = Título original
item-year = Año
item-released = Estreno
item-minutes = Minutos
item-length = Duración
item-language = Idioma
item-language-hint = Un código como «es» o «pt-BR»
item-genres = Géneros
item-genres-hint = Separados por comas
item-description = Descripción
item-added = Añadido
item-facts = Datos
item-links = Consultar
link-new-tab = (se abre en otra pestaña)
item-versions = Otras versiones
item-related = Relacionados
item-others = Qué opinan los demás
item-seen-by = Visto por amistades
item-seen-by-more = y { $shown } más
item-notes = Notas
item-notes-label = Solo tú las ves

relation-sequel = Secuela
relation-prequel = Precuela
relation-adaptation = Adaptación
relation-source = Obra original
relation-remake = Nueva versión
relation-spin-off = Derivado

field-tagline = Lema
field-certification = Clasificación
field-countries = Países
field-version = Versión
field-network = Cadena
field-status = Estado
field-label = Sello
field-authors = De
field-pages = Páginas
field-publisher = Editorial
field-series = Serie
field-platforms = Plataformas
field-developers = Desarrolladores

parts = Partes
parts-seasons = Temporadas
parts-episodes = Episodios
parts-albums = Álbumes
parts-tracks = Pistas
parts-seen = { $seen } de { $all }
parts-mark-all = Marcar todo como visto
part-seen = «{ $title }» visto
part-seen-on = Visto el { $date }
part-more = Más de «{ $title }»
part-up-to = Marcar todo hasta aquí
part-open = Abrir su página


cycles = Vueltas
cycle-number = N.º { $number }
cycle-open = En curso
cycle-completed = Completada
cycle-abandoned = Abandonada
cycle-since = desde { $date }
cycle-start = Otra vez
cycle-started = Empezado otra vez
cycle-complete = He terminado
cycle-abandon = Abandonar
cycle-now-completed = Otra vez completado
cycle-now-abandoned = Abandonado

item-date-unknown = No se sabe cuándo
item-play-add = Añadir una reproducción
item-play-added = Añadido a tu historial
item-play-again = Otra vez, ahora mismo
item-play-none = En realidad no
item-play-removed = Quitado de tu historial
item-plays-removed = Quitado de tu historial
item-play-edit = Corregir esta reproducción
item-play-date = Cuándo
item-play-date-hint = Un día, un mes o un año: 2026-11-21, 2026-11, 2026. Vacío es ahora mismo.
item-play-imported = Importado
item-play-private = Nadie más puede saberlo
item-plays-title = Tu historial con esto
item-plays-none = Aún no está en tu historial.

rating-half-stars = { $count ->
    [one] { $shown } estrella
   *[other] { $shown } estrellas
}
rating-saved = Valorado
rating-removed = Se ha quitado la valoración
item-plays-added = { $count ->
    [one] { $shown } marcado como visto
   *[other] { $shown } marcados como vistos
}

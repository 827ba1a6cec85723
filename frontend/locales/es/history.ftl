### El historial, lo que hay en él y el año de un vistazo.

history-add = Añadir una reproducción
history-edit = Corregir una reproducción
history-deleted = Has borrado { $title } de tu historial.
history-added = { $title } está en tu historial.
history-actions = Qué hacer con { $title }
history-only = Solo este título
history-not-only = Mostrar más que { $title }
history-today = Hoy
history-yesterday = Ayer
history-month = { $month }, día desconocido
history-year = { $year }, día desconocido
history-undated = Fecha desconocida
history-private = Privado: nadie más lo ve
history-notes = Notas
history-notes-hint = Solo las lees tú.
history-keep-private = Mantener en privado
history-keep-private-hint = Nadie más lo sabrá nunca, digan lo que digan tus ajustes.
history-what = ¿Qué fue?
history-empty = Tu historial está vacío
history-empty-text = Lo que veas con un reproductor conectado llegará aquí por sí solo. Puedes traer lo que tengas en otro sitio o añadir una reproducción a mano.
history-import = Importar un historial
history-none-found = Nada coincide
history-none-found-text = Ninguna reproducción coincide con estos filtros.
history-filter = Filtrar el historial
history-search = Buscar en tu historial
history-type = Tipo
history-origin = Cómo llegó aquí
history-all-types = Todos los tipos
history-all-origins = Todas las fuentes
history-from = Desde
history-to = Hasta

origin-scrobble = De un reproductor
origin-player = De un reproductor: { $player }
origin-manual = Añadido a mano
origin-import = De una importación

filter-clear = Quitar los filtros

when-known = ¿Cuándo fue?
when-now = Ahora mismo
when-time = A una hora conocida
when-day = Un día
when-month = Un mes
when-year = Un año
when-unknown = No lo sé
when-on = Día
when-at = Hora
when-of-month = Mes
when-of-year = Año

year-title = El año de un vistazo
year-before = El año anterior
year-after = El año siguiente
year-days = Reproducciones por día
year-plays = Reproducciones
year-time = Visto, oído, leído
year-streak = Racha actual
year-longest = Racha más larga
year-kinds = Por tipo
year-weeks = Horas por semana
year-nothing = En { $year } no hay nada en el historial.
year-go = Ir a { $year }
count-days = { $count ->
    [one] { $shown } día
   *[other] { $shown } días
}

picker-hint = Escribe un título
picker-other = Otro
picker-part = ¿Qué parte?
picker-choose = Elige…

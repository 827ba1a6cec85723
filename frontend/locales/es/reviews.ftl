### Lo que la gente escribe sobre las cosas.

reviews = Reseñas
reviews-none = Nadie ha escrito sobre esto todavía.
review-write = Escribir una reseña
review-yours = Tu reseña
review-title = Titular
review-content = Tu reseña
review-content-hint = Markdown: *énfasis*, **fuerte**, [un enlace](https://example.org), listas y citas. El HTML se muestra tal como lo escribes.
review-of = Sobre
review-of-all = El título en sí
review-spoilers = Revela lo que pasa
review-spoilers-show = Esto revela lo que pasa. Mostrarlo de todos modos
review-public = Otros pueden leerla
review-public-hint = Aquellos a quienes muestras tu historial. Sin esto, nadie más que tú.
review-private = Solo tú la lees
review-removed = La reseña se ha eliminado

custom-fields = Tus propios campos
custom-fields-text = Lo que quieras recordar: dónde lo viste, con quién. Solo tú lo ves.
custom-field-name = Campo
custom-field-value = Valor
custom-field-add = Añadir un campo
custom-field-remove = Quitar el campo «{ $name }»
rating-history = Tus valoraciones anteriores
rating-history-line = { $rating }, del { $from } al { $to }

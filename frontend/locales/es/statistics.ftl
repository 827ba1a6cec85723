### Estadísticas de un periodo y el resumen del año.

counted-text = Lo que has visto, escuchado y leído, tal como está ahora.
counted-to-year = Resumen del año
counted-time = Periodo
counted-week = 7 días
counted-month = 30 días
counted-year = 365 días
counted-all = Todo
counted-order = Ordenar las listas por
counted-by-plays = Reproducciones
counted-by-time = Tiempo
counted-none = No se reprodujo nada en este periodo
counted-none-text = Lo que ves, escuchas y lees se cuenta aquí en cuanto está en tu historial.
counted-items = Títulos distintos
counted-days = Días activos
counted-months = Horas por mes
counted-hours = Por día de la semana y hora
counted-titles = Lo más reproducido
counted-music = Música
counted-artists = Artistas
counted-albums = Álbumes
counted-tracks = Canciones
counted-genres = Géneros
counted-completion = Hasta dónde has llegado
counted-complete = { $watched } de { $aired } partes
week-legend = Las horas más oscuras tuvieron más reproducciones. Las horas son las de tu zona horaria.

review-heading = Resumen de { $year }
review-whose = Un año de { $name }
review-none = No hay año que mostrar
review-none-text = No se reprodujo nada en { $year }, o no se te muestra.
review-busiest = El día más largo fue el { $day }: { $time }.
review-titles = Títulos del año
review-music = Música del año

### Importaciones.

imports-text = Trae lo que tienes en otro sitio. Cada importación se prueba primero y se puede deshacer.
imports-new = Nueva importación
imports-past = Tus importaciones
imports-all = Todas las importaciones
imports-none = Todavía no hay importaciones
imports-none-text = Lo que importes aparecerá aquí, con todo lo que resultó de ello.

source-movielens = MovieLens
source-movielens-file = La carpeta o el zip de un conjunto de datos
source-movielens-how = Descarga un conjunto de datos y sube el zip tal cual. Trae películas, personas y sus valoraciones para todo el servidor.
source-trakt = Trakt
source-trakt-file = El zip con tus datos
source-trakt-how = En los ajustes de Trakt, abre «Data», pide una exportación y sube tal cual el zip que Trakt te envíe.
source-letterboxd = Letterboxd
source-letterboxd-file = El zip con tus datos
source-letterboxd-how = En los ajustes de Letterboxd, abre «Data», elige «Export your data» y sube el zip tal cual.
source-imdb = IMDb
source-imdb-file = El CSV de tus valoraciones, de tu lista de pendientes o de otra lista
source-imdb-how = Abre tus valoraciones, tu lista de pendientes u otra lista, elige «Export» y sube el CSV. El nombre del archivo será el de la lista; llama watchlist.csv al de tus pendientes.
source-goodreads = Goodreads
source-goodreads-file = El CSV de tu biblioteca
source-goodreads-how = En Goodreads, abre «My Books», luego «Import and export», elige «Export library» y sube el CSV tal cual.
source-csv = Tabla (CSV)
source-csv-file = Un archivo CSV con cabecera
source-csv-how = Cualquier hoja de cálculo puede guardar una tabla como CSV. El orden de las columnas da igual; solo hace falta el título o un identificador.
source-csv-columns = Las columnas que puede tener:

import-which-source = ¿De dónde viene?
import-choose = Elegir un archivo
import-drop = o soltarlo aquí
import-on-server = Ya está en el servidor
import-path = Archivo o carpeta
import-path-hint = Dentro de la carpeta «imports» del directorio de datos del servidor
import-uploading = Enviando el archivo
import-dry-run-first = Todavía no se cambia nada: primero ves qué resultaría.
import-check = Comprobar el archivo
import-start = Importar ahora
import-again = Elegir el archivo de nuevo
import-stop = Detener
import-undo = Deshacer
import-undo-title = ¿Deshacer esta importación?
import-undo-text = Se quita todo lo que trajo, salvo lo que alguien haya cambiado o necesite desde entonces. No se puede revertir, pero puedes importar el archivo otra vez.
import-gone = Esa importación no existe
import-gone-text = Puede que sea de otra persona o que se haya quitado.

import-source = Importación
import-state = Estado
import-when = Cuándo
import-dry-run = Prueba
import-new-rows = Nuevas
import-known-rows = Ya conocidas
import-bad-rows = Inservibles
import-would-be-new = Serían nuevas
import-rows = Filas
import-progress = { $done } de { $total } filas

import-pending = En espera
import-running = En curso
import-completed = Terminada
import-failed = Fallida
import-cancelled = Detenida
import-undoing = Deshaciéndose
import-undone = Deshecha
import-pending-text = Empieza en cuanto le toque.
import-checking-text = Cada fila se comprueba y se relaciona. No se cambia nada.
import-running-text = Puedes salir de esta página; sigue adelante.
import-checked-text = No se ha cambiado nada. Esto es lo que resultaría.
import-completed-text = Todo lo que servía está ya aquí.
import-failed-text = No pudo continuar. Lo que trajo hasta entonces está aquí y se puede deshacer.
import-cancelled-text = Se detuvo. Lo que trajo hasta entonces está aquí y se puede deshacer.
import-undoing-text = Se está quitando lo que trajo.
import-undone-text = Se ha quitado lo que trajo.

report-would-create = Se añadiría
report-created = Añadido
report-kept = Ya estaba
report-removed = Quitado
report-remaining = Se quedó, porque se usa
report-skipped-files = Archivos omitidos
report-unknown-columns = Columnas omitidas

import-errors = Filas que no servían
import-errors-count = { $count ->
    [one] Aparece { $shown } fila.
   *[other] Aparecen { $shown } filas.
}
error-row-file = Archivo
error-row-number = Fila
error-row-about = De qué trata
error-row-problem = Problema

kind-users = Personas
kind-items = Títulos
kind-external-ids = Enlaces a otros servicios
kind-library = Entradas de biblioteca
kind-ratings = Valoraciones
kind-plays = Reproducciones
kind-cycles = Repasos
kind-lists = Listas
kind-list-items = Entradas de listas
kind-reviews = Reseñas

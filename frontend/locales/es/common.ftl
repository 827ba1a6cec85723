### Words that every page shares.

app-name = MediaNest
app-tagline = Lo que ves, lees y escuchas, en un lugar tuyo.

action-save = Guardar
action-cancel = Cancelar
action-close = Cerrar
action-delete = Eliminar
action-remove = Quitar
action-edit = Editar
action-add = Añadir
action-undo = Deshacer
action-retry = Reintentar
action-back = Volver
action-more = Más
action-show-all = Ver todo
action-copy = Copiar
action-copied = Copiado
action-search = Buscar
action-clear = Vaciar
action-sign-in = Iniciar sesión
action-sign-out = Cerrar sesión
action-home = Ir al inicio

nav-home = Inicio
nav-live = En directo
nav-discover = Descubrir
nav-library = Biblioteca
nav-history = Historial
nav-statistics = Estadísticas
nav-calendar = Calendario
nav-lists = Listas
nav-notifications = Avisos
nav-import = Importar
nav-people = Personas
nav-settings = Ajustes
nav-profile = Perfil
nav-admin = Administración
nav-api = API
nav-main = Principal
nav-skip = Ir al contenido
nav-account = Tu cuenta

search-hint = Busca películas, series, música, libros…
time-now = ahora mismo

theme = Apariencia
theme-system = Como el sistema
theme-light = Claro
theme-dark = Oscuro
theme-contrast = Alto contraste
language = Idioma

loading = Cargando
required = Obligatorio
optional = opcional
yes = Sí
no = No
none = Ninguno
unknown-title = Sin título
year-unknown = Año desconocido

count-items = { $count ->
    [one] { $shown } título
   *[other] { $shown } títulos
}
count-plays = { $count ->
    [one] { $shown } reproducción
   *[other] { $shown } reproducciones
}
count-people = { $count ->
    [one] { $shown } persona
   *[other] { $shown } personas
}

connection-waiting = Se ha perdido la conexión con MediaNest. Reintentando…
connection-offline = No tienes conexión. Lo que ves puede no estar al día.
connection-restored = Conexión recuperada

error-network = No se puede contactar con MediaNest. Revisa la conexión y reinténtalo.
error-unauthenticated = Tu sesión ha terminado. Inicia sesión y reinténtalo.
error-forbidden = No tienes permiso para esto. Pídelo a la administración si debieras tenerlo.
error-not-found = Esto no existe o no se comparte contigo.
error-rate-limited = Demasiados intentos. Reinténtalo dentro de { $wait }.
error-internal = Algo ha fallado en MediaNest. Ha quedado anotado.
error-reference = Referencia: { $id }
error-title = No ha funcionado

not-found-title = Aquí no hay nada
not-found-text = La dirección no lleva a ninguna parte. Quizá esté mal escrita o lo que había ya no está.
forbidden-title = Esto no es para ti
forbidden-text = Tu rol no incluye esta página. La administración puede cambiarlo.

empty-title = Todavía no hay nada
list-end = Eso es todo
list-more = Ver más

table-sort-by = Ordenar por { $column }
chart-as-table = { $title }, como tabla
chart-less = Menos
chart-more = Más

rating-stars = { $count ->
    [one] { $count } estrella
   *[other] { $count } estrellas
}
rating-none = Sin valorar
rating-clear = Quitar la valoración

dialog-close = Cerrar este diálogo
toast-dismiss = Descartar
toasts = Mensajes

palette-title = Búsqueda y órdenes
palette-pages = Páginas
palette-actions = Acciones
palette-results = Títulos
palette-empty = Nada coincide con «{ $text }».
palette-hint = Busca títulos, páginas y acciones
palette-search = Buscar «{ $text }» en Descubrir

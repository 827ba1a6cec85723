### Lo que otros saben de los títulos: de dónde viene, buscar en otra parte y a quién se pregunta.

metadata = Metadatos
metadata-sources = De dónde viene
metadata-licence = Condiciones
metadata-fetched = Actualizado { $when }
metadata-refresh = Volver a preguntar a los proveedores
metadata-refreshing = Se pregunta a los proveedores por «{ $title }»
metadata-let-go = Los proveedores pueden sobrescribir lo escrito a mano
metadata-let-go-hint = Escrito a mano y conservado hasta ahora: { $fields }. También se sobrescribe lo que cambies ahora.

metadata-elsewhere = ¿No está aquí?
metadata-elsewhere-text = Lo que has escrito se envía a quien elijas, y a nadie antes.
metadata-search-at = { $kind }: buscar en { $names }
metadata-none = Tampoco conocen nada parecido.
metadata-add-title = Añadir { $title }
metadata-look = Ver
metadata-here = Ya está aquí

metadata-providers = Proveedores
metadata-providers-text = A quién se pregunta qué son las cosas. Cuáles están activados consta en la configuración del servidor, en metadata.providers, con sus claves.
metadata-provider = Proveedor
metadata-on = Activado
metadata-off = Desactivado
metadata-order = De quién vale la palabra
metadata-order-text = En cada campo se cree al primero que lo conoce. Lo que alguien escribió a mano se queda en todo caso.
metadata-field = Campo
metadata-field-hint = Un campo con * tiene un orden propio.
metadata-every-field = Todos los demás campos
metadata-asked = Se le pregunta
metadata-last-word = Nadie después
metadata-earlier = { $name }: antes
metadata-later = { $name }: después
metadata-order-reset = El orden habitual
metadata-statistics = Cómo responden
metadata-statistics-text = Desde que esta instalación empezó a preguntar.
metadata-no-statistics = Todavía no se ha preguntado a nadie.
metadata-answers = Respuestas
metadata-failures = Sin respuesta
metadata-average = De media
metadata-last = Última pregunta

field-released-at = Minuto de estreno
field-parts = Temporadas, episodios, álbumes, pistas
field-poster = Cartel
field-backdrop = Imagen ancha

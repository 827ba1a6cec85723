### Los ajustes propios.

settings-appearance = Apariencia
settings-privacy = Privacidad
settings-security = Seguridad
settings-keys = Claves de API
settings-devices = Dispositivos
settings-data = Tus datos
settings-saved = Guardado

copy-failed = Selecciona el texto y cópialo tú
secret-done = Ya lo he guardado

profile-who = Sobre ti
profile-who-text = Tú decides quién puede ver esto, en Privacidad.
profile-name = Nombre visible
profile-name-hint = Así te llaman los demás
profile-first-name = Nombre
profile-last-name = Apellidos
profile-picture = Dirección de tu foto
profile-picture-hint = Debe empezar por https://
profile-bio = Sobre mí
profile-email = Correo electrónico
profile-email-text = Para entrar y para las notificaciones. Los demás no lo ven.
profile-email-confirmed = Confirmado
profile-email-unconfirmed = Sin confirmar
profile-email-address = Dirección
profile-email-change = Cambiar la dirección
profile-region = Idioma y hora
profile-region-text = Todas las horas se muestran en tu zona horaria, y tus días acaban a su medianoche.
profile-zone = Zona horaria
profile-zone-hint = Este navegador está en { $zone }

appearance-text = Se guarda con tu cuenta: así se verá cada navegador en el que entres.
appearance-colours = Colores
appearance-contrast-hint = Dibuja cada borde y cada letra con la mayor fuerza posible
appearance-motion = Menos movimiento
appearance-motion-hint = No se mueve nada que no haga falta
appearance-habits = Costumbres
appearance-habits-text = Cómo valoras y por dónde empiezas.
appearance-scale = Valoraciones
appearance-scale-hint = Lo que has valorado se queda; solo se muestra de otro modo.
appearance-start = Página de inicio
appearance-start-hint = Dónde estás después de entrar
scale-stars = Estrellas
scale-numeric = De 0 a 10
scale-thumbs = Pulgares

privacy-never = No compartir nada
privacy-never-text = Un interruptor para todo: cuenta más que cualquier grupo, rol o ajuste de abajo.
privacy-never-label = No compartir nunca nada mío
privacy-never-hint = Nadie salvo tú ve lo que ves, ni tus grupos ni tus amigos
privacy-overruled = Ahora no compartes nada. Lo elegido aquí volverá a valer cuando desactives eso.
privacy-who = Quién ve qué
privacy-who-text = Los grupos a los que te unes pueden mostrar más a sus miembros; lo decides al unirte.
privacy-profile = Perfil
privacy-now = Lo que veo ahora
privacy-history = Historial, valoraciones y biblioteca
privacy-statistics = Estadísticas
privacy-profile-means = { $who ->
    [nobody] Nadie te encuentra por tu nombre.
    [friends] Solo tus amigos ven tu nombre, tu foto y tu perfil.
   *[members] Todos los que tienen cuenta aquí ven tu nombre, tu foto y tu perfil.
}
privacy-now-means = { $who ->
    [nobody] Nadie ve que estás viendo algo, ni qué.
    [friends] Tus amigos ven lo que ves mientras lo ves.
   *[members] Todos los que tienen cuenta aquí ven lo que ves mientras lo ves.
}
privacy-history-means = { $who ->
    [nobody] Nadie ve lo que has visto, valorado o guardado.
    [friends] Tus amigos ven lo que has visto, valorado y guardado.
   *[members] Todos los que tienen cuenta aquí ven lo que has visto, valorado y guardado.
}
privacy-statistics-means = { $who ->
    [nobody] Nadie ve cuánto ves.
    [friends] Tus amigos ven cuánto ves y qué ves más.
   *[members] Todos los que tienen cuenta aquí ven cuánto ves y qué ves más.
}
privacy-friends = Amigos
privacy-friends-text = Quien ya es tu amigo lo sigue siendo.
privacy-requests = Otros pueden pedirte amistad
audience-nobody = Solo yo
audience-friends = Amigos
audience-members = Todos aquí

security-password = Contraseña
security-password-text = Usa una que no uses en ningún otro sitio.
security-password-changed = Tu contraseña ha cambiado
security-sessions = Dónde has entrado
security-sessions-text = Cierra lo que no conozcas y cambia tu contraseña.
security-end = Cerrar sesión
security-end-title = ¿Cerrar esta sesión?
security-end-text = Quien la use tendrá que volver a entrar.
security-end-others = Cerrar todas las demás
security-end-others-text = Todos salvo este navegador tendrán que volver a entrar. Las claves de API se quedan.
security-session-ended = Sesión cerrada
security-sessions-ended = { $count ->
    [one] { $shown } sesión cerrada
   *[other] { $shown } sesiones cerradas
}
session-browser = Navegador
session-program = Programa
session-device = Dispositivo
session-this = Esta
session-unknown = Desconocido
session-times = Usada { $used }, abierta desde { $since }

keys-text = Con una clave, los scripts, paneles y reproductores usan la API en tu nombre. Dale a cada uno la suya, sin más permisos de los que necesite.
keys-examples = Ejemplos de la API
keys-new = Nueva clave
keys-create = Crear la clave
keys-empty = Aún no hay claves
keys-empty-text = Crea una para tu panel o tu reproductor.
keys-name = Nombre
keys-name-hint = Dónde se usa, por ejemplo «Panel del pasillo»
keys-scopes = Qué puede hacer
keys-expiry = Termina
keys-expiry-30 = Tras 30 días
keys-expiry-90 = Tras 90 días
keys-expiry-365 = Tras un año
keys-expiry-never = Nunca
keys-made = Tu nueva clave
keys-made-text = Solo se muestra ahora. Guárdala en un lugar seguro: nadie podrá volver a mostrarla.
keys-revoke = Revocar
keys-revoked = La clave está revocada
keys-revoke-title = ¿Revocar esta clave?
keys-revoke-text = Lo que usa «{ $name }» pierde el acceso al instante. No se puede deshacer.
keys-state-over = Caducada
keys-since = creada el { $date }
keys-until = hasta el { $date }
keys-endless = sin fin
keys-unused = Nunca usada
keys-used = { $count ->
    [one] Usada una vez, { $last }
   *[other] Usada { $shown } veces, la última { $last }
}
scope-read = Leer
scope-read-hint = Ver lo que tú puedes ver
scope-write = Escribir
scope-write-hint = Cambiar lo que tú puedes cambiar
scope-scrobble = Informar de la reproducción
scope-scrobble-hint = Informar de lo que se reproduce, y nada más
scope-admin = Administrar
scope-admin-hint = Usar también tu rol

devices-text = Reproductores, televisores y aplicaciones que dejaste entrar con un código. Informan de lo que ves.
devices-connect = Conectar un dispositivo
devices-empty = Aún no hay dispositivos
devices-empty-text = Tu reproductor muestra un código: escríbelo en «Conectar un dispositivo».
devices-revoke = Desconectar
devices-revoked = El dispositivo está desconectado
devices-revoke-title = ¿Desconectar este dispositivo?
devices-revoke-text = Dejará de informar de lo que ves hasta que lo vuelvas a conectar.
devices-times = Usado { $used }, conectado el { $since }, hasta el { $until }

data-export = Llevártelos
data-export-text = Todo lo que MediaNest guarda de ti, en un solo zip. Se hace mientras llega, por mucho que haya.
data-json = Todo (JSON)
data-json-text = Tu diario, tus listas y tu cuenta. Otro MediaNest lo vuelve a traer.
data-csv = Todo (CSV)
data-csv-text = Lo mismo como tablas, para hojas de cálculo.
data-trakt = Como lo tiene Trakt
data-trakt-text = Películas y series: historial, valoraciones, comentarios, listas.
data-letterboxd = Como lo tiene Letterboxd
data-letterboxd-text = Películas: diario, valoraciones, reseñas, listas.
data-fetch = Descargar
data-begun = La descarga ha empezado
data-import = Traer algo
data-import-text = Lo que tienes en otro sitio puede venir aquí.
data-leave = Renunciar a tu cuenta
data-leave-text = Dos semanas después se borra todo lo tuyo. Hasta entonces puedes cambiar de idea.
data-leave-do = Renunciar a mi cuenta
data-leave-title = ¿Renunciar a tu cuenta?
data-leave-warning = En dos semanas se borran tu historial, tus valoraciones, tus listas y todo lo demás que es tuyo, y nada lo devuelve. Lo que también es de otros, como lo que pusiste en sus listas, se queda sin tu nombre. Quizá quieras llevarte antes tus datos.
data-leaving = Tu cuenta se borra el { $date }. Hasta entonces todo sigue como antes.
data-keep = Conservar mi cuenta
data-kept = Tu cuenta se queda

### Servidores y reproductores que cuentan lo que se reproduce, y lo que llegó de ellos.

settings-players = Reproductores

players-addresses = Servidores y reproductores
players-text = Plex, Jellyfin, Emby y Kodi pueden contar lo que reproduces mientras lo reproduces. Dale a cada uno su propia dirección. Los aparatos que muestran un código están en «Dispositivos»; los reproductores que piden una dirección y una clave, en «Claves de API».
players-new = Nueva dirección
players-create = Crear la dirección
players-change = Cambiar la dirección
players-empty = Aún no hay direcciones
players-empty-text = Crea una y pégala en tu servidor o reproductor.
players-player = La usa
players-name-hint = Por ejemplo, «Salón»
players-account = Tu cuenta allí
players-account-hint = La cuenta cuya reproducción vale. Un servidor cuenta lo de todos los que lo usan.
players-account-of = Vale lo que reproduce { $name }
players-account-plex = Vale lo que reproduce la cuenta que creó el webhook
players-account-all = Vale lo que reproduce cualquier cuenta del servidor
players-account-none = Vale todo lo que se reproduce
players-used = Usada { $last }
players-made = La dirección
players-made-text = Pégala ahora en el reproductor: contiene un secreto y solo se muestra esta vez. Quien la conozca puede informar de reproducciones en tu nombre, y nada más.
players-rotate = Nuevo secreto
players-rotate-title = ¿Darle un nuevo secreto?
players-rotate-text = «{ $name }» dejará de funcionar hasta que pegues la nueva dirección.
players-revoke = Terminar
players-revoked = La dirección ha terminado
players-revoke-title = ¿Terminar esta dirección?
players-revoke-text = Lo que usa «{ $name }» ya no podrá contar nada. No se puede deshacer.
players-steps-plex = En Plex Web: Ajustes, Webhooks, Añadir webhook. Los webhooks necesitan Plex Pass.
players-steps-jellyfin = Con el plugin oficial Webhook: añade un Generic Destination, pega la dirección, elige Playback Start, Playback Stop, Playback Progress y User Data Saved, y activa Send All Properties.
players-steps-emby = Ajustes, Notificaciones, Añadir webhook, como application/json, con los eventos de reproducción y «Marcar como visto / no visto». Necesita Emby Premiere.
players-steps-kodi = Para complementos y scripts que envían a una dirección lo que reproduce Kodi.

deliveries-title = Lo que llegó
deliveries-text = Los últimos mensajes de tus reproductores, sin contraseñas ni tokens, y qué se hizo con ellos.
deliveries-verdict = Resultado
deliveries-verdict-any = Cualquier resultado
deliveries-address = Dirección
deliveries-address-any = Todas las direcciones
deliveries-count = { $count ->
    [one] { $shown } mensaje
   *[other] { $shown } mensajes
}
deliveries-empty = No llegó nada
deliveries-empty-hint = Reproduce algo, o revisa la dirección en los ajustes de tu reproductor.
deliveries-unnamed = Un mensaje
deliveries-unkept = Era demasiado grande para guardarlo.
deliveries-payload = El mensaje
deliveries-replay = Leer otra vez
deliveries-replayed = Leído otra vez: { $verdict }
deliveries-fix = Decir qué es
deliveries-fix-title = ¿Qué se reprodujo?
deliveries-fix-text = El reproductor lo llamó «{ $title }». Se recordará tu respuesta, en un episodio para toda la serie, y lo que la esperaba pasará a tu historial.
deliveries-item = Película, episodio o pista
deliveries-remember = Recordarlo
deliveries-fixed = { $count ->
    [0] Recordado
    [one] Recordado; se leyó otra vez { $shown } mensaje
   *[other] Recordado; se leyeron otra vez { $shown } mensajes
}
verdict-counted = Cuenta
verdict-started = En curso
verdict-paused = En pausa
verdict-withdrawn = Retirado
verdict-unmatched = No encontrado
verdict-ignored = Pasado por alto
verdict-failed = Ilegible

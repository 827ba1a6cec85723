### Cuentas propias en servidores y en Trakt a las que se dice lo que se vio en otra parte, y lo que quieren decir los reproductores.

connections-title = Avisar a otros servidores
connections-text = Lo que ves en cualquier parte, o marcas aquí como visto, se dice a tus propias cuentas en otros servidores, y se retira allí cuando lo retiras. Lo que vino de un servidor no se le dice otra vez.
connections-new = Nueva conexión
connections-empty = No se avisa a ningún servidor
connections-empty-text = Conecta tu cuenta de Plex, Jellyfin, Emby o Trakt.
connections-kind = Servidor
connections-url = Dirección
connections-url-hint = Como tú lo alcanzas, por ejemplo http://torre:8096
connections-token = Token
connections-token-hint = Plex lo muestra en la dirección de «Ver XML», detrás de X-Plex-Token.
connections-user = Tu cuenta allí
connections-means = Entrar con
connections-means-password = Contraseña
connections-means-key = Clave de API
connections-password = Contraseña
connections-password-hint = Se cambia por un token y no se guarda.
connections-key = Clave de API
connections-key-hint = La crea un administrador del servidor.
connections-connect = Conectar
connections-connected = Conectado: desde ahora se dice lo que ves
connections-change = Cambiar la conexión
connections-sign-in = Entrar de nuevo
connections-sign-in-hint = Déjalo vacío para seguir como antes.
connections-changed = Cambiado
connections-as = Como { $name }
connections-told = Último aviso { $when }
connections-untold = Todavía no se dijo nada
connections-rests = Nuevo intento { $when }
connections-working = Funciona
connections-resting = No responde
connections-paused = Entra de nuevo
connections-pending = Espera tu permiso
connections-off = Apagado
connections-on-switch = Avisar a { $name }
connections-test = Probar
connections-test-good = { $name } responde y te reconoce
connections-test-bad = { $name }: { $reason }
connections-history = Decir todo
connections-history-title = ¿Decir todo lo que viste?
connections-history-text = { $count ->
    [0] { $name } ya lo sabe todo.
    [one] Se dice a { $name } una reproducción que no conoce desde aquí, incluidas las importadas.
   *[other] Se dicen a { $name } { $shown } reproducciones que no conoce desde aquí, incluidas las importadas.
}
connections-history-done = { $count ->
    [0] No había nada que decir
    [one] Se dice una reproducción
   *[other] Se dicen { $shown } reproducciones
}
connections-end = Terminar
connections-end-title = ¿Terminar esta conexión?
connections-end-text = A { $name } no se le dice nada más. Lo que se le dijo queda allí.
connections-ended = La conexión terminó

consent-text = Abre la página, entra en Trakt y escribe este código:
consent-open = Abrir { $address }
consent-waiting = Esperando a que lo hagas…
consent-code = El código
consent-failed = No funcionó. Cierra esto y empieza de nuevo.

told-title = Lo que se les dice
told-text = Lo último primero, y qué fue de ello.
told-connection = Servidor
told-connection-any = Todos los servidores
told-state = Qué fue de ello
told-state-any = Sea lo que fuere de ello
told-count = { $count ->
    [one] { $shown } mensaje
   *[other] { $shown } mensajes
}
told-empty = Nada que decir
told-empty-hint = Mira algo, o márcalo como visto.
told-deed-played = Visto { $when }
told-deed-unplayed = Retirado
told-waiting = Espera
told-told = Dicho
told-skipped = No hace falta
told-unmatched = No está allí
told-failed = Rechazado
told-next = Próximo intento { $when }
told-attempts = { $count ->
    [one] Un intento
   *[other] { $count } intentos
}
told-retry = Intentar de nuevo
told-retried = Se intenta de nuevo
told-gone = Ya no está en el catálogo

matches-title = Lo que quieren decir tus reproductores
matches-text = Lo que dijiste que significa un mensaje, que se recuerda. Lo que entró en tu historial queda cuando lo olvidas.
matches-count = { $count ->
    [one] { $shown } título
   *[other] { $shown } títulos
}
matches-empty = Nada recordado
matches-empty-hint = Cuando un mensaje no se encuentra, di qué es, y aparece aquí.
matches-since = Dicho { $when }
matches-forget = Olvidar
matches-forget-title = ¿Olvidar esto?
matches-forget-text = Los mensajes que llaman así a «{ $name }» se emparejan de nuevo.
matches-forgotten = Olvidado

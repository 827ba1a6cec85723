live-on = En vivo
live-off = Sin conexión en vivo
live-count = { $count ->
    [0] Nadie está viendo nada
    [one] { $shown } persona está viendo algo
   *[other] { $shown } personas están viendo algo
}
live-others = { $count ->
    [one] { $shown } persona más está viendo algo
   *[other] { $shown } personas más están viendo algo
}
live-choice = De quién se muestra la reproducción
live-everybody = Todos
live-me = Yo
live-list = Viendo ahora
live-you = Tú
live-private = Privado
live-private-hint = Nadie más ve esto
live-somebody = Alguien
live-something = Algo
live-progress = Por dónde va
live-playing = Reproduciendo
live-paused = En pausa
live-ends = termina a las { $time }
live-joined = { $name } está viendo { $title }.
live-left = { $name } ha dejado de ver.
live-empty = Nadie está viendo nada ahora mismo
live-empty-me = No estás viendo nada ahora mismo
live-empty-text = En cuanto un reproductor conectado empiece algo, aparecerá aquí solo.
live-connect = Conectar un reproductor
connection-refused = El servidor no permite que esta página se actualice sola. Recárgala para ver lo nuevo y pide a la administración que permita esta dirección.

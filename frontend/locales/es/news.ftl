### Notificaciones: su página, y cuáles se quieren.

news-count-unread = { $count ->
    [one] { $shown } sin leer
   *[other] { $shown } sin leer
}
news-none-unread = Todo leído
news-choice = Qué notificaciones se muestran
news-show-all = Todas
news-show-unread = Sin leer
news-empty-unread = Estás al día
news-empty-unread-text = Has leído todo lo que hay.
news-preferences = Preferencias de notificaciones
news-preferences-text = Elige qué quieres saber y por qué vía.
news-preference = { $kind }: { $method }
news-all-ways = Mostrar todas las vías
news-ways-hint = Las vías distintas de MediaNest funcionan en cuanto la administración las haya conectado.

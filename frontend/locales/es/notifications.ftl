news-bell = { $count ->
    [one] Notificaciones, { $shown } sin leer
   *[other] Notificaciones, { $shown } sin leer
}
news-arrived = Nueva notificación: { $title }
news-unread = (sin leer)
news-mark-read = Marcar como leída
news-mark-all-read = Marcar todas como leídas
news-delete = Eliminar
news-deleted = Notificación eliminada
news-all = Todas las notificaciones
news-settings = Preferencias
news-empty = Aún no hay notificaciones
news-empty-text = Las solicitudes de amistad, las invitaciones y todo lo que sea para ti aparecerá aquí.
news-accept = Aceptar
news-decline = Rechazar
news-accepted = Aceptada
news-declined = Rechazada
news-answered = Esto ya se ha respondido

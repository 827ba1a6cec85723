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
news-kind = Qué
news-kind-new-episode = Episodios nuevos
news-kind-new-episode-hint = Cuando sale un episodio de algo de tu biblioteca.
news-kind-new-release = Novedades
news-kind-new-release-hint = Cuando sale una película, un álbum o un libro de tu biblioteca.
news-kind-friend-request = Solicitudes de amistad
news-kind-friend-request-hint = Alguien quiere ser tu amigo.
news-kind-friend-accepted = Nuevas amistades
news-kind-friend-accepted-hint = Alguien ha aceptado tu solicitud.
news-kind-group-invitation = Invitaciones a grupos
news-kind-group-invitation-hint = Alguien te invita a un grupo.
news-kind-list-shared = Listas compartidas
news-kind-list-shared-hint = Alguien te deja trabajar en una lista.
news-kind-other = Todo lo demás
news-kind-other-hint = Lo que no tiene una línea propia.
news-method-in-app = En MediaNest
news-method-email = Correo
news-method-web-push = Navegador
news-method-webhook = Webhook

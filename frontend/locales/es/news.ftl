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
news-kind-play-shared = Visto juntos
news-kind-play-shared-hint = Algo que otros reprodujeron contigo ha llegado a tu historial.
news-kind-other = Todo lo demás
news-kind-other-hint = Lo que no tiene una línea propia.
news-method-in-app = En MediaNest
news-method-email = Correo
news-method-web-push = Navegador
news-method-webhook = Webhook

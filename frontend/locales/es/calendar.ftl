### El calendario de lo que sale.

calendar-text = Lo que sale de tu biblioteca, en tu zona horaria.
calendar-before = El mes anterior
calendar-after = El mes siguiente
calendar-today = Hoy
calendar-none = Este mes no sale nada
calendar-none-text = Las películas, los episodios, los álbumes y los libros de tu biblioteca aparecen aquí cuando se conoce su fecha.
calendar-feed = En tu programa de calendario
calendar-feed-text = Los teléfonos y los programas de calendario pueden leer tu calendario en una dirección secreta. Quien la tenga ve lo que sale de tu biblioteca, y nada más.
calendar-feed-create = Crear una dirección
calendar-feed-made = La dirección de tu calendario
calendar-feed-made-text = Suscríbete a esta dirección en tu programa de calendario. Solo se muestra ahora.
calendar-feed-of = Una dirección del { $date }
calendar-feed-used = Leída por última vez: { $when }
calendar-feed-unused = Aún no se ha leído
calendar-feed-renew = Crear otra
calendar-feed-renew-title = ¿Crear una dirección nueva?
calendar-feed-renew-text = La dirección antigua deja de funcionar. Los programas que la usan necesitan la nueva.
calendar-feed-revoke = Terminar
calendar-feed-revoke-title = ¿Terminar esta dirección?
calendar-feed-revoke-text = Los programas que la usan ya no leerán nada.
calendar-feed-revoked = La dirección ha terminado.

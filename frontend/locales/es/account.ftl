### Cuentas: la primera, contraseñas, dispositivos.

password-current = Contraseña actual
password-new = Contraseña nueva
password-hint = 8 caracteres o más
password-change = Cambiar la contraseña
password-forced-title = Elige una contraseña nueva
password-forced-text = Otra persona puso tu contraseña. Elige una que solo tú conozcas.
setup-title = Te damos la bienvenida a MediaNest
setup-text = Crea la cuenta que cuidará de este servidor.
setup-token = Código de instalación
setup-token-hint = Lo que sigue a «#token=» en el enlace que mostró el servidor al arrancar por primera vez
setup-username = Nombre de usuario
setup-username-hint = Con él inicias sesión
setup-name = Tu nombre
setup-email = Correo electrónico
setup-do = Instalar MediaNest
setup-done = Este servidor ya está instalado.
device-title = Conectar un dispositivo
device-text = Deja que un reproductor escriba en tu historial con el código que muestra.
device-code = Código
device-code-hint = Como lo muestra el dispositivo, con o sin guiones
device-look = Buscar
device-unknown = Ningún dispositivo espera con este código
device-unknown-text = Los códigos caducan a los pocos minutos. Haz que el dispositivo muestre uno nuevo y escríbelo tal como lo ves.
device-asked = preguntó { $time }
device-ends = caduca a las { $time }
device-means = Si lo apruebas, podrá decir a MediaNest qué reproduce { $name } y leer el historial de { $name }.
device-unchecked = El nombre lo dice el propio dispositivo y nadie lo ha comprobado. Apruébalo solo si acabas de empezar esto tú.
device-approve = Aprobar
device-deny = Rechazar
device-approved = { $name } está conectado
device-approved-text = El dispositivo sigue por sí solo en unos segundos. Puedes desconectarlo en tus ajustes.
device-denied = Has rechazado { $name }
device-denied-text = El dispositivo lo sabrá. Su código ya no vale.
device-another = Otro código

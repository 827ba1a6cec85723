### Entrar.

sign-in-title = Iniciar sesión
sign-in-login = Nombre de usuario o correo
sign-in-password = Contraseña
sign-in-again-title = Tu sesión ha terminado
sign-in-again-text = Inicia sesión de nuevo para seguir donde estabas. No se pierde nada de lo que escribiste.

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

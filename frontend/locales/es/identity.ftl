### Entrar.

sign-in-title = Iniciar sesión
sign-in-login = Nombre de usuario o correo
sign-in-password = Contraseña
sign-in-again-title = Tu sesión ha terminado
sign-in-again-text = Inicia sesión de nuevo para seguir donde estabas. No se pierde nada de lo que escribiste.

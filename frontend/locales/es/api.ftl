### Construir sobre la API.

api-text = Todo lo que hace esta aplicación lo hace con la API de GraphQL. Tú también puedes.
api-graphiql = Abrir GraphiQL
api-begin = Cómo entrar
api-begin-text = En GraphiQL has entrado como tú. Los scripts y los paneles necesitan una clave.
api-step-key = Crea una clave que no pueda hacer más de lo necesario y guarda su secreto.
api-step-key-link = Crear una clave
api-step-send = Envíala como «Authorization: Bearer …» con cada petición.
api-step-live = Para datos en directo, abre un WebSocket en la misma dirección y envía la misma cabecera en connection_init.
api-endpoint = Dirección
api-call = Una primera petición
api-examples = Ejemplos para paneles
api-examples-text = Copia uno, pruébalo en GraphiQL y cámbialo. Allí está también la descripción de cada campo.
api-example-watching = Quién ve qué ahora, en directo
api-example-history = Historial
api-example-statistics = Estadísticas
api-example-library = Biblioteca

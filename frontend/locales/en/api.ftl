### Building on the API.

api-text = Everything this app does, it does through the GraphQL API. So can you.
api-graphiql = Open GraphiQL
api-begin = Getting in
api-begin-text = In GraphiQL you are signed in as yourself. Scripts and dashboards need a key.
api-step-key = Make a key that may do no more than it needs, and keep its secret.
api-step-key-link = Make a key
api-step-send = Send it as “Authorization: Bearer …” with every request.
api-step-live = For live updates, open a WebSocket at the same address and send the same header in connection_init.
api-endpoint = Address
api-call = A first request
api-examples = Examples for dashboards
api-examples-text = Copy one, try it in GraphiQL, and change it. The documentation of every field is there too.
api-example-watching = Who watches now, live
api-example-history = History
api-example-statistics = Statistics
api-example-library = Library

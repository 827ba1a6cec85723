// GraphiQL for this server: queries by POST, subscriptions by graphql-transport-ws, both at /graphql.
import "graphiql/style.css";
import "./style.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

// Relative, so that it also works where a proxy serves MediaNest below a path.
const endpoint = new URL("graphql", document.baseURI);
const live = new URL(endpoint);
live.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";

// What the header editor holds goes along with each request, and opens the socket of each subscription.
const fetcher = createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: live.href });

const welcome = `# MediaNest's API. Ctrl-Space completes, Ctrl-Enter runs, and the book on the left explains every field.
#
# In a browser that is signed in you are that person. Otherwise put a token into "Headers" below:
#   { "Authorization": "Bearer ..." }

query Me {
  me {
    displayName
    role
  }
}

# What you and those who let you see it play, as it changes.
subscription Now {
  currentlyWatching {
    __typename
  }
}

# On a new MediaNest: the token is what follows "#token=" in the link that the server printed when it started.
mutation CompleteSetup {
  completeSetup(input: { token: "", username: "", password: "" }) {
    __typename
  }
}
`;

createRoot(document.getElementById("graphiql")).render(
  <GraphiQL
    fetcher={fetcher}
    defaultQuery={welcome}
    defaultEditorToolsVisibility="headers"
    inputValueDeprecation
    schemaDescription
  />,
);

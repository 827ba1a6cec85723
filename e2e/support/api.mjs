// The API as a test speaks to it, past the app: to prepare what a test is about, and to sign in quickly.

/** Runs one operation with the cookies of a browser context, as a page of the app would. */
export async function ask(context, server, query, variables = {}) {
  const response = await context.request.post(`${server.api}/graphql`, {
    data: { query, variables },
    headers: { Origin: server.web },
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors.map((error) => error.message).join("; ")} in ${query}`);
  return data;
}

/** Signs a context in: from then on each page of it is that person's. */
export async function signIn(context, server, { login, password }) {
  await ask(context, server, "mutation($input: SignInInput!) { signIn(input: $input) { user { id } } }", {
    input: { login, password, deviceName: "e2e" },
  });
}

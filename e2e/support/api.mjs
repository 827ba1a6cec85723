// The API as a test speaks to it, past the app: to prepare what a test is about, and to sign in quickly.

/** Runs one operation with the cookies of a browser context, as a page of the app would. */
export async function ask(context, server, query, variables = {}, headers = {}) {
  const response = await context.request.post(`${server.api}/graphql`, {
    data: { query, variables },
    headers: { Origin: server.web, ...headers },
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors.map((error) => error.message).join("; ")} in ${query}`);
  return data;
}

/** An address somewhere: all tests together sign in more often than one address may. */
const somewhere = () => `198.18.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;

/** Signs a context in: from then on each page of it is that person's. */
export async function signIn(context, server, { login, password }) {
  await ask(context, server, "mutation($input: SignInInput!) { signIn(input: $input) { user { id } } }", {
    input: { login, password, deviceName: "e2e" },
  }, { "X-Forwarded-For": somewhere() });
}

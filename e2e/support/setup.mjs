// Before the first test: one server for all, an administrator and two people, and a collection.
import { request } from "@playwright/test";
import { mkdir, rm } from "node:fs/promises";
import { ask, signIn } from "./api.mjs";
import { ARTIFACTS } from "./artifacts.mjs";
import { collection } from "./collection.mjs";
import { PEOPLE, STATE } from "./people.mjs";
import { Server } from "./server.mjs";

const CREATE = "mutation($input: CreateUserInput!) { createUser(input: $input) { temporaryPassword } }";
const CHANGE = "mutation($input: ChangePasswordInput!) { changePassword(input: $input) { __typename } }";

export default async function setup() {
  await rm(ARTIFACTS, { recursive: true, force: true });
  await mkdir(ARTIFACTS, { recursive: true });
  const server = await Server.create("shared");
  // The process that runs at the end may be another than the one started here: tests kill it.
  const end = async () => (await Server.written(STATE)).kill("SIGTERM");
  await server.write(STATE);
  try {
    await prepare(server);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

async function prepare(server) {
  const context = await visitor();
  const { admin, ...others } = PEOPLE;
  await ask(context, server, "mutation($input: CompleteSetupInput!) { completeSetup(input: $input) { user { id } } }", {
    input: { token: await server.setupToken(), username: admin.login, password: admin.password, displayName: admin.displayName },
  });
  for (const { login, displayName, password } of Object.values(others)) {
    const { createUser } = await ask(context, server, CREATE, { input: { username: login, displayName } });
    const newcomer = await visitor();
    await signIn(newcomer, server, { login, password: createUser.temporaryPassword });
    await ask(newcomer, server, CHANGE, { input: { currentPassword: createUser.temporaryPassword, newPassword: password } });
    await newcomer.request.dispose();
  }
  await context.request.dispose();
  await server.command("import", "movielens", await collection());
}

/** Somebody with cookies of their own and no browser. */
async function visitor() {
  return { request: await request.newContext() };
}

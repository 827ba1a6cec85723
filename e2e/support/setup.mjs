// Before the first test: one server for all, an administrator and two people, and a collection.
import { request } from "@playwright/test";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ask } from "./api.mjs";
import { collection } from "./collection.mjs";
import { PEOPLE, STATE } from "./people.mjs";
import { Server } from "./server.mjs";

export default async function setup() {
  const artifacts = join(import.meta.dirname, "../artifacts");
  await rm(artifacts, { recursive: true, force: true });
  await mkdir(artifacts, { recursive: true });
  const server = await Server.create("shared");
  await prepare(server);
  await writeFile(STATE, JSON.stringify(server));
  // The process that runs now may be another than the one that was started: tests kill it.
  return async () => (await shared()).kill("SIGTERM");
}

/** The server that the tests share, as it is now. */
export async function shared() {
  const { readFile } = await import("node:fs/promises");
  return new Server(JSON.parse(await readFile(STATE, "utf8")));
}

async function prepare(server) {
  const context = { request: await request.newContext() };
  const { admin, ...others } = PEOPLE;
  await ask(context, server, "mutation($input: CompleteSetupInput!) { completeSetup(input: $input) { user { id } } }", {
    input: { token: await server.setupToken(), username: admin.login, password: admin.password, displayName: admin.displayName },
  });
  for (const { login, displayName, password } of Object.values(others)) {
    await ask(context, server, "mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }", {
      input: { username: login, displayName, password },
    });
  }
  await server.command("import", "movielens", await collection());
  await context.request.dispose();
}

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, look, test, visit } from "../support/test.mjs";

const EXAMPLES = join(import.meta.dirname, "../../frontend/src/pages/api/examples");

test("the page of the API leads in, and GraphiQL is signed in as oneself", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("alice");
  await visit(page, "/api");
  await look(page, "api");
  await expect(page.getByRole("region", { name: "History" })).toContainText("query");
  const [graphiql] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Open GraphiQL" }).click()]);
  await graphiql.waitForLoadState();
  await expect(graphiql.locator(".graphiql-editor").first()).toBeVisible();
  await graphiql.getByRole("button", { name: /^Execute/ }).click();
  await graphiql.getByRole("menuitem", { name: "Me" }).click();
  await expect(graphiql.locator(".result-window")).toContainText("Alice");
});

test("each example is answered", async ({ api }) => {
  const examples = (await readdir(EXAMPLES)).filter((name) => !name.startsWith("watching"));
  expect(examples.length).toBeGreaterThan(2);
  for (const name of examples) {
    const answer = await api("alice", await readFile(join(EXAMPLES, name), "utf8"));
    expect(Object.keys(answer).length, name).toBeGreaterThan(0);
  }
});

import { find } from "../support/catalogue.mjs";
import { expect, look, slowNetwork, test, visit } from "../support/test.mjs";

const named = (request) => request.postDataJSON()?.operationName;

/** Answers an operation otherwise than the server would. */
async function instead(page, server, operation, answer) {
  await page.route(`${server.api}/graphql`, (route) => (named(route.request()) === operation ? answer(route) : route.continue()));
}

/** An answer that went wrong, as the server gives it; a page of another origin reads it only with these headers. */
const broken = (server) => ({
  status: 200,
  contentType: "application/graphql-response+json",
  headers: { "Access-Control-Allow-Origin": server.web, "Access-Control-Allow-Credentials": "true" },
  body: JSON.stringify({ data: null, errors: [{ message: "something went wrong", extensions: { code: "INTERNAL", correlationId: "req_01e2e" } }] }),
});

test("on a slow network the shape of a page is there first, and then the page", async ({ as, server }) => {
  test.setTimeout(120_000);
  const page = await as("alice");
  await visit(page, "/");
  await slowNetwork(page);
  // As slow as looking at it takes.
  let arrive;
  const underWay = new Promise((resolve) => { arrive = resolve; });
  await instead(page, server, "Discover", (route) => underWay.then(() => route.continue()));
  await page.getByRole("navigation").first().getByRole("link", { name: "Discover" }).click();
  await expect(page.getByRole("status", { name: "Loading" }).first()).toBeVisible();
  await look(page, "discover-loading");
  arrive();
  await expect(page.locator(".poster-grid .poster-card .name").first()).toBeVisible({ timeout: 30_000 });
});

test("the app starts on a slow network, and says meanwhile that it does", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("alice");
  await slowNetwork(page, { latency: 300, kilobits: 2000 });
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.locator("#starting")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: 60_000 });
});

test("a part of a page that failed says what to do and the reference, and comes when asked again", async ({ as, server }) => {
  const page = await as("alice");
  await instead(page, server, "Discover", (route) => route.fulfill(broken(server)));
  await visit(page, "/discover");
  const failure = page.getByRole("alert");
  await expect(failure).toContainText("Something went wrong in MediaNest");
  await expect(failure).toContainText("Reference: req_01e2e");
  await look(page, "failure-reference");
  await page.unrouteAll();
  await failure.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator(".poster-grid .poster-card").first()).toBeVisible();
});

test("a change that fails is taken back on the page, and said", async ({ as, api, server }) => {
  const film = await find(api, "Alien");
  await api("bert", "mutation { updatePreferences(input: { ratingScale: STARS }) { __typename } }");
  const page = await as("bert");
  await visit(page, `/items/${film.id}`);
  await instead(page, server, "RateItem", (route) => route.abort());
  await page.getByRole("radio", { name: "3 stars" }).check({ force: true });
  await expect(page.locator(".toast.bad")).toContainText("MediaNest cannot be reached");
  await expect(page.getByRole("radio", { name: "3 stars" })).not.toBeChecked();
  await look(page, "failure-change");
  await page.unrouteAll();
  await page.getByRole("radio", { name: "3 stars" }).check({ force: true });
  await expect(page.getByRole("button", { name: "Remove the rating" })).toBeVisible();
  await page.getByRole("button", { name: "Remove the rating" }).click();
  await expect(page.getByRole("button", { name: "Remove the rating" })).toBeHidden();
});

test("a query that fails once is asked again by itself", async ({ as, server }) => {
  const page = await as("alice");
  let refusals = 0;
  await instead(page, server, "Discover", (route) => (refusals++ < 2 ? route.abort() : route.continue()));
  await visit(page, "/discover");
  await expect(page.locator(".poster-grid .poster-card").first()).toBeVisible();
  expect(refusals).toBeGreaterThanOrEqual(2);
});

test("a server that is away at the start is said, and the page comes when it is back", async ({ as, server }) => {
  const page = await as("alice");
  await page.route(`${server.api}/graphql`, (route) => route.abort());
  await page.goto("/library");
  const failure = page.getByRole("alert");
  await expect(failure).toContainText("MediaNest cannot be reached", { timeout: 20_000 });
  await look(page, "failure-away");
  await page.unrouteAll();
  await failure.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Library" })).toBeVisible();
});

test("a browser that loses its network says so, and goes on when it is back", async ({ as, server }) => {
  const page = await as("alice");
  await visit(page, "/live");
  await page.context().setOffline(true);
  // A socket outlives what Chromium calls offline; without a network it would break.
  await server.kill();
  await expect(page.getByText("You are offline. What you see may be out of date.")).toBeVisible();
  await look(page, "went-offline");
  await server.start();
  await page.context().setOffline(false);
  await expect(page.getByText("You are offline. What you see may be out of date.")).toBeHidden({ timeout: 30_000 });
});

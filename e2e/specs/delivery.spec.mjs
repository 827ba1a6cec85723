import { expect, look, test, visit } from "../support/test.mjs";

test("a browser without a network shows a page that says so, and goes on by itself", async ({ as, context }) => {
  const page = await as("alice");
  await visit(page, "/");
  await page.evaluate(async () => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.goto("/history");
  await expect(page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await look(page, "offline");
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
  }
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { name: "You are offline" })).toBeHidden();
  await page.locator("#starting").waitFor({ state: "detached" });
  await expect(page).toHaveURL(/\/history$/);
});

test("answers of the API are in no cache", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/");
  await page.evaluate(async () => navigator.serviceWorker.ready);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter((path) => !/^\/(assets|icons)\/|^\/offline\.html$/.test(path))).toEqual([]);
});

test("a page may run no script but the app's", async ({ page, server }) => {
  const { headers } = await fetch(server.web).then((response) => ({ headers: response.headers }));
  expect(headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval';");
  await visit(page, "/sign-in");
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.foreign = true";
    document.head.append(script);
    return Boolean(globalThis.foreign);
  });
  expect(ran).toBe(false);
});

test("an app that was open before an update keeps running", async ({ as, server }) => {
  const page = await as("alice");
  await visit(page, "/");
  await server.kill();
  await server.start();
  await visit(page, "/");
  await expect(page.getByRole("main")).toBeVisible();
});

import { Server } from "../support/server.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";
import { tvmaze } from "../support/tvmaze.mjs";

test("where no provider is on, nobody is offered to be asked, and the page for administrators says so", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("admin");
  const heard = mistakes(page);
  await visit(page, "/admin/metadata");
  const providers = page.getByRole("region", { name: "Providers" });
  await expect(providers.getByText("Off", { exact: true })).toHaveCount(7);
  await expect(providers.getByText("This product uses the TMDB API but is not endorsed or certified by TMDB.")).toBeVisible();
  await expect(page.getByText("Nobody has been asked yet.")).toBeVisible();
  await look(page, "admin-metadata-off");
  await visit(page, "/discover?q=no+such+title+anywhere");
  await expect(page.getByText("Nothing fits")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Not here?" })).toHaveCount(0);
  expect(heard()).toEqual([]);
});

test("the order in which providers are believed is changed, kept, and taken back", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("admin");
  await visit(page, "/admin/metadata");
  const order = page.getByRole("region", { name: "Whose word counts" });
  await order.getByLabel("Kind").selectOption({ label: "Series" });
  await order.getByLabel("Field", { exact: true }).selectOption("description");
  const first = order.locator(".provider-order > li").first();
  await expect(first).toContainText("TMDB");
  await expect(order.getByRole("button", { name: "TMDB: earlier" })).toBeDisabled();
  await order.getByRole("button", { name: "TVmaze: earlier" }).click();
  await order.getByRole("button", { name: "TVmaze: earlier" }).click();
  await expect(first).toContainText("TVmaze");
  await first.getByLabel("Nobody after it").check();
  await order.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved").first()).toBeVisible();
  await look(page, "admin-metadata-order");
  await page.reload();
  await order.getByLabel("Kind").selectOption({ label: "Series" });
  await order.getByLabel("Field", { exact: true }).selectOption({ label: "Description *" });
  await expect(first).toContainText("TVmaze");
  await expect(first.getByLabel("Nobody after it")).toBeChecked();
  await order.getByRole("button", { name: "The usual order" }).click();
  await expect(first).toContainText("TMDB");
});

test("what the catalogue does not have is found at a provider, added with its episodes, and its source is named", async ({ page }) => {
  test.setTimeout(240_000);
  const fake = await tvmaze();
  const server = await Server.create("metadata", { MEDIANEST_METADATA__PROVIDERS: "tvmaze", MEDIANEST_METADATA__TVMAZE__URL: fake.url });
  try {
    const heard = mistakes(page);
    await visit(page, `${server.web}/setup#token=${await server.setupToken()}`);
    await page.getByLabel("User name").fill("ada");
    await page.locator("input[type=password]").fill("correct horse battery");
    await page.locator("form button[type=submit]").click();
    await expect(page).toHaveURL(`${server.web}/`);

    await visit(page, `${server.web}/discover?q=tidewater`);
    await expect(page.getByRole("heading", { name: "Not here?" })).toBeVisible();
    expect(fake.asked, "nobody is asked before somebody says so").toEqual([]);
    await page.getByRole("button", { name: "Series: search at TVmaze" }).click();
    const hit = page.locator(".hits > li").filter({ hasText: "Tidewater (2024)" });
    await expect(hit).toContainText("A town below the dike.");
    await look(page, "discover-elsewhere");
    await hit.getByRole("button", { name: "Add Tidewater (2024)" }).click();

    await expect(page).toHaveURL(/\/items\/item_/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Tidewater");
    await expect(page.getByText("Season 1").first()).toBeVisible();
    const sources = page.getByRole("region", { name: "Where this comes from" });
    await expect(sources.getByText("Data provided by TVmaze, licensed under CC BY-SA 4.0.")).toBeVisible();
    await expect(sources.getByRole("link", { name: "TVmaze" })).toHaveAttribute("href", "https://www.tvmaze.com/shows/9");
    await look(page, "item-sources");
    const before = fake.asked.length;
    await page.getByRole("button", { name: "Look after this title" }).click();
    await page.getByRole("menuitem", { name: "Ask the providers again" }).click();
    await expect(page.getByText("The providers are being asked about “Tidewater”").first()).toBeVisible();
    await expect.poll(() => fake.asked.length).toBeGreaterThan(before);

    await page.goBack();
    await page.getByRole("button", { name: "Series: search at TVmaze" }).click();
    await expect(page.locator(".hits > li").getByRole("link", { name: "Already here" })).toBeVisible();
    await visit(page, `${server.web}/admin/metadata`);
    const providers = page.getByRole("region", { name: "Providers" });
    await expect(providers.getByText("On", { exact: true })).toHaveCount(1);
    await expect(page.getByRole("row").filter({ hasText: "TVmaze" })).toContainText("Series");
    await look(page, "admin-metadata");
    expect(heard()).toEqual([]);
  } finally {
    await server.kill("SIGTERM");
    await fake.close();
  }
});

import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const card = (page) => page.locator(".poster-grid .poster-card");
const count = async (page) => Number((await page.locator(".result-count").innerText()).replace(/\D/g, ""));

test("typing finds at once, also with typing errors, and stands in the address", async ({ as }) => {
  const page = await as("alice");
  const heard = mistakes(page);
  await visit(page, "/discover");
  const field = page.getByRole("main").getByRole("searchbox", { name: "Search" });
  await expect(field).toBeFocused();
  await page.keyboard.type("toy stroy");
  await expect(card(page).first()).toContainText("Toy Story");
  await expect(page).toHaveURL(/q=toy/);
  await look(page, "discover-search");

  await page.reload();
  await expect(field).toHaveValue("toy stroy");
  await expect(card(page).first()).toContainText("Toy Story");

  await field.fill("amelie");
  await expect(card(page).first()).toContainText("Amelie");
  await page.keyboard.press("ArrowDown");
  await expect(card(page).first().getByRole("link")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Amelie");
  await page.goBack();
  await expect(field).toHaveValue("amelie");
  expect(heard()).toEqual([]);
});

test("all genres of the catalogue can be chosen, and filters narrow down what is shown", async ({ as, api }) => {
  const page = await as("alice");
  await visit(page, "/discover");
  const { genres } = await api("alice", "{ genres }");
  expect(genres.length).toBeGreaterThan(5);
  const choice = page.getByLabel("Genre");
  await expect(choice.locator("option")).toHaveText(["All genres", ...genres]);

  const all = await count(page);
  await choice.selectOption("Comedy");
  await expect(page).toHaveURL(/genre=Comedy/);
  await expect.poll(() => count(page)).toBeLessThan(all);
  const funny = await count(page);
  await page.getByLabel("From year").fill("1990");
  await page.getByLabel("To year").fill("1995");
  await page.getByLabel("To year").press("Enter");
  await expect.poll(() => count(page)).toBeLessThan(funny);
  const { mediaItems } = await api("alice", '{ mediaItems(filter: { genres: ["Comedy"], yearFrom: 1990, yearTo: 1995 }) { totalCount } }');
  await expect.poll(() => count(page)).toBe(mediaItems.totalCount);
  await page.getByLabel("Order").selectOption("newest");
  await expect(card(page).first()).toContainText("1995");
  await look(page, "discover-filters");

  // The address is the whole of it: whoever is sent the link sees the same.
  const other = await as("bert");
  await visit(other, page.url().replace(/^https?:\/\/[^/]+/, ""));
  await expect.poll(() => count(other)).toBe(mediaItems.totalCount);
  await expect(other.getByLabel("Genre")).toHaveValue("Comedy");

  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect.poll(() => count(page)).toBe(all);
  await expect(page).toHaveURL(/\/discover$/);
});

test("the grid goes on as one scrolls, and nothing comes twice", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/discover");
  await expect(card(page).first()).toBeVisible();
  await look(page, "discover");
  const all = await count(page);
  const enough = Math.min(all, 180);
  await expect.poll(async () => {
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    return card(page).count();
  }).toBeGreaterThanOrEqual(enough);
  const links = await card(page).getByRole("link").evaluateAll((all) => all.map(({ href }) => href));
  expect(new Set(links).size).toBe(links.length);

  // Whoever comes back from a title is where they were.
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(500);
});

test("where nothing fits it is said, with a way out", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/discover?q=qqqqzzzzxxxx&genre=Comedy");
  await expect(page.getByRole("heading", { name: "Nothing fits" })).toBeVisible();
  await look(page, "discover-nothing");
  await page.getByRole("main").getByRole("button", { name: "Clear the filters" }).last().click();
  await expect(card(page).first()).toBeVisible();
});

test("a title goes into the library from its poster, and out again", async ({ as, person }) => {
  await person("dina");
  const page = await as("dina");
  await visit(page, "/discover?q=heat");
  const first = card(page).first();
  await first.hover();
  await first.getByRole("button", { name: /to your library/ }).click();
  await expect(page.getByText(/is in your library/).first()).toBeVisible();
  await expect(card(page).first()).toContainText("Planned");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(card(page).first()).not.toContainText("Planned");
  await visit(page, "/discover?mine=plan_to_watch");
  await expect(page.getByRole("heading", { name: "Nothing fits" })).toBeVisible();
});

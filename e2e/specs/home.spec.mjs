import { find, play, series } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const titles = (page) => page.locator(".widget h2");

test("somebody new is told how to begin", async ({ as, person }) => {
  await person("nelly");
  const page = await as("nelly");
  await visit(page, "/");
  await expect(page.getByRole("heading", { name: "Welcome, Nelly" })).toBeVisible();
  await look(page, "home-new");
  await page.getByRole("link", { name: "Look around" }).click();
  await expect(page).toHaveURL(/\/discover$/);
});

test("the home page shows where one is, what is next and who watches", async ({ as, api, person }) => {
  await person("homer");
  await person("guest");
  const { episodes } = await series(api, "Harbour Lights", [3, 2]);
  const [film, other] = [await find(api, "Heat"), await find(api, "Toy Story")];
  await api("homer", "mutation($input: MarkWatchedInput!) { markWatched(input: $input) { __typename } }", { input: { itemId: episodes[0] } });
  await play(api, "homer", film.id, "START", { positionSeconds: 600 });
  await play(api, "homer", film.id, "STOP", { positionSeconds: 3600 });
  await api("guest", "mutation($input: UpdatePrivacySettingsInput!) { updatePrivacySettings(input: $input) { __typename } }", { input: { currentlyWatching: "MEMBERS", profile: "MEMBERS" } });
  await play(api, "guest", other.id, "START", { positionSeconds: 1200 });
  const page = await as("homer");
  await visit(page, "/");
  const widget = (name) => page.getByRole("region", { name });
  await expect(widget("Continue watching").getByRole("link", { name: film.name })).toBeVisible();
  await expect(widget("Next up").getByText("S1 E2", { exact: false }).first()).toBeVisible();
  await expect(widget("Watching now").getByRole("link", { name: "Guest" })).toBeVisible();
  await expect(widget("Recently watched").getByRole("link").first()).toBeVisible();
  await look(page, "home-full");
  await play(api, "guest", other.id, "STOP", { positionSeconds: 1300 });
  await expect(widget("Watching now").getByRole("link", { name: "Guest" })).toBeHidden();
});

test("widgets are added, moved, sized and removed, and stay so", async ({ as, person }) => {
  await person("ines");
  const page = await as("ines");
  const heard = mistakes(page);
  await visit(page, "/");
  await page.getByRole("button", { name: "Arrange" }).click();
  await look(page, "home-arranging");
  const before = await titles(page).allInnerTexts();
  expect(before.length).toBeGreaterThan(3);

  await page.getByRole("button", { name: `Move ${before[0]} back` }).click();
  await expect(titles(page).nth(1)).toHaveText(before[0]);
  await page.getByRole("button", { name: `Remove ${before[2]}` }).click();
  await expect(titles(page)).toHaveCount(before.length - 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(titles(page)).toHaveText([before[1], before[0], ...before.slice(2)]);

  await page.getByRole("button", { name: "Add a widget" }).click();
  await look(page, "home-adding");
  await page.getByRole("dialog").getByRole("button", { name: /^Notifications/ }).click();
  await expect(titles(page).last()).toHaveText("Notifications");
  await page.locator(".widget").last().getByRole("button", { name: "Large" }).click();
  await expect(page.locator(".widget").last()).toHaveClass(/large/);
  const after = await titles(page).allInnerTexts();
  await page.getByRole("button", { name: "Done" }).click();

  await expect.poll(async () => {
    await visit(page, "/");
    await page.getByRole("button", { name: "Arrange" }).click();
    const kept = await titles(page).allInnerTexts();
    return { kept, large: await page.locator(".widget").last().getAttribute("class") };
  }).toEqual({ kept: after, large: expect.stringContaining("large") });

  await page.getByRole("button", { name: "Start over" }).click();
  await expect(titles(page)).toHaveText(before);
  expect(heard()).toEqual([]);
});

test("a widget is dragged to another place", async ({ as, person }) => {
  await person("drago");
  const page = await as("drago");
  await visit(page, "/");
  await page.getByRole("button", { name: "Arrange" }).click();
  const before = await titles(page).allInnerTexts();
  const handle = await page.locator(".widget-handle").nth(1).boundingBox();
  const target = await page.locator(".widget").first().boundingBox();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + 40, target.y + 20, { steps: 8 });
  await page.mouse.move(target.x + 30, target.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(titles(page)).toHaveText([before[1], before[0], ...before.slice(2)]);
});

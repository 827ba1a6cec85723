import { PEOPLE } from "../support/people.mjs";
import { expect, test, visit } from "../support/test.mjs";

/** Presses Tab until the focus is where it should be, as somebody without a mouse does. */
async function tabTo(page, target, { most = 60, key = "Tab" } = {}) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${most} times ${key} do not lead to ${target}`);
}

/** What has the focus can be seen to have it. */
const seesFocus = (page) => page.evaluate(() => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
});

test("from the door to a rated film and out again, without a mouse", async ({ page, api, person }) => {
  await person("mila");
  await api("mila", "mutation { updatePreferences(input: { ratingScale: STARS }) { __typename } }");
  await visit(page, "/sign-in");
  await page.keyboard.type(PEOPLE.mila.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PEOPLE.mila.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Welcome, Mila" })).toBeVisible();

  // The first stop leads past the navigation.
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("heat 1995");
  await expect(page.getByRole("dialog").getByRole("option").first()).toContainText("Heat");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Heat");

  const keep = page.getByRole("button", { name: "Add to library" });
  await tabTo(page, keep);
  expect(await seesFocus(page)).toBe(true);
  await page.keyboard.press("Enter");
  const status = page.getByRole("button", { name: "Status" });
  await expect(status).toContainText("Planned");
  await tabTo(page, status);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemradio", { name: "Planned" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(status).toContainText("In progress");
  await expect(status).toBeFocused();

  const done = page.getByRole("button", { name: "Watched", exact: true });
  await tabTo(page, done);
  await page.keyboard.press("Space");
  await expect(done).toHaveClass(/done/);

  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: "Remove the rating" })).toBeVisible();

  // A dialog keeps the focus inside, and gives it back.
  const add = page.getByRole("button", { name: "Add a play" });
  await tabTo(page, add);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement) || document.activeElement === document.body)).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(add).toBeFocused();

  await tabTo(page, page.getByRole("button", { name: "Your account" }), { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("in the grid the arrows go from poster to poster", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/discover");
  const names = page.locator(".poster-grid .name");
  await expect(names.first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(names.nth(0)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(names.nth(1)).toBeFocused();
  const columns = await names.evaluateAll((all) => all.filter((name) => Math.abs(name.getBoundingClientRect().top - all[0].getBoundingClientRect().top) < 2).length);
  await page.keyboard.press("ArrowDown");
  await expect(names.nth(1 + columns)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowLeft");
  await expect(names.nth(0)).toBeFocused();
});

test("widgets are arranged with the keyboard alone", async ({ as, person }) => {
  await person("nino");
  const page = await as("nino");
  await visit(page, "/");
  await tabTo(page, page.getByRole("button", { name: "Arrange" }));
  await page.keyboard.press("Enter");
  const titles = page.locator(".widget h2");
  const before = await titles.allInnerTexts();
  const later = page.getByRole("button", { name: `Move ${before[0]} back` });
  await tabTo(page, later);
  await page.keyboard.press("Enter");
  await expect(titles.nth(1)).toHaveText(before[0]);
  await expect(later).toBeFocused();
  await expect(page.getByText(`${before[0]} is now 2 of`)).toBeAttached();
  await page.keyboard.press("Control+z");
  await expect(titles).toHaveText(before);
});

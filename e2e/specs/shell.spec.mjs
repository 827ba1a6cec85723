import { expect, look, mistakes, test, visit } from "../support/test.mjs";

test("the navigation leads to each page and says where one is", async ({ as }) => {
  const page = await as("alice");
  const heard = mistakes(page);
  await visit(page, "/");
  const rail = page.getByRole("navigation", { name: "Main" }).first();
  for (const [name, path] of [["Live", "/live"], ["Discover", "/discover"], ["Library", "/library"], ["History", "/history"], ["Import", "/imports"], ["Home", "/"]]) {
    const link = rail.getByRole("link", { name: new RegExp(`^${name}`) });
    await link.click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page).toHaveTitle(/MediaNest/);
  }
  expect(heard()).toEqual([]);
});

test("on a phone of 360 px the tabs lead everywhere, and no page is wider than the window", async ({ as }) => {
  const page = await as("alice", { viewport: { width: 360, height: 640 }, hasTouch: true });
  for (const path of ["/", "/live", "/discover", "/library", "/history", "/notifications", "/imports", "/people", "/groups", "/settings", "/settings/security", "/device"]) {
    await visit(page, path);
    await expect(page.getByRole("main")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
  }
  const tabs = page.locator(".shell-tabs");
  await tabs.getByRole("link", { name: "Library" }).tap();
  await expect(page).toHaveURL(/\/library$/);
  for (const box of await tabs.getByRole("link").evaluateAll((links) => links.map((link) => link.getBoundingClientRect().toJSON()))) {
    expect(box.height).toBeGreaterThanOrEqual(44);
    expect(box.bottom).toBeLessThanOrEqual(640);
  }
});

test("the command palette finds titles, pages and things to do", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await look(page, "palette");
  await page.keyboard.type("matrx");
  await expect(palette.getByRole("option").first()).toContainText("Matrix");
  await look(page, "palette-search");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Matrix");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("histor");
  await expect(palette.getByRole("option", { name: "History", exact: true })).toBeVisible();
  await palette.getByRole("option", { name: "History", exact: true }).click();
  await expect(page).toHaveURL(/\/history$/);

  await page.keyboard.press("/");
  await page.keyboard.type("dark");
  await palette.getByRole("option", { name: "Dark", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
});

test("theme and language are chosen in the menu, and kept for wherever one signs in", async ({ as, person }) => {
  await person("lara");
  const page = await as("lara");
  await visit(page, "/");
  const account = page.getByRole("button", { name: "Your account" });
  await account.click();
  await look(page, "account-menu");
  if (!(await page.getByRole("menuitemradio", { name: "Dark" }).isVisible())) await account.click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await account.click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("navigation").first().getByRole("link", { name: "Verlauf" })).toBeVisible();
  await look(page, "home-german");

  const elsewhere = await as("lara");
  await visit(elsewhere, "/");
  await expect(elsewhere.locator("html")).toHaveAttribute("lang", "de");
  await expect(elsewhere.locator("html")).toHaveAttribute("data-theme", "dark");
  await elsewhere.getByRole("button", { name: "Dein Konto" }).click();
  await elsewhere.getByRole("menuitemradio", { name: "Español" }).click();
  await expect(elsewhere.locator("html")).toHaveAttribute("lang", "es");
});

test("an address that leads nowhere says so, and leads out", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/no/such/page");
  await expect(page.getByRole("heading", { name: "Nothing is here" })).toBeVisible();
  await look(page, "not-found");
  await page.getByRole("main").getByRole("link", { name: "Go to the home page" }).click();
  await expect(page).toHaveURL(/\/$/);
});

test("a page for administrators is none for others, and not in their navigation", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/admin");
  await expect(page.getByRole("heading", { name: "This is not for you" })).toBeVisible();
  await look(page, "no-permission");
  await expect(page.getByRole("navigation").getByRole("link", { name: "Administration" })).toHaveCount(0);
});

import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const person = (page, name) => page.getByRole("row").filter({ hasText: name });

test("an account is made, given a role, suspended, reinstated and erased, and each step is in the audit log", async ({ as }) => {
  test.setTimeout(180_000);
  const page = await as("admin");
  const heard = mistakes(page);
  await visit(page, "/admin");
  await page.getByRole("button", { name: "New person" }).click();
  const dialog = page.getByRole("dialog", { name: "New person" });
  await dialog.getByLabel("User name").fill("a b");
  await dialog.getByRole("button", { name: "Make the account" }).click();
  await expect(dialog.getByText("use 2 to 32 letters, digits")).toBeVisible();
  await dialog.getByLabel("User name").fill("nora");
  await dialog.getByLabel("Display name").fill("Nora");
  await dialog.getByRole("button", { name: "Make the account" }).click();
  const made = page.getByRole("dialog", { name: "Temporary password" });
  await expect(made.locator("code.secret")).toHaveText(/\S{8,}/);
  await made.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("searchbox", { name: "Search by name" }).fill("nora");
  await expect(person(page, "Nora")).toBeVisible();
  await look(page, "admin-people");

  const choose = async (what) => {
    await page.getByRole("button", { name: "What to do about Nora" }).click();
    await page.getByRole("menuitem", { name: what }).click();
  };
  await choose("Change the role…");
  await page.getByRole("dialog").getByLabel("Role").selectOption({ label: "Moderator" });
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(person(page, "Nora")).toContainText("Moderator");
  await choose("Suspend");
  await page.getByRole("dialog").getByLabel("Reason").fill("A test");
  await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
  await expect(person(page, "Nora")).toContainText("Suspended");
  await choose("Reinstate");
  await expect(person(page, "Nora")).not.toContainText("Suspended");
  await choose("Erase");
  await look(page, "admin-people-erase");
  await page.getByRole("dialog", { name: "Erase Nora?" }).getByRole("button", { name: "Erase" }).click();
  await expect(person(page, "Nora")).toHaveCount(0);

  await visit(page, "/admin/audit");
  await expect(page.getByText("identity.user_created").first()).toBeVisible();
  await expect(page.getByText("identity.user_suspended").first()).toBeVisible();
  await look(page, "admin-audit");
  expect(heard()).toEqual([]);
});

test("what runs by the clock is run at once, and is told of", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("admin");
  await visit(page, "/admin/jobs");
  await page.getByRole("button", { name: "Run now" }).first().click();
  await expect(page.getByText("It has run").first()).toBeVisible();
  await look(page, "admin-jobs");
});

test("how long a session lives is changed within bounds", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("admin");
  await visit(page, "/admin/settings");
  await look(page, "admin-settings");
  await page.getByLabel("Days a session lives").fill("9999");
  await page.getByRole("button", { name: "Save" }).click();
  expect(await page.getByLabel("Days a session lives").evaluate((field) => field.validity.rangeOverflow)).toBe(true);
  await page.getByLabel("Days a session lives").fill("40");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved").first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Days a session lives")).toHaveValue("40");
});

test("a media type is made and deleted", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("admin");
  await visit(page, "/admin/types");
  await look(page, "admin-types");
  await page.getByRole("button", { name: "New media type" }).click();
  const dialog = page.getByRole("dialog", { name: "New media type" });
  await dialog.getByLabel("Name in the API").fill("board_game");
  await look(page, "admin-type-new");
  const fields = { Levels: "game", "What one does with it": "play", "Going through it once": "round", "Progress counts in": "turn" };
  for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label).fill(text);
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Board games");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Board games is saved").first()).toBeVisible();
  await page.getByRole("button", { name: "Delete: Board games" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("The media type is deleted").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete: Board games" })).toHaveCount(0);
});

test("a reference that no error has finds nothing", async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as("admin");
  await visit(page, "/admin/errors");
  await page.getByRole("searchbox", { name: "Find by reference" }).fill("00000000-0000-0000-0000-000000000000");
  await expect(page.getByText("No errors")).toBeVisible();
  await look(page, "admin-errors");
});

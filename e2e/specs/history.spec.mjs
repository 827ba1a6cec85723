import { create } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const ADD = "mutation($input: AddPlayInput!) { addPlay(input: $input) { __typename } }";
const PLAYS = "{ history(first: 20) { nodes { datePrecision watchedAt notes item { name } } } }";
const line = (page, title) => page.getByRole("main").getByRole("listitem").filter({ hasText: title });

test("a play is added by hand with what one knows of its date, corrected, deleted and brought back", async ({ as, api, person }) => {
  test.setTimeout(150_000);
  await person("hilda");
  await create(api, "movie", { name: "Harbour Quartet", year: 1998, runtimeSeconds: 6000 });
  const page = await as("hilda");
  const heard = mistakes(page);
  await visit(page, "/history");
  await look(page, "history-empty");
  await page.getByRole("button", { name: "Add a play" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add a play" });
  await dialog.getByRole("combobox", { name: "What was it?" }).fill("Harbour Quartet");
  await dialog.getByRole("option", { name: /Harbour Quartet/ }).first().click();
  await dialog.getByLabel("When was it?").selectOption({ label: "In a month" });
  await dialog.getByLabel("Month").selectOption({ label: "March" });
  await dialog.getByLabel("Year").fill("2019");
  await dialog.getByLabel("Notes").fill("With the windows open.");
  await look(page, "history-add");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("March 2019, day unknown")).toBeVisible();
  await expect(line(page, "Harbour Quartet").first()).toContainText("With the windows open.");
  expect((await api("hilda", PLAYS)).history.nodes[0]).toMatchObject({ datePrecision: "MONTH" });

  await page.getByRole("button", { name: /^What to do with Harbour Quartet/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Correct a play" });
  await edit.getByLabel("When was it?").selectOption({ label: "In a year" });
  await edit.getByLabel("Year").fill("2018");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("2018, day unknown")).toBeVisible();

  await page.getByRole("button", { name: /^What to do with Harbour Quartet/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByText("Your history is empty")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByText("2018, day unknown")).toBeVisible();
  expect(heard()).toEqual([]);
});

test("the year shows today also on a phone, and leads to a day", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await person("yuri");
  const item = await create(api, "movie", { name: "Winter Ledger", year: 2001, runtimeSeconds: 5400 });
  const today = new Date();
  for (const days of [0, 1, 3, 8, 21, 60, 61]) {
    const at = new Date(today.getTime() - days * 86_400_000 - 60_000);
    await api("yuri", ADD, { input: { itemId: item, watchedAt: at.toISOString() } });
  }
  const page = await as("yuri", { viewport: { width: 390, height: 844 } });
  await visit(page, "/history");
  const heat = page.locator(".heat-scroll");
  await expect(heat).toBeVisible();
  const year = today.getFullYear();
  await expect(page.getByRole("heading", { name: String(year), exact: true })).toBeVisible();
  // From the middle of the year on there is more than fits; then the end of what has been is in sight, not January.
  const week = Math.floor((today - new Date(year, 0, 1)) / 604_800_000);
  if (week > 26) await expect.poll(() => heat.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  await look(page, "history");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "The year before" }).click();
  await expect(page).toHaveURL(new RegExp(`year=${year - 1}`));
  await page.getByRole("button", { name: "The year after" }).click();
  await expect(line(page, "Winter Ledger").first()).toBeVisible();
});

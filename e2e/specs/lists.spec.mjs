import { create } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const CREATE = "mutation($input: CreateListInput!) { createList(input: $input) { list { id } } }";
const ADD = "mutation($input: AddToListInput!) { addToList(input: $input) { __typename } }";
const titles = (page) => page.getByRole("main").locator("[data-drag] a:not(.crumb a)");

/** A person with a list of three films of this test's own. */
async function keeper(api, person, name) {
  await person(name);
  const items = [];
  for (const [index, film] of ["Ember", "Frost", "Gale"].entries()) {
    items.push({ itemId: await create(api, "movie", { name: `${film} of ${name}`, year: 1990 + index }) });
  }
  const { createList } = await api(name, CREATE, { input: { name: `Shelf of ${name}` } });
  await api(name, ADD, { input: { listId: createList.list.id, items } });
  return { list: createList.list.id, items: items.map(({ itemId }) => itemId) };
}

test("a list is made, filled by search, noted on, and what is taken off comes back", async ({ as, api, person }) => {
  test.setTimeout(180_000);
  await keeper(api, person, "lara");
  const page = await as("lara");
  const heard = mistakes(page);
  await visit(page, "/lists");
  await expect(page.getByRole("link", { name: "Shelf of lara" })).toBeVisible();
  await look(page, "lists");
  await page.getByRole("button", { name: "Create a list" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create a list" });
  await dialog.getByLabel("Name").fill("Rainy days");
  await look(page, "list-create");
  await dialog.getByRole("button", { name: "Create a list" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Rainy days");
  await expect(page.getByText("Nothing is on this list")).toBeVisible();
  await page.getByRole("button", { name: "Add something" }).click();
  const adding = page.getByRole("dialog", { name: "Add something" });
  await adding.getByRole("combobox").fill("Frost of lara");
  await adding.getByRole("option", { name: /Frost of lara/ }).click();
  await adding.getByLabel(/^Note/).fill("With tea.");
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(titles(page)).toHaveText(["Frost of lara"]);
  await expect(page.getByText("With tea.")).toBeVisible();
  await page.getByRole("button", { name: "What to do with Frost of lara" }).click();
  await page.getByRole("menuitem", { name: "Take off the list" }).click();
  await expect(page.getByText("Nothing is on this list")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByText("With tea.")).toBeVisible();
  await look(page, "list");

  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete the list" }).click();
  await expect(page).toHaveURL(/\/lists$/);
  await expect(page.getByRole("link", { name: "Rainy days" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByRole("link", { name: "Rainy days" })).toBeVisible();
  expect(heard()).toEqual([]);
});

test("a list is put in order with the keyboard and by dragging, and stays so", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  const { list } = await keeper(api, person, "lena");
  const page = await as("lena");
  await visit(page, `/lists/${list}?view=table`);
  await expect(titles(page)).toHaveText(["Ember of lena", "Frost of lena", "Gale of lena"]);
  const later = page.getByRole("button", { name: "Move Ember of lena back" });
  await later.focus();
  await page.keyboard.press("Enter");
  await expect(titles(page)).toHaveText(["Frost of lena", "Ember of lena", "Gale of lena"]);
  await expect(later).toBeFocused();
  await expect(page.getByText("Ember of lena is now 2 of")).toBeAttached();
  const rows = page.locator("tr[data-drag]");
  const [handle, first] = [await rows.nth(2).locator(".widget-handle").boundingBox(), await rows.nth(0).boundingBox()];
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(first.x + 40, first.y + 4, { steps: 8 });
  await page.mouse.up();
  const ordered = ["Gale of lena", "Frost of lena", "Ember of lena"];
  await expect(titles(page)).toHaveText(ordered);
  await visit(page, `/lists/${list}?view=table`);
  await expect(titles(page)).toHaveText(ordered);
  await look(page, "list-table");
});

test("a smart list holds what fits its filter", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await keeper(api, person, "lotte");
  const page = await as("lotte");
  await visit(page, "/lists");
  await page.getByRole("button", { name: "Create a list" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create a list" });
  await dialog.getByLabel("Name").fill("Of the nineties");
  await dialog.getByRole("switch", { name: /Filled by a filter/ }).check();
  await dialog.getByLabel(/The title holds/).fill("of lotte");
  await dialog.getByLabel(/From the year/).fill("1991");
  await look(page, "list-filter");
  await dialog.getByRole("button", { name: "Create a list" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Of the nineties");
  await expect(titles(page)).toHaveText(["Frost of lotte", "Gale of lotte"]);
  await page.getByRole("button", { name: "Edit" }).click();
  const editing = page.getByRole("dialog", { name: "Edit the list" });
  await editing.getByLabel(/From the year/).fill("1992");
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(titles(page)).toHaveText(["Gale of lotte"]);
});

test("an address shows a list to whoever has it, until it is ended", async ({ as, api, person, browser, server }) => {
  test.setTimeout(120_000);
  const { list } = await keeper(api, person, "lia");
  const page = await as("lia");
  await visit(page, `/lists/${list}`);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await dialog.getByRole("radio", { name: "Friends" }).check();
  await expect(page.getByText("The list is saved.").first()).toBeVisible();
  await look(page, "list-share");
  await dialog.getByRole("button", { name: "Create an address" }).click();
  const made = page.getByRole("dialog", { name: "The address of your list" });
  const address = await made.locator("code.secret").innerText();
  await made.getByRole("button", { name: "I have kept it" }).click();

  const stranger = await (await browser.newContext({ baseURL: server.web })).newPage();
  await visit(stranger, address.trim());
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Shelf of lia");
  await expect(stranger.getByText("Gale of lia").first()).toBeVisible();
  await look(stranger, "list-shared");
  await dialog.getByRole("button", { name: "End", exact: true }).click();
  await page.getByRole("dialog", { name: "End this address?" }).getByRole("button", { name: "End", exact: true }).click();
  await expect(page.getByText("The address is ended.").first()).toBeVisible();
  await stranger.reload();
  await expect(stranger.getByText("Gale of lia")).toHaveCount(0);
  await stranger.context().close();
});

test("an item is put on a list from its own page", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  const { items } = await keeper(api, person, "lou-ann");
  const page = await as("lou-ann");
  await visit(page, `/items/${items[0]}`);
  await page.getByRole("button", { name: "On your lists" }).click();
  const dialog = page.getByRole("dialog", { name: "On your lists" });
  await expect(dialog.getByRole("checkbox", { name: "Shelf of lou-ann" })).toBeChecked();
  await dialog.getByLabel("Name of a new list").fill("Favourites of winter");
  await dialog.getByRole("button", { name: "Create a list" }).click();
  await expect(dialog.getByRole("checkbox", { name: "Favourites of winter" })).toBeChecked();
  await look(page, "item-lists");
  await dialog.getByRole("checkbox", { name: "Shelf of lou-ann" }).uncheck();
  await visit(page, "/lists");
  await expect(page.getByRole("listitem").filter({ hasText: "Shelf of lou-ann" })).toContainText("2 titles");
});

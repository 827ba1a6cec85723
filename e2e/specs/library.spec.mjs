import { create } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const ADD = "mutation($input: AddToLibraryInput!) { addToLibrary(input: $input) { __typename } }";
const card = (page, title) => page.getByRole("main").getByRole("link", { name: title });

/** A person with five films of this test's own. */
async function keeper(api, person, name) {
  await person(name);
  for (const [index, film] of ["Ember", "Frost", "Gale", "Haze", "Isle"].entries()) {
    const itemId = await create(api, "movie", { name: `${film} of ${name}`, year: 1990 + index });
    await api(name, ADD, { input: { itemId, status: index < 3 ? "plan_to_watch" : "completed", isFavorite: index === 0 } });
  }
}

test("a library is narrowed down by status, text and favourites, and sorted, all of it in the address", async ({ as, api, person }) => {
  test.setTimeout(150_000);
  await keeper(api, person, "liv");
  const page = await as("liv");
  const heard = mistakes(page);
  await visit(page, "/library");
  await expect(page.getByText("5 titles")).toBeVisible();
  await look(page, "library");
  const tabs = page.getByRole("group", { name: "Status" });
  await tabs.getByRole("button", { name: /^Completed/ }).click();
  await expect(page).toHaveURL(/status=completed/);
  await expect(card(page, "Haze of liv").first()).toBeVisible();
  await expect(card(page, "Ember of liv")).toHaveCount(0);
  await tabs.getByRole("button", { name: /^All/ }).click();
  await page.getByRole("searchbox", { name: "Search your library" }).fill("gale");
  await expect(page.getByText("1 title", { exact: false }).first()).toBeVisible();
  await expect(card(page, "Frost of liv")).toHaveCount(0);
  await visit(page, "/library?view=table&sort=name");
  await expect(page.getByRole("row").nth(1)).toContainText("Ember of liv");
  await look(page, "library-table");
  await visit(page, "/library?status=dropped");
  await expect(page.getByText("Nothing in your library fits these filters.")).toBeVisible();
  expect(heard()).toEqual([]);
});

test("several are changed at once and given back as they were", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await keeper(api, person, "lou");
  const page = await as("lou");
  await visit(page, "/library");
  await page.getByRole("button", { name: "Select", exact: true }).click();
  const bar = page.getByRole("region", { name: "Select" });
  await page.getByRole("checkbox", { name: "Select “Ember of lou”" }).check();
  await page.getByRole("checkbox", { name: "Select “Haze of lou”" }).check();
  await expect(bar).toContainText("2 selected");
  await look(page, "library-bulk");
  await bar.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitem", { name: "Dropped" }).click();
  const tabs = page.getByRole("group", { name: "Status" });
  await expect(tabs.getByRole("button", { name: /^Dropped/ })).toContainText("2");
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(tabs.getByRole("button", { name: /^Dropped/ })).toContainText("0");
  await expect(tabs.getByRole("button", { name: /^Completed/ })).toContainText("2");

  await bar.getByRole("button", { name: "Select all shown" }).click();
  await bar.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Your library is empty")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByText("5 titles")).toBeVisible();
});

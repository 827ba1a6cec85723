import { expect, look, mistakes, test, visit } from "../support/test.mjs";

/** Adds a play by the form, of the first title that fits. */
async function add(page, text, when) {
  await page.getByRole("button", { name: "Add a play" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "What was it?" }).fill(text);
  await dialog.getByRole("option").first().click();
  await when?.(dialog);
  const title = await dialog.locator(".item-row .name").innerText();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  return title;
}

test("a play is added by hand, corrected, deleted, and brought back", async ({ as }) => {
  const page = await as("alice");
  const heard = mistakes(page);
  await visit(page, "/history");
  await expect(page.getByText("Your history is empty")).toBeVisible();
  await look(page, "history-empty");

  const title = await add(page, "a");
  const play = page.locator(".history-play").filter({ hasText: title });
  await expect(play).toHaveCount(1);
  await expect(page.getByRole("heading", { name: /^Today/ })).toBeVisible();

  await play.getByRole("button", { name: /What to do with/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("When was it?").selectOption({ label: "In a year" });
  await dialog.getByLabel("Year", { exact: true }).fill("1999");
  await dialog.getByLabel("Notes").fill("In the old cinema");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "1999, day unknown" })).toBeVisible();
  await expect(play).toContainText("In the old cinema");

  await play.getByRole("button", { name: /What to do with/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(play).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(play).toHaveCount(1);
  expect(heard()).toEqual([]);
});

test("the history is filtered in the address, and a day of the year leads to its plays", async ({ as, api }) => {
  const { mediaItems } = await api("bert", "{ mediaItems(first: 3) { nodes { id name } } }");
  for (const [index, item] of mediaItems.nodes.entries()) {
    await api("bert", "mutation($input: AddPlayInput!) { addPlay(input: $input) { play { id } } }", {
      input: { itemId: item.id, watchedOn: `2024-05-0${index + 1}` },
    });
  }
  const page = await as("bert");
  await visit(page, "/history?year=2024");
  const plays = page.locator(".history-play");
  await expect(plays).toHaveCount(3);
  await look(page, "history");

  // The second of May, as the field of days has it.
  await page.locator(".heat rect").filter({ hasText: /2 May 2024/ }).first().click();
  await expect(page).toHaveURL(/to=2024-05-02/);
  await expect(plays).toHaveCount(2);

  await page.getByRole("searchbox", { name: "Search your history" }).fill(mediaItems.nodes[0].name);
  await expect(plays).toHaveCount(1);
  await expect(page).toHaveURL(/q=/);
  await page.reload();
  await expect(plays).toHaveCount(1);
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(plays).toHaveCount(3);
});

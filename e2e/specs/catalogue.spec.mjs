// Finding something, keeping it, rating it, and taking everything back.
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const MAKE = "mutation($input: CreateMediaItemInput!) { createMediaItem(input: $input) { item { id } } }";

test("what is typed with a mistake is found, opened, kept, rated, and taken back", async ({ as }) => {
  const page = await as("alice");
  const heard = mistakes(page);
  await visit(page, "/discover");
  await expect(page.locator(".poster-card").first()).toBeVisible();
  await look(page, "discover");
  await page.getByRole("searchbox").fill("nothing at all is called this");
  await expect(page.getByText("Nothing fits")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).last().click();
  await expect(page.locator(".poster-card").first()).toBeVisible();
  const name = await page.locator(".poster-card .name").first().innerText();
  const word = name.split(" ")[0];
  await page.getByRole("searchbox").fill(word.slice(0, -1));
  await expect(page).toHaveURL(/q=/);
  await page.getByRole("searchbox").press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Add to library", exact: true }).click();
  await expect(page.getByRole("button", { name: "Status" })).toBeVisible();
  // Alice rates from 0 to 10, as everybody does who has not chosen otherwise.
  await page.getByRole("slider", { name: "Your rating" }).fill("8.5");
  await expect(page.getByRole("button", { name: "Remove the rating" })).toBeVisible();
  await look(page, "item");
  await page.getByRole("button", { name: "Watched", exact: true }).click();
  await expect(page.locator(".play")).toHaveCount(1);
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".play")).toHaveCount(0);
  expect(heard()).toEqual([]);
});

test("a season is marked up to an episode and unmarked again", async ({ as, api }) => {
  const { mediaTypes } = await api("admin", "{ mediaTypes { id name } }");
  const mediaTypeId = mediaTypes.find(({ name }) => name === "tv").id;
  const make = async (input) => (await api("admin", MAKE, { input: { mediaTypeId, ...input } })).createMediaItem.item.id;
  const show = await make({ name: "The Long Road", year: 2020 });
  const season = await make({ name: "Season 1", parentId: show, position: 1 });
  for (const [index, name] of ["Setting out", "Halfway", "Arriving"].entries()) {
    await make({ name, parentId: season, position: index + 1, releasedOn: `2020-01-0${index + 1}` });
  }
  const page = await as("alice");
  await visit(page, `/items/${show}`);
  await expect(page.locator(".part")).toHaveCount(3);
  await look(page, "show");
  await page.getByRole("button", { name: "More for “Halfway”" }).click();
  await page.getByRole("menuitem", { name: "Mark everything up to here" }).click();
  await expect(page.locator(".part.seen")).toHaveCount(2);
  await page.getByRole("button", { name: "“Setting out” seen" }).click();
  await expect(page.locator(".part.seen")).toHaveCount(1);
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".part.seen")).toHaveCount(2);
});

test("a moderator makes a title, is told what is wrong with it, corrects it and deletes it", async ({ as }) => {
  const page = await as("admin");
  await visit(page, "/discover?q=The+Unheard+Of");
  await page.getByRole("button", { name: "Add a title" }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Title", { exact: true })).toHaveValue("The Unheard Of");
  await dialog.getByLabel("Year").fill("99999");
  await dialog.getByRole("button", { name: "Add a title" }).click();
  await expect(dialog.locator("[aria-invalid=true], .form-error").first()).toBeVisible();
  await dialog.getByLabel("Year").fill("1999");
  await dialog.getByRole("button", { name: "Add a title" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The Unheard Of" })).toBeVisible();
  await page.getByRole("button", { name: "Look after this title" }).click();
  await page.getByRole("menuitem", { name: "Delete this title" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete this title" }).click();
  await expect(page).toHaveURL(/\/discover/);
});

test("many entries of the library change their status at once, and change back", async ({ as, api }) => {
  const { mediaItems } = await api("bert", "{ mediaItems(first: 3) { nodes { id } } }");
  for (const { id } of mediaItems.nodes) {
    await api("bert", "mutation($id: ID!) { addToLibrary(input: { itemId: $id }) { isNew } }", { id });
  }
  const page = await as("bert");
  await visit(page, "/library?status=plan_to_watch");
  await expect(page.locator(".entry")).toHaveCount(3);
  await page.getByRole("button", { name: "Select", exact: true }).click();
  await page.getByRole("button", { name: "Select all shown" }).click();
  await look(page, "library");
  const bar = page.locator(".bulk-bar");
  await bar.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitem", { name: "Completed" }).click();
  await expect(page.getByText("Nothing in your library fits these filters.")).toBeVisible();
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".entry")).toHaveCount(3);
});

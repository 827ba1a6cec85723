import { find } from "../support/catalogue.mjs";
import { befriend } from "../support/friends.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const section = (page, name) => page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
const told = (page, text) => expect(page.locator(".toast").filter({ hasText: text }).last()).toBeVisible();

const ADD_PLAY = "mutation($item: ID!) { addPlay(input: { itemId: $item }) { __typename } }";
const RATE = "mutation($item: ID!, $rating: Int!) { rateItem(input: { itemId: $item, rating: $rating }) { __typename } }";

test("a review is written in Markdown, read by a friend who asks for its spoilers, and taken back", async ({ as, api, person }) => {
  test.setTimeout(180_000);
  const rita = await person("rita");
  const sam = await person("sam");
  await befriend(api, ["rita", rita], ["sam", sam]);
  const film = await find(api, "Heat");
  await api("rita", ADD_PLAY, { item: film.id });
  await api("rita", RATE, { item: film.id, rating: 90 });
  const page = await as("rita");
  const heard = mistakes(page);
  await visit(page, `/items/${film.id}`);
  await section(page, "Reviews").getByRole("button", { name: "Write a review" }).click();
  const dialog = page.getByRole("dialog", { name: "Write a review" });
  await dialog.getByLabel("Headline").fill("Two at a table");
  await dialog.getByLabel("Your review").fill("He **leaves** her.\n\n<img src=x onerror=alert(1)>\n\n[a page](https://example.org) [a trap](javascript:alert(1))");
  await dialog.getByLabel("It gives away what happens").check();
  await look(page, "review-form");
  await dialog.getByRole("button", { name: "Save" }).click();
  await told(page, "Saved");
  const mine = section(page, "Reviews").getByRole("article");
  await expect(mine).toHaveCount(1);
  await expect(mine.locator("strong", { hasText: "leaves" })).toBeVisible();
  await expect(mine).toContainText("<img src=x");
  await expect(mine.locator("img")).toHaveCount(0);
  await expect(mine.getByRole("link", { name: "a page" })).toHaveAttribute("rel", /noopener/);
  await expect(mine.getByText("a trap")).not.toHaveAttribute("href", /.*/);
  await look(page, "item-reviewed");

  const friend = await as("sam");
  await visit(friend, `/items/${film.id}`);
  const read = section(friend, "Reviews").getByRole("article");
  await expect(read).toContainText("Rita");
  await expect(read.getByText("He leaves her.")).toBeHidden();
  await look(friend, "item-spoiler");
  await read.getByText("Show it all the same").click();
  await expect(read.getByText("He leaves her.")).toBeVisible();
  await visit(friend, `/people/${rita}/reviews`);
  await expect(friend.getByRole("main").getByRole("article").first()).toContainText(film.name);
  await look(friend, "person-reviews");

  // What its person keeps to themselves is gone for the friend.
  await mine.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("Others may read it").uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await told(page, "Saved");
  await visit(friend, `/people/${rita}/reviews`);
  await expect(friend.getByText("Nothing to see here")).toBeVisible();
  await look(friend, "person-reviews-none");

  await mine.getByRole("button", { name: "Delete" }).click();
  await told(page, "The review was removed");
  await expect(mine).toHaveCount(0);
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(mine).toHaveCount(1);
  expect(heard()).toEqual([]);
});

test("what one remembers stands in fields of one's own, and former ratings below", async ({ as, api, person }) => {
  await person("tess");
  const film = await find(api, "Fargo");
  await api("tess", "mutation($item: ID!) { addToLibrary(input: { itemId: $item }) { __typename } }", { item: film.id });
  for (const rating of [60, 90]) await api("tess", RATE, { item: film.id, rating });
  const page = await as("tess");
  await visit(page, `/items/${film.id}`);
  const fields = section(page, "Your own fields");
  await fields.getByText("Add a field").first().click();
  await fields.getByLabel("Field").fill("Seen with");
  await fields.getByLabel("Value").fill("Jane");
  await fields.getByRole("button", { name: "Add a field" }).click();
  await expect(fields.getByRole("listitem")).toContainText("Jane");
  await page.getByText("What you gave it before").click();
  await expect(page.getByText(/^6(\.0)?, from/)).toBeVisible();
  await look(page, "item-fields");
  await page.reload();
  await expect(fields.getByRole("listitem")).toContainText("Seen with");
  await fields.getByRole("button", { name: "Remove the field “Seen with”" }).click();
  await expect(fields.getByRole("listitem")).toHaveCount(0);
});

import { create, series } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const ADD = "mutation($input: AddPlayInput!) { addPlay(input: $input) { __typename } }";
const DELETE = "mutation($ids: [ID!]!) { deletePlays(input: { ids: $ids }) { __typename } }";
const PLAYS = "{ history(first: 50) { nodes { id } } }";
const SHARE = "mutation($input: UpdatePrivacySettingsInput!) { updatePrivacySettings(input: $input) { __typename } }";

/** Somebody who played films, a show and music this year; answers their id. */
async function played(api, person, name) {
  const id = await person(name);
  const film = await create(api, "movie", { name: `Lantern of ${name}`, year: 2011, genres: ["Drama"], runtimeSeconds: 7200 });
  const { episodes } = await series(api, `Night Ferry of ${name}`, [4]);
  const artist = await create(api, "music", { name: `Quartet of ${name}`, genres: ["Jazz"] });
  const album = await create(api, "music", { name: `First Light of ${name}`, parentId: artist });
  const track = await create(api, "music", { name: `Harbour Song of ${name}`, parentId: album, runtimeSeconds: 240 });
  const now = Date.now();
  const told = [film, film, episodes[0], episodes[1], track, track, track];
  for (const [index, itemId] of told.entries()) {
    const watchedAt = new Date(now - (index * 3 + 1) * 60_000).toISOString();
    await api(name, ADD, { input: { itemId, watchedAt } });
  }
  return id;
}

test("what was played is counted over a time, and anew when the history changes", async ({ as, api, person }) => {
  test.setTimeout(180_000);
  await played(api, person, "stella");
  const page = await as("stella");
  const heard = mistakes(page);
  await visit(page, "/statistics");
  const facts = page.locator(".counted-facts");
  await expect(facts.locator(".stat").first()).toContainText("7");
  await expect(page.getByRole("region", { name: "Played most" })).toContainText("Lantern of stella");
  await expect(page.getByRole("region", { name: "Music" })).toContainText("Harbour Song of stella");
  await expect(page.getByRole("region", { name: "How far you are" })).toContainText("2 of 4 parts");
  await expect(page.getByRole("list", { name: "Genres" })).toContainText("Jazz");
  await look(page, "statistics");
  await page.getByRole("radio", { name: "7 days" }).check();
  await expect(page).toHaveURL(/time=week/);
  await expect(facts.locator(".stat").first()).toContainText("7");
  await page.getByRole("radio", { name: "Time", exact: true }).check();
  await expect(page).toHaveURL(/by=time/);

  const { history } = await api("stella", PLAYS);
  await api("stella", DELETE, { ids: history.nodes.slice(0, 2).map(({ id }) => id) });
  await page.reload();
  await expect(facts.locator(".stat").first()).toContainText("5");
  expect(heard()).toEqual([]);
});

test("who has played nothing is told so", async ({ as, person }) => {
  await person("stan");
  const page = await as("stan");
  await visit(page, "/statistics");
  await expect(page.getByText("Nothing was played in this time")).toBeVisible();
  await look(page, "statistics-empty");
});

test("a year in review is shown to those who may see it, with pictures and music", async ({ as, api, person }) => {
  test.setTimeout(180_000);
  const nora = await played(api, person, "nora");
  await person("nils");
  const year = new Date().getFullYear();
  const page = await as("nora");
  await visit(page, `/year/${year}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${year} in review`);
  await expect(page.locator(".review-posters .poster").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Music of the year" })).toContainText("Quartet of nora");
  await look(page, "year-in-review");
  await page.getByRole("link", { name: String(year - 1) }).click();
  await expect(page.getByText("No year to show")).toBeVisible();
  await look(page, "year-in-review-empty");

  const other = await as("nils");
  await visit(other, `/year/${year}?of=${nora}`);
  await expect(other.getByText("No year to show")).toBeVisible();
  await api("nora", SHARE, { input: { stats: "MEMBERS" } });
  await other.reload();
  await expect(other.getByRole("region", { name: "Titles of the year" })).toContainText("Lantern of nora");
  await expect(other.getByRole("link", { name: "A year of Nora" })).toBeVisible();
});

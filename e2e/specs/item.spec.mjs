import { create, find, series } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const section = (page, name) => page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
const told = (page, text) => expect(page.locator(".toast").filter({ hasText: text }).last()).toBeVisible();

const STARS = "mutation { updatePreferences(input: { ratingScale: STARS }) { __typename } }";

test("a film is kept, rated, loved, played and noted, and each can be taken back", async ({ as, api, person }) => {
  await person("fred");
  await api("fred", STARS);
  const film = await find(api, "Heat");
  const page = await as("fred");
  const heard = mistakes(page);
  await visit(page, `/items/${film.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(film.name);
  await look(page, "item-film-new");

  await page.getByRole("button", { name: "Add to library" }).click();
  await told(page, "is in your library");
  const status = page.getByRole("button", { name: "Status" });
  await status.click();
  await look(page, "item-status-menu");
  await page.keyboard.press("Escape");
  await status.click();
  await page.getByRole("menuitemradio", { name: "In progress" }).click();
  await expect(status).toContainText("In progress");
  await told(page, "Saved");
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(status).toContainText("Planned");

  const favourite = page.getByRole("button", { name: "Favourite" });
  await favourite.click();
  await expect(favourite).toHaveAttribute("aria-pressed", "true");

  await page.getByRole("radio", { name: "4.5 stars" }).check({ force: true });
  await told(page, "Rated");
  await expect(page.getByRole("button", { name: "Remove the rating" })).toBeVisible();

  const notes = page.getByLabel("Only you see them");
  await notes.fill("The diner scene.");
  await section(page, "Notes").getByRole("button", { name: "Save" }).click();
  await told(page, "Saved");

  await page.getByRole("button", { name: "Watched", exact: true }).click();
  await told(page, "Added to your history");
  await expect(section(page, "Your history with it").getByRole("listitem")).toHaveCount(1);

  await page.reload();
  await expect(favourite).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("radio", { name: "4.5 stars" })).toBeChecked();
  await expect(notes).toHaveValue("The diner scene.");
  await expect(page.getByRole("button", { name: "Watched", exact: true })).toHaveClass(/done/);
  await look(page, "item-film");
  expect(heard()).toEqual([]);
});

test("whoever rates from 0 to 10 does so with a slider, and whoever likes thumbs with them", async ({ as, api, person }) => {
  await person("emma");
  const film = await find(api, "Fargo");
  const page = await as("emma");
  await visit(page, `/items/${film.id}`);
  const slider = page.getByRole("slider", { name: "Your rating" });
  await slider.focus();
  for (let press = 0; press < 15; press += 1) await page.keyboard.press("ArrowRight");
  await expect(page.locator(".rating-field output")).toHaveText("7.5");
  await told(page, "Rated");
  await page.reload();
  await expect(slider).toHaveValue("7.5");
  await page.getByRole("button", { name: "Remove the rating" }).click();
  await expect(page.locator(".rating-field output")).toHaveText("Not rated");

  await api("emma", "mutation { updatePreferences(input: { ratingScale: THUMBS }) { __typename } }");
  await page.reload();
  await page.getByRole("button", { name: "Good", exact: true }).click();
  await expect(page.getByRole("button", { name: "Good", exact: true })).toHaveAttribute("aria-pressed", "true");
});

test("plays are added with what is known of the date, corrected, deleted and brought back", async ({ as, api, person }) => {
  await person("gina");
  const film = await find(api, "Fargo");
  const page = await as("gina");
  await visit(page, `/items/${film.id}`);
  const plays = section(page, "Your history with it");
  await plays.getByRole("button", { name: "Add a play" }).click();
  const dialog = page.getByRole("dialog");
  await look(page, "item-play-dialog");
  await dialog.getByLabel("When", { exact: true }).fill("sometime");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("When", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("When", { exact: true }).fill("2021-03");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(plays.getByRole("listitem")).toContainText("March 2021");

  await plays.getByRole("button", { name: "Edit" }).click();
  await dialog.getByLabel("When", { exact: true }).fill("2020-12-24");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(plays.getByRole("listitem")).toContainText("24 Dec 2020");

  await plays.getByRole("button", { name: "Delete" }).click();
  await expect(plays.getByText("Not in your history yet.")).toBeVisible();
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(plays.getByRole("listitem")).toContainText("24 Dec 2020");
});

test("of a series one marks an episode, everything up to one, and takes it back", async ({ as, api, person }) => {
  await person("hugo");
  const { show } = await series(api, "The Long Tide", [6, 4]);
  const page = await as("hugo");
  await visit(page, `/items/${show}`);
  const episodes = page.locator("ol.parts > li");
  await expect(episodes).toHaveCount(6);
  const tick = (name) => page.getByRole("button", { name: `“The Long Tide ${name}” seen` });
  await tick("1.1").click();
  await expect(tick("1.1")).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".parts-head")).toContainText("1 of 6");

  await page.getByRole("button", { name: "More for “The Long Tide 1.4”" }).click();
  await page.getByRole("menuitem", { name: "Mark everything up to here" }).click();
  await told(page, "3 marked as watched");
  await expect(page.locator(".parts-head")).toContainText("4 of 6");
  await expect(page.getByText("4 of 10").first()).toBeVisible();
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".parts-head")).toContainText("1 of 6");
  await expect(page.getByText("1 of 10").first()).toBeVisible();
  await look(page, "item-series");

  await page.getByRole("button", { name: /^Season 2/ }).click();
  await expect(page).toHaveURL(/part=2/);
  await expect(episodes).toHaveCount(4);
  await page.getByRole("button", { name: "Mark all as watched" }).click();
  await expect(page.locator(".parts-head")).toContainText("4 of 4");
  await page.reload();
  await expect(page.locator(".parts-head")).toContainText("4 of 4");

  await episodes.first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The Long Tide 2.1");
  await look(page, "item-episode");
  await page.getByRole("navigation", { name: "Part of" }).getByRole("link", { name: "The Long Tide", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The Long Tide");
});

test("one goes through something once more, and through it", async ({ as, api, person }) => {
  await person("ida");
  const { show, episodes } = await series(api, "Short Story", [2]);
  for (const itemId of episodes) await api("ida", "mutation($input: MarkWatchedInput!) { markWatched(input: $input) { __typename } }", { input: { itemId } });
  const page = await as("ida");
  await visit(page, `/items/${show}`);
  const cycles = section(page, "Times through");
  await expect(cycles.getByRole("listitem")).toHaveCount(1);
  await expect(cycles.getByRole("listitem")).toContainText("Through");
  await cycles.getByRole("button", { name: "Once more" }).click();
  await expect(cycles.getByRole("listitem")).toHaveCount(2);
  await expect(cycles).toContainText("Under way");
  await expect(page.locator(".parts-head")).toContainText("0 of 2");
  await look(page, "item-cycles");
  await cycles.getByRole("button", { name: "Give up" }).click();
  await expect(cycles).toContainText("Given up");
});

test("versions, relations and friends stand beside a title", async ({ as, api, person }) => {
  const [first, friend] = [await person("jana"), await person("karl")];
  const FRIEND = "mutation($input: RequestFriendshipInput!) { requestFriendship(input: $input) { __typename } }";
  await api("jana", FRIEND, { input: { userId: friend } });
  await api("karl", FRIEND, { input: { userId: first } });
  const { mediaTypes } = await api("admin", "{ mediaTypes { id name } }");
  const mediaTypeId = mediaTypes.find(({ name }) => name === "movie").id;
  const { createMediaGroup } = await api("admin", "mutation($input: CreateMediaGroupInput!) { createMediaGroup(input: $input) { group { id } } }", { input: { mediaTypeId, name: "Night Ferry" } });
  const mediaGroupId = createMediaGroup.group.id;
  const ferry = await create(api, "movie", { name: "Night Ferry", year: 1982, mediaGroupId, runtimeSeconds: 7020, genres: ["Thriller"], description: "A crossing that takes longer than it should.", externalIds: [{ provider: "imdb", kind: "title", externalId: "tt7654321" }] });
  await create(api, "movie", { name: "Night Ferry: The Final Cut", year: 1997, mediaGroupId });
  const sequel = await create(api, "movie", { name: "Day Ferry", year: 1985 });
  await api("admin", "mutation($input: AddMediaRelationshipInput!) { addMediaRelationship(input: $input) { __typename } }", { input: { fromId: ferry, toId: sequel, type: "sequel" } });
  await api("karl", "mutation($input: MarkWatchedInput!) { markWatched(input: $input) { __typename } }", { input: { itemId: ferry } });
  await api("karl", "mutation($input: RateItemInput!) { rateItem(input: $input) { __typename } }", { input: { itemId: ferry, scale: "STARS", value: 4 } });

  const page = await as("jana");
  await visit(page, `/items/${ferry}`);
  await expect(section(page, "Other versions").getByRole("link", { name: "Night Ferry: The Final Cut" })).toBeVisible();
  await expect(section(page, "Related")).toContainText("Sequel");
  await expect(section(page, "Seen by friends")).toContainText("Karl");
  const link = page.getByRole("link", { name: /imdb/i });
  await expect(link).toHaveAttribute("href", /tt7654321/);
  await expect(link).toHaveAttribute("rel", /noopener/);
  await look(page, "item-related");

  await section(page, "Related").getByRole("link", { name: "Day Ferry" }).click();
  await expect(section(page, "Related")).toContainText("Prequel");
  await page.goBack();
  await page.getByRole("link", { name: "Thriller" }).click();
  await expect(page).toHaveURL(/genre=Thriller/);
});

test("an item that is not there is said, with a way on", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/items/item_00000000000000000000000000");
  await expect(page.getByRole("heading", { name: "This title is not here" })).toBeVisible();
  await look(page, "item-gone");
  await page.getByRole("main").getByRole("link", { name: "Discover" }).click();
  await expect(page).toHaveURL(/\/discover$/);
});

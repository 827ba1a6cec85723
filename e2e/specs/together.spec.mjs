import { find, play } from "../support/catalogue.mjs";
import { befriend, groupOf } from "../support/friends.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const section = (page, name) => page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
const told = (page, text) => expect(page.locator(".toast").filter({ hasText: text }).last()).toBeVisible();

const RATE = "mutation($item: ID!, $rating: Int!) { rateItem(input: { itemId: $item, rating: $rating }) { __typename } }";
const ADD_PLAY = "mutation($item: ID!) { addPlay(input: { itemId: $item }) { __typename } }";

test("a code lets somebody into a group, and what one plays for them comes into their history", async ({ as, api, person }) => {
  test.setTimeout(180_000);
  await person("uma");
  await person("vito");
  const group = await groupOf(api, "Film night", ["uma"]);
  const host = await as("uma");
  await visit(host, `/groups/${group}`);
  await host.getByRole("button", { name: "Invite" }).click();
  const dialog = host.getByRole("dialog", { name: "Invite" });
  await dialog.getByRole("radio", { name: "Whoever gets the code" }).check({ force: true });
  await look(host, "group-invite-code");
  await dialog.getByRole("button", { name: "Make the code" }).click();
  const made = host.getByRole("dialog", { name: "The code of the invitation" });
  const code = await made.locator("code").innerText();
  expect(code).toMatch(/^mng_/);
  await made.getByRole("button", { name: "I have kept it" }).click();
  await expect(section(host, "Invitations that wait").getByRole("listitem")).toHaveCount(1);
  await look(host, "group-invitations");

  const guest = await as("vito");
  await visit(guest, "/groups");
  await guest.getByRole("button", { name: "Join by code" }).click();
  await guest.getByRole("dialog").getByLabel("Code of an invitation").fill("mng_wrong");
  await guest.getByRole("dialog").getByRole("button", { name: "Join" }).click();
  await expect(guest.getByRole("dialog").getByRole("alert")).not.toBeEmpty();
  await guest.getByRole("dialog").getByLabel("Code of an invitation").fill(code);
  await guest.getByRole("dialog").getByRole("button", { name: "Join" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Film night");

  await visit(host, `/groups/${group}`);
  await expect(section(host, "Watch together")).toContainText("Nobody else in this group");
  await guest.getByLabel("What others play with me comes into my history").check({ force: true });
  await visit(host, `/groups/${group}`);
  await section(host, "Watch together").getByRole("button", { name: "We watch together" }).click();
  await expect(host.getByRole("dialog").getByLabel("Vito")).toBeChecked();
  await look(host, "together-who");
  await host.getByRole("dialog").getByRole("button", { name: "We watch together" }).click();
  await expect(section(host, "Watch together")).toContainText("You play for Vito");
  await look(host, "together");

  const film = await find(api, "Heat");
  await play(api, "uma", film.id, "STOP", { positionSeconds: 7100 });
  await expect(async () => {
    await visit(guest, "/history");
    await expect(guest.getByRole("main").getByRole("link", { name: film.name })).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await visit(guest, `/groups/${group}`);
  await expect(section(guest, "Watch together")).toContainText("Uma plays for you");
  await section(guest, "Watch together").getByRole("button", { name: "I am not there" }).click();
  await told(guest, "You are not there any more");
  await section(host, "Watch together").getByRole("button", { name: "We are done" }).click();
  await told(host, "From now on you play for yourself");

  // What is over can be given as well.
  await visit(host, `/items/${film.id}`);
  await section(host, "Your history with it").getByRole("button", { name: "It was watched together" }).click();
  const sharing = host.getByRole("dialog", { name: "It was watched together" });
  await expect(sharing.getByLabel("Vito")).toBeChecked();
  await look(host, "play-share");
  await sharing.getByRole("button", { name: "Give it to them" }).click();
  await told(host, "It comes into their history");
});

test("what friends do is seen in one place, and tastes are put side by side", async ({ as, api, person }) => {
  test.setTimeout(180_000);
  const walt = await person("walt");
  const xena = await person("xena");
  const page = await as("walt");
  const heard = mistakes(page);
  await visit(page, "/activity");
  await expect(page.getByText("Nothing to see yet")).toBeVisible();
  await look(page, "activity-empty");
  await visit(page, `/people/${xena}/tastes`);
  await expect(page.getByText("Nothing to compare")).toBeVisible();
  await look(page, "tastes-none");

  await befriend(api, ["walt", walt], ["xena", xena]);
  const group = await groupOf(api, "Film night", ["walt", "xena"]);
  const films = [];
  for (const name of ["Heat", "Fargo", "Alien", "Casino"]) films.push(await find(api, name));
  for (const [index, film] of films.entries()) {
    await api("xena", ADD_PLAY, { item: film.id });
    await api("xena", RATE, { item: film.id, rating: [90, 85, 95, 100][index] });
    if (index < 3) await api("walt", RATE, { item: film.id, rating: [100, 90, 10][index] });
  }
  await visit(page, "/activity");
  const feed = page.getByRole("main").getByRole("listitem");
  await expect(feed.filter({ hasText: "Xena" }).first()).toBeVisible();
  await look(page, "activity");
  await page.getByRole("radio", { name: "Plays", exact: true }).check({ force: true });
  await expect(page).toHaveURL(/kind=PLAY/);
  await expect(feed).toHaveCount(1);
  await expect(feed).toContainText("played 4 things");
  await page.getByRole("combobox", { name: "Whose" }).selectOption(group);
  await expect(page).toHaveURL(new RegExp(`group=${group}`));
  await expect(feed).toHaveCount(1);

  await visit(page, `/people/${xena}/tastes`);
  // 10, 5 and 85 apart, of 100.
  await expect(page.getByText("67%", { exact: true })).toBeVisible();
  await expect(section(page, "You both love").getByRole("article")).toHaveCount(2);
  await expect(section(page, "Where you differ").getByRole("article")).toContainText(films[2].name);
  await expect(section(page, "Xena loves, and you do not know").getByRole("article")).toContainText(films[3].name);
  await look(page, "tastes");
  await api("xena", "mutation { updatePrivacySettings(input: { neverShare: true }) { __typename } }");
  await visit(page, "/activity?kind=PLAY");
  await expect(page.getByText("Nothing to see yet")).toBeVisible();
  expect(heard()).toEqual([]);
});

test("what friends do while one looks waits above the list until one asks for it", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  const yara = await person("yara");
  const zeno = await person("zeno");
  await befriend(api, ["yara", yara], ["zeno", zeno]);
  const films = [];
  for (const name of ["Heat", "Fargo", "Alien"]) films.push(await find(api, name));
  const page = await as("yara");
  const heard = mistakes(page);
  await visit(page, "/activity");
  await expect(page.getByText("Nothing to see yet")).toBeVisible();
  const feed = page.getByRole("main").getByRole("listitem");
  // The first is shown at once: there is nothing whose place could be lost.
  await api("zeno", RATE, { item: films[0].id, rating: 80 });
  await expect(feed).toHaveCount(1);
  for (const film of films.slice(1)) await api("zeno", RATE, { item: film.id, rating: 90 });
  const pill = page.getByRole("button", { name: "2 new" });
  await expect(pill).toBeVisible();
  await expect(feed).toHaveCount(1);
  await look(page, "activity-new");
  await pill.click();
  await expect(feed).toHaveCount(3);
  await expect(feed.first()).toContainText(films[2].name);
  await expect(pill).toHaveCount(0);
  await api("zeno", "mutation { updatePrivacySettings(input: { neverShare: true }) { __typename } }");
  await api("zeno", RATE, { item: films[0].id, rating: 10 });
  await visit(page, "/activity");
  await expect(page.getByText("Nothing to see yet")).toBeVisible();
  expect(heard()).toEqual([]);
});

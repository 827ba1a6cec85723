import { find, play } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const PRIVACY = "mutation($input: UpdatePrivacySettingsInput!) { updatePrivacySettings(input: $input) { __typename } }";
const GROUP = "mutation($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }";

const cardOf = (page, name) => page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("article") }).filter({ hasText: name });
const place = (page, name) => cardOf(page, name).locator(".watching-times > span").nth(1);
const seconds = async (locator) => {
  const [hours, minutes, rest] = (await locator.innerText()).split(" / ")[0].split(":").map(Number);
  return rest === undefined ? hours * 60 + minutes : hours * 3600 + minutes * 60 + rest;
};

/** Two people who may see what the other watches. */
async function two(person, api, [one, other]) {
  for (const login of [one, other]) {
    await person(login);
    await api(login, PRIVACY, { input: { profile: "MEMBERS", currentlyWatching: "MEMBERS" } });
  }
}

test("two browsers side by side see each other come, go on, rest and leave", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await two(person, api, ["lena", "marc"]);
  const [heat, toys] = [await find(api, "Heat"), await find(api, "Toy Story")];
  const [lena, marc] = [await as("lena"), await as("marc")];
  const heard = mistakes(lena);
  await visit(lena, "/live");
  await visit(marc, "/live");
  await expect(lena.getByText("Nobody watches anything right now")).toBeVisible();
  await look(lena, "live-empty");

  await play(api, "marc", heat.id, "START", { positionSeconds: 600 });
  for (const page of [lena, marc]) await expect(cardOf(page, "Marc")).toContainText(heat.name);
  await expect(cardOf(marc, "Marc")).toContainText("You");
  // On which device is nobody else's business.
  await expect(cardOf(marc, "Marc")).toContainText("Living room");
  await expect(cardOf(lena, "Marc")).not.toContainText("Living room");
  await expect(lena.getByText("1 person watches something")).toBeVisible();

  // Nobody says anything, and it goes on all the same.
  const first = await seconds(place(lena, "Marc"));
  await expect.poll(() => seconds(place(lena, "Marc"))).toBeGreaterThan(first + 1);
  const bar = cardOf(lena, "Marc").getByRole("progressbar");
  await expect(bar).toHaveAttribute("aria-valuenow", "8");

  // A heartbeat moves the bar; the card itself is not drawn anew.
  await cardOf(lena, "Marc").evaluate((card) => (card.isStillTheSame = true));
  await play(api, "marc", heat.id, "PROGRESS", { positionSeconds: 3600 });
  await expect(bar).toHaveAttribute("aria-valuenow", "50");
  expect(await cardOf(lena, "Marc").evaluate((card) => card.isStillTheSame)).toBe(true);

  await play(api, "lena", toys.id, "START", { positionSeconds: 60 });
  await expect(cardOf(marc, "Lena")).toContainText(toys.name);
  await expect(lena.getByText("2 people watch something")).toBeVisible();
  await look(lena, "live");

  await play(api, "marc", heat.id, "PAUSE", { positionSeconds: 3700 });
  await expect(cardOf(lena, "Marc")).toContainText("Paused");
  const resting = await seconds(place(lena, "Marc"));
  const others = await seconds(place(lena, "Lena"));
  await expect.poll(() => seconds(place(lena, "Lena"))).toBeGreaterThan(others + 1);
  expect(await seconds(place(lena, "Marc"))).toBe(resting);

  await play(api, "marc", heat.id, "STOP", { positionSeconds: 3700 });
  await expect(cardOf(lena, "Marc")).toHaveCount(0);
  await expect(cardOf(lena, "Lena")).toHaveCount(1);
  await play(api, "lena", toys.id, "STOP", { positionSeconds: 90 });
  await expect(marc.getByText("Nobody watches anything right now")).toBeVisible();
  expect(heard()).toEqual([]);
});

test("what is private is seen by oneself alone, also when it becomes so in the middle", async ({ as, api, person }) => {
  await two(person, api, ["paul", "rosa"]);
  const heat = await find(api, "Heat");
  const [paul, rosa] = [await as("paul"), await as("rosa")];
  await visit(paul, "/live");
  await visit(rosa, "/live");

  await play(api, "rosa", heat.id, "START", { isPrivate: true, positionSeconds: 60 });
  await expect(cardOf(rosa, "Rosa")).toContainText("Private");
  await expect(paul.getByText("Nobody watches anything right now")).toBeVisible();
  await look(rosa, "live-private");
  await play(api, "rosa", heat.id, "STOP", { positionSeconds: 70 });
  await expect(cardOf(rosa, "Rosa")).toHaveCount(0);

  await play(api, "rosa", heat.id, "START", { positionSeconds: 60 });
  await expect(cardOf(paul, "Rosa")).toBeVisible();
  await api("rosa", PRIVACY, { input: { currentlyWatching: "NOBODY" } });
  await expect(cardOf(paul, "Rosa")).toHaveCount(0);
  await expect(cardOf(rosa, "Rosa")).toHaveCount(1);
  await api("rosa", PRIVACY, { input: { currentlyWatching: "MEMBERS" } });
  await expect(cardOf(paul, "Rosa")).toBeVisible();
  await play(api, "rosa", heat.id, "STOP", { positionSeconds: 70 });
});

test("one looks at everybody, at oneself or at a group, by address", async ({ as, api, person }) => {
  await two(person, api, ["sven", "tara"]);
  const heat = await find(api, "Heat");
  await api("sven", GROUP, { input: { name: "Sunday films", type: "FRIENDS" } });
  await play(api, "sven", heat.id, "START", { positionSeconds: 60 });
  await play(api, "tara", heat.id, "START", { positionSeconds: 60 });
  const page = await as("sven");
  await visit(page, "/live");
  await expect(cardOf(page, "Tara")).toBeVisible();
  await page.getByRole("link", { name: "Me", exact: true }).click();
  await expect(page).toHaveURL(/who=me/);
  await expect(cardOf(page, "Tara")).toHaveCount(0);
  await expect(cardOf(page, "Sven")).toBeVisible();
  await page.getByRole("link", { name: "Sunday films" }).click();
  await expect(page).toHaveURL(/who=group_/);
  await expect(cardOf(page, "Tara")).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(/who=me/);
  for (const who of ["sven", "tara"]) await play(api, who, heat.id, "STOP", { positionSeconds: 70 });
});

test("a killed and restarted server is said, and healed without a hand", async ({ as, api, person, server }) => {
  test.setTimeout(120_000);
  await two(person, api, ["udo", "vera"]);
  const heat = await find(api, "Heat");
  const page = await as("udo");
  await visit(page, "/live");
  await play(api, "vera", heat.id, "START", { positionSeconds: 600 });
  await expect(cardOf(page, "Vera")).toContainText("Playing");

  await server.kill();
  await expect(page.getByText("The connection to MediaNest is lost. Trying again…")).toBeVisible();
  await expect(page.getByText("Not live")).toBeVisible();
  await expect(cardOf(page, "Vera")).toBeVisible();
  await look(page, "live-lost");

  await server.start();
  // While the page finds back, somebody pauses: it must not miss that.
  await play(api, "vera", heat.id, "PAUSE", { positionSeconds: 700 });
  await expect(page.getByText("The connection to MediaNest is lost. Trying again…")).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText("Connected again").first()).toBeVisible();
  await expect(cardOf(page, "Vera")).toContainText("Paused");
  await play(api, "vera", heat.id, "START", { positionSeconds: 700 });
  await expect(cardOf(page, "Vera")).toContainText("Playing");
  await play(api, "vera", heat.id, "STOP", { positionSeconds: 710 });
  await expect(cardOf(page, "Vera")).toHaveCount(0);
});

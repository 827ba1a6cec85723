import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const person = (page, name) => page.getByRole("main").getByRole("listitem").filter({ hasText: name });

test("two people become friends, side by side, and see each other's page", async ({ as, person: make }) => {
  test.setTimeout(180_000);
  await make("frida");
  const gustav = await make("gustav");
  const [one, other] = [await as("frida"), await as("gustav")];
  const heard = mistakes(one);
  await visit(one, "/people");
  await look(one, "people-empty");
  await one.getByRole("searchbox", { name: "Find people by name" }).fill("gustav");
  await person(one, "Gustav").first().getByRole("button", { name: "Add as friend" }).click();
  await expect(one.getByText("Gustav has been asked.").first()).toBeVisible();
  await visit(other, "/people");
  await person(other, "Frida").getByRole("button", { name: "Accept" }).click();
  await expect(other.getByText("You and Frida are friends now.").first()).toBeVisible();
  await visit(one, "/people");
  await expect(person(one, "Gustav")).toBeVisible();
  await look(one, "people");
  await visit(one, `/people/${gustav}`);
  await expect(one.getByRole("heading", { level: 1 })).toContainText("Gustav");
  await look(one, "person");
  expect(heard()).toEqual([]);
});

test("a group is made, a friend is invited, joins and leaves", async ({ as, api, person: make }) => {
  test.setTimeout(180_000);
  const greta = await make("greta");
  const hanno = await make("hanno");
  await api("greta", "mutation($input: RequestFriendshipInput!) { requestFriendship(input: $input) { __typename } }", { input: { userId: hanno } });
  await api("hanno", "mutation($input: RequestFriendshipInput!) { requestFriendship(input: $input) { __typename } }", { input: { userId: greta } });
  const page = await as("greta");
  await visit(page, "/groups");
  await page.getByRole("button", { name: "Create a group" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create a group" });
  await dialog.getByLabel("Name").fill("Sunday circle");
  await look(page, "group-create");
  await dialog.getByRole("button", { name: "Create a group" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Sunday circle");
  await page.getByRole("button", { name: "Invite" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Invite" }).first().click();
  await expect(page.getByRole("dialog").getByText("Invited").first()).toBeVisible();
  await page.keyboard.press("Escape");
  const guest = await as("hanno");
  await visit(guest, "/groups");
  await look(guest, "groups-invited");
  await guest.getByRole("button", { name: "Join", exact: true }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Sunday circle");
  await look(guest, "group");
  await guest.getByRole("button", { name: "Leave" }).click();
  await guest.getByRole("dialog").getByRole("button", { name: /Leave/ }).click();
  await expect(guest.getByText("You are in no group yet")).toBeVisible();
});

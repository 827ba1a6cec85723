import { expect, look, mistakes, test, visit } from "../support/test.mjs";

test("two people become friends and share a group", async ({ as }) => {
  const [alice, bert] = [await as("alice"), await as("bert")];
  const heard = [mistakes(alice), mistakes(bert)];
  await visit(alice, "/people?q=Bert");
  await alice.getByRole("listitem").filter({ hasText: "Bert" }).getByRole("button", { name: "Add as friend" }).click();
  await expect(alice.getByRole("button", { name: "Withdraw the request" }).first()).toBeVisible();

  await visit(bert, "/people");
  await look(bert, "people");
  await bert.getByRole("button", { name: "Accept" }).click();
  await expect(bert.getByRole("heading", { name: "Friends" })).toBeVisible();
  await bert.getByRole("link", { name: "Alice" }).first().click();
  await expect(bert.getByRole("heading", { name: "Alice", level: 1 })).toBeVisible();
  await look(bert, "person");

  await visit(alice, "/groups");
  await alice.getByRole("button", { name: "Create a group" }).first().click();
  const dialog = alice.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Film night");
  await dialog.getByRole("button", { name: "Create a group" }).click();
  await expect(alice.getByRole("heading", { name: "Film night" })).toBeVisible();
  await alice.getByRole("button", { name: "Invite" }).click();
  await dialog.getByRole("listitem").filter({ hasText: "Bert" }).getByRole("button", { name: "Invite" }).click();
  await expect(dialog.getByRole("button", { name: "Invited" })).toBeVisible();

  await visit(bert, "/groups");
  await bert.getByRole("button", { name: "Join" }).click();
  await expect(bert.getByRole("heading", { name: "Film night" })).toBeVisible();
  await expect(bert.getByRole("listitem").filter({ hasText: "Alice" })).toContainText("Owner");
  await bert.getByRole("switch", { name: "My statistics" }).check();
  await look(bert, "group");
  await bert.getByRole("button", { name: "Leave" }).click();
  await bert.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await expect(bert).toHaveURL(/\/groups$/);
  for (const mistakes of heard) expect(mistakes()).toEqual([]);
});

test("what somebody keeps to themselves looks like what is not there", async ({ as, api }) => {
  const { users } = await api("alice", '{ users(filter: { search: "Ada" }) { nodes { id } } }');
  const page = await as("alice");
  await visit(page, `/people/${users.nodes[0].id}/history`);
  await expect(page.getByText("Either there is nothing yet, or Ada keeps it to themselves.")).toBeVisible();
  await look(page, "person-hidden");
});

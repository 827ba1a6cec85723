import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const ASK = "mutation($input: RequestFriendshipInput!) { requestFriendship(input: $input) { __typename } }";
const MINE = "{ unreadNotificationCount notifications(first: 10) { nodes { id } } }";
const count = async (api, who) => (await api(who, MINE)).notifications.nodes.length;

test("the bell rings while one looks, and what it says can be answered", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  const nell = await person("nell");
  await person("otto");
  const page = await as("nell");
  const heard = mistakes(page);
  await visit(page, "/notifications");
  await look(page, "notifications-empty");
  await api("otto", ASK, { input: { userId: nell } });
  await expect(page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(1);
  await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await look(page, "bell");
  await page.keyboard.press("Escape");
  await look(page, "notifications");
  await page.getByRole("main").getByRole("button", { name: "Accept" }).click();
  await expect(page.getByRole("main").getByText("All read")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: "Accept" })).toHaveCount(0);
  expect(heard()).toEqual([]);
});

test("a deleted notification can be kept for as long as that is offered, and is gone with the offer", async ({ as, api, person }) => {
  const nils = await person("nils");
  await person("olga");
  await api("olga", ASK, { input: { userId: nils } });
  const page = await as("nils");
  await visit(page, "/notifications");
  const rows = page.getByRole("main").getByRole("article");
  await rows.getByRole("button", { name: "Delete" }).click();
  await expect(rows).toHaveCount(0);
  // Whoever still thinks about it is not hurried.
  await page.getByRole("button", { name: "Undo" }).hover();
  expect(await count(api, "nils")).toBe(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows).toHaveCount(1);
  await rows.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Dismiss" }).click();
  await expect.poll(() => count(api, "nils")).toBe(0);
  await page.reload();
  await expect(page.getByText("No notifications yet")).toBeVisible();
});

test("which news one wants is kept", async ({ as, person }) => {
  test.setTimeout(120_000);
  await person("nana");
  const page = await as("nana");
  await visit(page, "/settings/notifications");
  await expect(page.getByRole("row", { name: /^Watched together/ })).toContainText("came into your history");
  await look(page, "settings-notifications");
  const box = page.getByRole("switch", { name: "Group invitations: In MediaNest" });
  await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), box.uncheck()]);
  await page.reload();
  await expect(box).not.toBeChecked();
});

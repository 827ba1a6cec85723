import { expect, look, mistakes, test, visit } from "../support/test.mjs";

for (const part of ["", "/types", "/settings", "/jobs", "/audit", "/errors"]) {
  test(`the administration${part} is whole in both sizes and both themes`, async ({ as }) => {
    const page = await as("admin");
    const heard = mistakes(page);
    await visit(page, `/admin${part}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Administration");
    await look(page, `admin${part.replace("/", "-")}`);
    expect(heard()).toEqual([]);
  });
}

test("the administration is not for everybody", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/admin");
  await expect(page.getByRole("heading", { name: "This is not for you" })).toBeVisible();
});

test("somebody gets an account, another role, is kept out and let in again", async ({ as }) => {
  const page = await as("admin");
  await visit(page, "/admin");
  await page.getByRole("button", { name: "New person" }).click();
  const name = `carla${Date.now() % 100_000}`;
  await page.getByLabel("User name").fill(name);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.locator("code.secret")).not.toBeEmpty();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("searchbox", { name: "Search by name" }).fill(name);
  await expect(page).toHaveURL(new RegExp(`q=${name}`));
  const row = page.getByRole("row").filter({ hasText: `@${name}` });
  await row.getByRole("button").click();
  await page.getByRole("menuitem", { name: "Change the role" }).click();
  await page.getByRole("dialog").getByLabel("Role").selectOption("MODERATOR");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Moderator");
  await row.getByRole("button").click();
  await page.getByRole("menuitem", { name: "Suspend" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
  await expect(row).toContainText("Suspended");
  await row.getByRole("button").click();
  await page.getByRole("menuitem", { name: "Reinstate" }).click();
  await expect(row).not.toContainText("Suspended");
  await visit(page, "/admin/audit?action=identity.user_suspended");
  await expect(page.locator(".log-entry").first()).toContainText("Ada");
});

test("what runs by the clock runs when it is asked to", async ({ as }) => {
  const page = await as("admin");
  await visit(page, "/admin/jobs");
  await page.getByRole("button", { name: /Run now/ }).first().click();
  await expect(page.getByText("It has run").last()).toBeVisible();
});

test("the examples for the API are questions that it answers", async ({ as, api }) => {
  const page = await as("alice");
  await visit(page, "/api");
  await look(page, "api");
  const texts = await page.locator(".examples pre").allTextContents();
  expect(texts).toHaveLength(4);
  for (const text of texts.filter((text) => !text.includes("subscription "))) await api("alice", text);
  await expect(page.getByRole("link", { name: "Open GraphiQL" })).toHaveAttribute("href", /\/graphiql$/);
});

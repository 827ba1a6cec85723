import { PEOPLE } from "../support/people.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

test("whoever opens the set-up link becomes the administrator", async ({ page, bareServer }) => {
  const heard = mistakes(page);
  await visit(page, `${bareServer.web}/setup#token=${await bareServer.setupToken()}`);
  await look(page, "setup");
  await page.getByLabel("User name").fill("ada");
  await page.locator("input[type=password]").fill("correct horse battery");
  await page.locator("form button[type=submit]").click();
  await expect(page).toHaveURL(`${bareServer.web}/`);
  await expect(page.getByRole("main")).toBeVisible();
  expect(heard()).toEqual([]);
});

test("a wrong password is said beside the form, and the right one leads home", async ({ page }) => {
  const heard = mistakes(page);
  await visit(page, "/sign-in");
  await look(page, "sign-in");
  const { login, password } = PEOPLE.alice;
  await page.locator("input[autocomplete~=username]").fill(login);
  await page.locator("input[type=password]").fill("not it");
  await page.locator("form button[type=submit]").click();
  await expect(page.locator("input[type=password]")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("the user name or the password is wrong")).toBeVisible();
  await page.locator("input[type=password]").fill(password);
  await page.locator("form button[type=submit]").click();
  await expect(page).toHaveURL(/\/$/);
  expect(heard()).toEqual([]);
});

test("the home page is whole in both sizes and both themes", async ({ as }) => {
  const page = await as("alice");
  await visit(page, "/");
  await look(page, "home");
});

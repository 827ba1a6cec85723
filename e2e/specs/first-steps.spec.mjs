import { find } from "../support/catalogue.mjs";
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

test("a password that somebody else set is changed before anything else", async ({ page, api }) => {
  const { createUser } = await api("admin", "mutation($input: CreateUserInput!) { createUser(input: $input) { temporaryPassword } }", { input: { username: "otto", displayName: "Otto" } });
  await visit(page, "/history");
  await expect(page).toHaveURL(/\/sign-in\?to=/);
  await page.locator("input[autocomplete~=username]").fill("otto");
  await page.locator("input[type=password]").fill(createUser.temporaryPassword);
  await page.locator("form button[type=submit]").click();
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await look(page, "forced-password");
  await page.getByLabel("Current password").fill(createUser.temporaryPassword);
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Current password")).toHaveValue(createUser.temporaryPassword);
  await page.getByLabel("New password").fill("a password of his own");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page).toHaveURL(/\/history$/);
  await expect(page.getByRole("heading", { level: 1, name: "History" })).toBeVisible();
});

const END_ALL = "mutation { revokeOtherSessions { __typename } }";

test("a session that ends while somebody types costs them nothing", async ({ as, api, person }) => {
  await person("petra");
  const film = await find(api, "Casablanca");
  const page = await as("petra");
  await visit(page, `/items/${film.id}`);
  const notes = page.getByLabel("Only you see them");
  await notes.fill("Of all the gin joints");
  await api("petra", END_ALL);
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(dialog).toBeVisible();
  await look(page, "session-ended");
  // Whoever closes it and tries again is asked again.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(notes).toHaveValue("Of all the gin joints");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel("User name or e-mail")).toHaveValue(PEOPLE.petra.login);
  await dialog.getByLabel("Password").fill(PEOPLE.petra.password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await expect(notes).toHaveValue("Of all the gin joints");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Save" })).toBeHidden();
  await page.reload();
  await expect(notes).toHaveValue("Of all the gin joints");
});

test("several tabs are one session: signed in and out together", async ({ as, person }) => {
  await person("quinn");
  const one = await as("quinn");
  const other = await one.context().newPage();
  await visit(one, "/library");
  await visit(other, "/history");
  await one.getByRole("button", { name: "Your account" }).click();
  await one.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(one).toHaveURL(/\/sign-in/);
  await expect(other).toHaveURL(/\/sign-in/);
  await one.locator("input[autocomplete~=username]").fill(PEOPLE.quinn.login);
  await one.locator("input[type=password]").fill(PEOPLE.quinn.password);
  await one.locator("form button[type=submit]").click();
  await expect(one).toHaveURL(/\/library$/);
  await expect(other).toHaveURL(/\/history$/);
  await expect(other.getByRole("heading", { level: 1, name: "History" })).toBeVisible();
});

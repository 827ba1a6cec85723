import { PEOPLE } from "../support/people.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const ME = "{ me { displayName bio email locale timezone preferences { theme reducedMotion ratingScale } privacySettings { history neverShare } } }";

test("a profile is changed, and what is wrong stands beside its field", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await person("petra");
  const page = await as("petra");
  const heard = mistakes(page);
  await visit(page, "/settings");
  await look(page, "settings-profile");
  await page.getByLabel("Display name").fill("Petra P.");
  await page.getByLabel("Address of your picture").fill("http://example.org/me.png");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("use an https:// address")).toBeVisible();
  await expect(page.getByLabel("Display name")).toHaveValue("Petra P.");
  await page.getByLabel("Address of your picture").fill("");
  await page.getByLabel("About me").fill("I watch slowly.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved").first()).toBeVisible();
  const { me } = await api("petra", ME);
  expect(me).toMatchObject({ displayName: "Petra P.", bio: "I watch slowly." });
  expect(heard()).toEqual([]);
});

test("how the app looks is kept with the account", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await person("paul");
  const page = await as("paul");
  await visit(page, "/settings/appearance");
  await look(page, "settings-appearance");
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByLabel("Less motion").check();
  await page.getByRole("group", { name: "Ratings" }).getByRole("radio", { name: "0 to 10" }).check();
  await expect.poll(async () => (await api("paul", ME)).me.preferences).toEqual({ theme: "DARK", reducedMotion: true, ratingScale: "NUMERIC" });
});

test("privacy says what each choice means, and one switch shuts all", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await person("prim");
  const page = await as("prim");
  await visit(page, "/settings/privacy");
  await look(page, "settings-privacy");
  await page.getByLabel("Never share anything of mine").check();
  await expect(page.getByText("You share nothing now.")).toBeVisible();
  await expect.poll(async () => (await api("prim", ME)).me.privacySettings.neverShare).toBe(true);
  await page.getByLabel("Never share anything of mine").uncheck();
  await expect(page.getByText("You share nothing now.")).toBeHidden();
});

test("the address for signing in is changed by whoever knows the password", async ({ as, api, person }) => {
  await person("edda");
  const page = await as("edda");
  await visit(page, "/settings/security");
  const panel = page.getByRole("region", { name: "E-mail" });
  await panel.getByLabel("Address").fill("edda@example.org");
  await panel.getByLabel("Current password").fill("not the password");
  await panel.getByRole("button", { name: "Change the address" }).click();
  await expect(panel.getByText("this is not your password")).toBeVisible();
  await panel.getByLabel("Current password").fill("edda has a long password");
  await panel.getByRole("button", { name: "Change the address" }).click();
  await expect(panel.getByText("Not confirmed")).toBeVisible();
  expect((await api("edda", ME)).me.email).toBe("edda@example.org");
});

test("other sessions are seen and ended, and the password is changed", async ({ as, person }) => {
  test.setTimeout(120_000);
  await person("sina");
  const elsewhere = await as("sina");
  await visit(elsewhere, "/settings");
  const page = await as("sina");
  await visit(page, "/settings/security");
  await look(page, "settings-security");
  const sessions = page.getByRole("region", { name: "Where you are signed in" });
  await expect(sessions.getByText("This one")).toHaveCount(1);
  await sessions.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/sign-in/);

  const password = page.getByRole("region", { name: "Password" });
  await password.getByLabel("Current password").fill("wrong");
  await password.getByLabel("New password").fill("short");
  await password.getByRole("button", { name: "Change the password" }).click();
  await expect(password.getByText("use 8 to 256 characters")).toBeVisible();
  await password.getByLabel("Current password").fill("sina has a long password");
  await password.getByLabel("New password").fill("another long password");
  await password.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password is changed").first()).toBeVisible();
});

test("an API key is shown once, works, and is revoked", async ({ as, person, server, request }) => {
  test.setTimeout(120_000);
  await person("kai");
  const page = await as("kai");
  await visit(page, "/settings/keys");
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog", { name: "New key" });
  await dialog.getByLabel("Name").fill("Dashboard");
  await look(page, "settings-key-new");
  await dialog.getByRole("button", { name: "Create the key" }).click();
  const made = page.getByRole("dialog", { name: "Your new key" });
  const secret = (await made.locator("code.secret").textContent()).trim();
  await look(page, "settings-key-secret");
  await made.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  const ask = async () => {
    const answer = await request.post(`${server.api}/graphql`, { data: { query: "{ me { username } }" }, headers: { Authorization: `Bearer ${secret}` } });
    return (await answer.json()).data?.me?.username;
  };
  expect(await ask()).toBe(PEOPLE.kai.login);
  await page.reload();
  await page.getByRole("listitem").filter({ hasText: "Dashboard" }).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.locator(".toast", { hasText: "The key is revoked" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Dashboard" })).toHaveCount(0);
  expect(await ask()).toBeUndefined();
  await look(page, "settings-keys");
});

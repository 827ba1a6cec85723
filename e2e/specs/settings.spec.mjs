import { expect, look, mistakes, test, visit } from "../support/test.mjs";

for (const part of ["", "/appearance", "/notifications", "/privacy", "/security", "/keys", "/devices"]) {
  test(`the settings${part} are whole in both sizes and both themes`, async ({ as }) => {
    const page = await as("alice");
    const heard = mistakes(page);
    await visit(page, `/settings${part}`);
    await expect(page.getByRole("navigation", { name: "Settings" }).locator("[aria-current]")).toHaveCount(1);
    await look(page, `settings${part.replace("/", "-")}`);
    expect(heard()).toEqual([]);
  });
}

test("what one says about oneself is kept, and times are told in one's own zone", async ({ as, api }) => {
  const page = await as("bert");
  await visit(page, "/settings");
  await page.getByLabel("About me").fill("Rather slow films.");
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved").last()).toBeVisible();
  const { me } = await api("bert", "{ me { bio timezone } }");
  expect(me).toEqual({ bio: "Rather slow films.", timezone: "Asia/Tokyo" });
});

test("a theme that is chosen goes wherever one signs in", async ({ as }) => {
  const page = await as("bert");
  await visit(page, "/settings/appearance");
  const kept = page.waitForResponse((answer) => answer.request().postData()?.includes("UpdatePreferences") ?? false);
  await page.getByLabel("Dark").check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await kept;
  const elsewhere = await as("bert");
  await visit(elsewhere, "/settings/appearance");
  await expect(elsewhere.locator("html")).toHaveAttribute("data-theme", "dark");
  await elsewhere.getByLabel("As the system").check();
});

test("who sees what is said in a sentence, and a choice can be taken back", async ({ as, api }) => {
  const page = await as("alice");
  await visit(page, "/settings/privacy");
  const now = page.getByRole("group", { name: "What I watch now" });
  const before = await api("alice", "{ me { privacySettings { currentlyWatching } } }");
  await now.getByLabel("Everybody here").check();
  await expect(now).toContainText("Everybody with an account here sees what you watch");
  await now.getByLabel("Only me").check();
  await expect(now).toContainText("Nobody sees that you are watching");
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(now.getByLabel("Everybody here")).toBeChecked();
  const back = { NOBODY: "Only me", FRIENDS: "Friends", MEMBERS: "Everybody here" }[before.me.privacySettings.currentlyWatching];
  await now.getByLabel(back).check();
});

test("a key's secret is shown once, works, and is dead once it is revoked", async ({ as, server, request }) => {
  const page = await as("alice");
  await visit(page, "/settings/keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("Dashboard in the hall");
  await page.getByRole("button", { name: "Create the key" }).click();
  const secret = (await page.locator("code.secret").textContent()).trim();
  const ask = () =>
    request.post(`${server.api}/graphql`, { data: { query: "{ me { displayName } }" }, headers: { authorization: `Bearer ${secret}` } });
  expect((await (await ask()).json()).data.me.displayName).toBe("Alice");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.locator("code.secret")).toHaveCount(0);
  await page.reload();
  const row = page.getByRole("listitem").filter({ hasText: "Dashboard in the hall" });
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row.getByText("Revoked", { exact: true })).toBeVisible();
  expect((await (await ask()).json()).data).toBeNull();
});

test("a session elsewhere is ended from here, and this one stays", async ({ as }) => {
  const [page, elsewhere] = [await as("bert"), await as("bert")];
  await visit(elsewhere, "/settings");
  await visit(page, "/settings/security");
  await expect(page.getByText("This one")).toHaveCount(1);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText(/sessions? ended/).last()).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toHaveCount(0);
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/sign-in/);
});

import { expect, look, test, visit } from "../support/test.mjs";

/** As Jellyfin's official webhook plugin tells of a playback that ended, with all properties. */
const told = (title, more) => ({
  NotificationType: "PlaybackStop", NotificationUsername: "paula", ItemType: "Movie", Name: title, Year: 1995,
  RunTimeTicks: 102_000_000_000, PlaybackPositionTicks: 101_000_000_000, PlayedToCompletion: true,
  UtcTimestamp: new Date().toISOString(), DeviceName: "Living room", ClientName: "Jellyfin Web", ...more,
});

test("an address is made, told of playback, put right, given another secret, and ended", async ({ as, person, request }) => {
  test.setTimeout(180_000);
  await person("paula");
  const page = await as("paula");
  await visit(page, "/settings/players");
  await expect(page.getByText("No addresses yet")).toBeVisible();
  await expect(page.getByText("Nothing came")).toBeVisible();
  await look(page, "players-empty");

  await page.getByRole("button", { name: "New address" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create the address" }).click();
  await expect(dialog.getByText("use 1 to 100 characters on one line")).toBeVisible();
  await dialog.getByLabel("Name").fill("Living room");
  await dialog.getByLabel("Your account there").fill("paula");
  await look(page, "players-new");
  await dialog.getByRole("button", { name: "Create the address" }).click();
  const secret = page.getByRole("dialog").locator("code.secret");
  const address = await secret.textContent();
  expect(address).toMatch(/^http.*\/webhooks\/jellyfin\/mnw_/);
  await look(page, "players-made");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText("Counts what paula plays")).toBeVisible();

  for (const message of [told("Toy Story"), told("Tooth Fairy Of Nowhere"), told("Heat", { NotificationUsername: "carl" })]) {
    expect((await request.post(address, { data: message })).ok()).toBe(true);
  }
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("3 messages")).toBeVisible();
  const came = page.getByRole("listitem");
  await expect(came.filter({ hasText: "Toy Story" }).getByText("Counted")).toBeVisible();
  await expect(came.filter({ hasText: "Heat" }).getByText("Ignored")).toBeVisible();

  await page.getByLabel("Made of it").selectOption({ label: "Not found" });
  await expect(page.getByText("1 message", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/verdict=UNMATCHED/);
  await page.getByText("Tooth Fairy Of Nowhere (1995").click();
  await expect(page.getByText('"NotificationType": "PlaybackStop"')).toBeVisible();
  await look(page, "players-waiting");
  await page.getByRole("button", { name: "Say what it is" }).click();
  await page.getByRole("combobox", { name: "Film, episode or track" }).fill("Jumanji");
  await page.getByRole("option", { name: /Jumanji/ }).first().click();
  await look(page, "players-fix");
  await page.getByRole("button", { name: "Remember this" }).click();
  await expect(page.getByText("Remembered; 1 message was read again").first()).toBeVisible();
  await page.getByLabel("Made of it").selectOption({ label: "Counted" });
  await expect(page.getByText("2 messages")).toBeVisible();
  await visit(page, "/history");
  await expect(page.getByRole("link", { name: "Jumanji" })).toBeVisible();

  await visit(page, "/settings/players");
  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "New secret" }).click();
  await expect(secret).not.toHaveText(address);
  const next = await secret.textContent();
  await page.getByRole("button", { name: "I have kept it" }).click();
  expect((await request.post(address, { data: told("Toy Story") })).ok()).toBe(false);
  expect((await request.post(next, { data: told("Toy Story") })).ok()).toBe(true);

  await page.getByRole("button", { name: "End", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End" }).click();
  await expect(page.getByText("No addresses yet")).toBeVisible();
  expect((await request.post(next, { data: told("Toy Story") })).ok()).toBe(false);
});

import { PEOPLE } from "../support/people.mjs";
import { expect, look, test, visit } from "../support/test.mjs";

/** A player asks for a code, as players that speak Trakt's protocol do. */
async function player(request, server) {
  const answer = await request.post(`${server.api}/trakt/oauth/device/code`, { data: { client_id: "living-room" } });
  expect(answer.status()).toBe(200);
  return answer.json();
}

test("whoever follows a player's link signs in first, and then lets it in", async ({ page, request, server }) => {
  const { user_code: code, device_code } = await player(request, server);
  await visit(page, `/device?code=${code}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("User name or e-mail").fill(PEOPLE.alice.login);
  await page.locator("input[type=password]").fill(PEOPLE.alice.password);
  await page.locator("form button[type=submit]").click();
  await expect(page.getByRole("heading", { name: "living-room" })).toBeVisible();
  await look(page, "device");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("living-room is connected")).toBeVisible();
  const token = await request.post(`${server.api}/trakt/oauth/device/token`, { data: { code: device_code, client_id: "living-room" } });
  expect(token.status()).toBe(200);
});

test("a code that nobody waits with is said so, and a player can be refused", async ({ as, request, server }) => {
  const page = await as("bert");
  await visit(page, "/device");
  await page.getByLabel("Code").fill("WRONG-ONE");
  await page.getByRole("button", { name: "Look it up" }).click();
  await expect(page.getByText("No device waits with this code")).toBeVisible();
  const { user_code: code } = await player(request, server);
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Look it up" }).click();
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText("living-room was refused")).toBeVisible();
});

import { expect, look, test, visit } from "../support/test.mjs";

/** A player asks for a code, as the Trakt-compatible sign-in has it. */
async function code(request, server) {
  const answer = await request.post(`${server.api}/trakt/oauth/device/code`, { data: { client_id: "Living room player" } });
  expect(answer.ok()).toBe(true);
  return answer.json();
}

test("a device is let in by its code, seen in the settings, and sent away again", async ({ as, person, request, server }) => {
  test.setTimeout(120_000);
  await person("dora");
  const page = await as("dora");
  const asked = await code(request, server);
  await visit(page, "/device");
  await look(page, "device");
  await page.getByLabel("Code").fill(asked.user_code.toLowerCase());
  await page.getByRole("button", { name: "Look it up" }).click();
  await expect(page.getByText("Living room player").first()).toBeVisible();
  await look(page, "device-asking");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Living room player is connected")).toBeVisible();
  const token = await request.post(`${server.api}/trakt/oauth/device/token`, { data: { code: asked.device_code, client_id: "Living room player", client_secret: "" } });
  expect(token.status()).toBe(200);

  await visit(page, "/settings/devices");
  await expect(page.getByText("Living room player")).toBeVisible();
  await look(page, "settings-devices");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("No devices yet")).toBeVisible();
});

test("a device that nobody knows is refused, and so is a code that does not exist", async ({ as, request, server }) => {
  const page = await as("alice");
  await visit(page, "/device?code=ABCDEFGH");
  await expect(page.getByText("No device waits with this code")).toBeVisible();
  const asked = await code(request, server);
  await visit(page, `/device?code=${asked.user_code}`);
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText("Living room player was refused")).toBeVisible();
});

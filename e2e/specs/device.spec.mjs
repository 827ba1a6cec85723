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

const COPIED = "urn:ietf:wg:oauth:2.0:oob";

/** Where a program sends its person, as the Trakt-compatible sign-in has it. */
function ask(redirect_uri) {
  return `/trakt/oauth/authorize?${new URLSearchParams({ response_type: "code", client_id: "Desktop tracker", redirect_uri, state: "s1" })}`;
}

test("a program sends its person here, who copies a code into it", async ({ as, person, request, server }) => {
  test.setTimeout(120_000);
  await person("clara");
  const page = await as("clara");
  await page.goto(`${server.api}${ask(COPIED)}`);
  await expect(page.getByRole("heading", { name: "Desktop tracker" })).toBeVisible();
  await expect(page.getByText("You are given a code to copy into it")).toBeVisible();
  await look(page, "client-asking");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("A code for Desktop tracker")).toBeVisible();
  await look(page, "client-code");
  const shown = await page.locator(".client-code code").textContent();
  const trade = { code: shown, client_id: "Desktop tracker", client_secret: "", redirect_uri: COPIED, grant_type: "authorization_code" };
  const token = await request.post(`${server.api}/trakt/oauth/token`, { data: trade });
  expect(token.status()).toBe(200);
  expect((await request.post(`${server.api}/trakt/oauth/token`, { data: trade })).status()).toBe(401);
});

test("a program that listens on this computer is told what its person decided, one elsewhere is not", async ({ as, server }) => {
  const page = await as("alice");
  const heard = [];
  await page.route("http://127.0.0.1:9/**", (route) => {
    heard.push(new URL(route.request().url()));
    return route.fulfill({ body: "thanks" });
  });
  for (const [button, name] of [["Deny", "error"], ["Approve", "code"]]) {
    await page.goto(`${server.api}${ask("http://127.0.0.1:9/back")}`);
    await page.getByRole("button", { name: button }).click();
    await page.waitForURL("http://127.0.0.1:9/back?*");
    const answer = heard.at(-1).searchParams;
    expect(answer.get("state")).toBe("s1");
    expect(answer.get(name)).toBeTruthy();
  }
  await page.goto(`${server.api}${ask("http://tracker.example/back")}`);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("answers go to an https address")).toBeVisible();
});

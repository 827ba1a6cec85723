import { createServer } from "node:http";
import { find } from "../support/catalogue.mjs";
import { expect, look, test, visit } from "../support/test.mjs";

/** A Jellyfin of cardboard: one film, an account, and what it was told. */
async function jellyfin() {
  const told = [];
  let isAway = false;
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://fake");
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const answer = (status, value) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(value ?? {}));
      };
      if (isAway) return answer(503);
      if (url.pathname === "/System/Info/Public") return answer(200, { Id: "machine", ServerName: "Tower" });
      if (url.pathname === "/Users/AuthenticateByName") {
        const { Username: name, Pw: password } = JSON.parse(body);
        return password === "right" ? answer(200, { User: { Id: "u1", Name: name }, AccessToken: "token" }) : answer(401);
      }
      if (!request.headers.authorization?.includes('Token="token"')) return answer(401);
      if (url.pathname === "/Items") {
        const wanted = (url.searchParams.get("searchTerm") ?? "").toLowerCase();
        const films = [{ Id: "7", Name: "Toy Story", ProductionYear: 1995, ProviderIds: {} }];
        return answer(200, { Items: films.filter((film) => film.Name.toLowerCase().includes(wanted)) });
      }
      if (url.pathname === "/UserPlayedItems/7") {
        told.push(request.method);
        return answer(200);
      }
      return answer(404);
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    told,
    goAway: () => (isAway = true),
    comeBack: () => (isAway = false),
    close: () => new Promise((closed) => server.close(closed)),
  };
}

const PLAY = "mutation ($id: ID!) { addPlay(input: { itemId: $id, watchedAt: \"2026-01-05T20:00:00Z\" }) { play { id } } }";

/** Marks a title as watched, past the app. */
async function watch(api, name, text) {
  const { id } = await find(api, text);
  await api(name, PLAY, { id });
}

test("a server is connected, told what is watched, tested, and ended", async ({ as, api, person }) => {
  test.setTimeout(240_000);
  await person("conny");
  const fake = await jellyfin();
  const page = await as("conny");
  await visit(page, "/settings/players");
  await expect(page.getByText("No server is told")).toBeVisible();
  await expect(page.getByText("Nothing remembered")).toBeVisible();
  await look(page, "connections-empty");

  await page.getByRole("button", { name: "New connection" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Tower");
  await dialog.getByLabel("Address").fill("http://169.254.169.254");
  await dialog.getByLabel("Your account there").fill("conny");
  await dialog.getByLabel("Password", { exact: true }).last().fill("wrong");
  await look(page, "connections-new");
  await dialog.getByRole("button", { name: "Connect" }).click();
  await expect(dialog.getByText("no media server is at such an address")).toBeVisible();
  await dialog.getByLabel("Address").fill(fake.url);
  await dialog.getByRole("button", { name: "Connect" }).click();
  await expect(dialog.getByText("the server does not take this")).toBeVisible();
  await look(page, "connections-refused");
  await dialog.getByLabel("Password", { exact: true }).last().fill("right");
  await dialog.getByRole("button", { name: "Connect" }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Tower" }) });
  await expect(row.getByText("Working")).toBeVisible();
  await expect(row.getByText("As conny")).toBeVisible();
  await expect(page.getByText("Nothing to tell")).toBeVisible();
  await look(page, "connections-one");
  await row.getByRole("button", { name: "Tell everything" }).click();
  await expect(page.getByText("Tower was told everything already.").first()).toBeVisible();

  await watch(api, "conny", "Toy Story");
  await watch(api, "conny", "Heat");
  await expect.poll(() => fake.told, { timeout: 60_000 }).toEqual(["POST"]);
  const told = page.getByRole("listitem").filter({ hasText: "Toy Story" });
  await expect
    .poll(async () => {
      await page.getByRole("button", { name: "Refresh" }).last().click();
      return page.getByRole("listitem").filter({ hasText: "Heat" }).getByText("Not there").count();
    }, { timeout: 60_000 })
    .toBe(1);
  await expect(told.getByText("Told", { exact: true })).toBeVisible();
  await look(page, "connections-told");

  // What it does not have may be there by now.
  await row.getByRole("button", { name: "Tell everything" }).click();
  await expect(page.getByRole("dialog")).toContainText("Tower is told one play");
  await look(page, "connections-history");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByLabel("What became of it").selectOption({ label: "Not there" });
  await expect(page.getByText("1 message", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("It is tried again").first()).toBeVisible();

  fake.goAway();
  await row.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("Tower: it answered 503").first()).toBeVisible();
  await look(page, "connections-away");
  fake.comeBack();
  await row.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("Tower answers and knows your sign-in").first()).toBeVisible();
  await row.getByRole("switch", { name: "Tell Tower" }).click();
  await expect(row.getByText("Off", { exact: true })).toBeVisible();

  await row.getByRole("button", { name: "Edit" }).click();
  await look(page, "connections-change");
  await page.getByRole("dialog").getByLabel("Name").fill("Attic");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Attic" })).toBeVisible();
  const attic = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Attic" }) });
  await attic.getByRole("button", { name: "End", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End" }).click();
  await expect(page.getByText("No server is told")).toBeVisible();
  await fake.close();
});

test("what a message means is remembered, seen and forgotten", async ({ as, person, request }) => {
  test.setTimeout(120_000);
  await person("minna");
  const page = await as("minna");
  await visit(page, "/settings/players");
  await page.getByRole("button", { name: "New address" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Living room");
  await dialog.getByRole("button", { name: "Create the address" }).click();
  const address = await page.getByRole("dialog").locator("code.secret").textContent();
  await page.getByRole("button", { name: "I have kept it" }).click();
  const odd = { NotificationType: "PlaybackStop", ItemType: "Movie", Name: "Some film or other", PlayedToCompletion: true };
  expect((await request.post(address, { data: odd })).ok()).toBe(true);
  await page.getByRole("button", { name: "Refresh" }).first().click();
  await page.getByText("Some film or other · Jellyfin").click();
  await page.getByRole("button", { name: "Say what it is" }).click();
  await page.getByRole("combobox", { name: "Film, episode or track" }).fill("Jumanji");
  await page.getByRole("option", { name: /Jumanji/ }).first().click();
  await page.getByRole("button", { name: "Remember this" }).click();
  await expect(page.getByText("movie:some film or other")).toBeVisible();
  await look(page, "matches-one");
  await page.getByRole("button", { name: "Forget" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
  await expect(page.getByText("Nothing remembered")).toBeVisible();
});

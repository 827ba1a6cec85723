import { create } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const KEEP = "mutation($itemId: ID!) { addToLibrary(input: { itemId: $itemId, status: \"watching\" }) { __typename } }";
const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

test("the calendar shows what comes out of the library, and is read at a secret address", async ({ as, api, person, playwright }) => {
  test.setTimeout(150_000);
  await person("cal");
  const show = await create(api, "tv", { name: "Tidal Clock", year: 2026 });
  const season = await create(api, "tv", { name: "Season 1", parentId: show, position: 1 });
  await create(api, "tv", { name: "High Water", parentId: season, position: 1, releasedOn: day(0) });
  const film = await create(api, "movie", { name: "Slack Tide", releasedOn: day(0) });
  await create(api, "movie", { name: "Kept by nobody here", releasedOn: day(0) });
  const page = await as("cal");
  const heard = mistakes(page);
  await visit(page, `/calendar?month=${day(0).slice(0, 7)}`);
  await expect(page.getByText("Nothing comes out in this month")).toBeVisible();
  await look(page, "calendar-empty");
  for (const itemId of [show, film]) await api("cal", KEEP, { itemId });
  await page.reload();
  await expect(page.getByText("High Water").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Slack Tide" }).first()).toBeVisible();
  await expect(page.getByText("Kept by nobody here")).toHaveCount(0);
  await look(page, "calendar");

  await page.getByRole("button", { name: "Create an address" }).click();
  const made = page.getByRole("dialog", { name: "The address of your calendar" });
  const address = (await made.locator("code.secret").innerText()).trim();
  await look(page, "calendar-address");
  await made.getByRole("button", { name: "I have kept it" }).click();
  const program = await playwright.request.newContext();
  const read = await program.get(address);
  expect(read.headers()["content-type"]).toContain("text/calendar");
  expect(await read.text()).toContain("SUMMARY:Slack Tide");
  await page.reload();
  await expect(page.getByText(/^Last read/)).toBeVisible();
  await page.getByRole("button", { name: "End", exact: true }).click();
  await page.getByRole("dialog", { name: "End this address?" }).getByRole("button", { name: "End", exact: true }).click();
  await expect(page.getByText("The address is ended.").first()).toBeVisible();
  expect((await program.get(address)).status()).toBe(404);
  await program.dispose();

  await page.getByRole("button", { name: "The month after" }).click();
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/);
  expect(heard()).toEqual([]);
});

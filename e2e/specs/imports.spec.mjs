import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const TABLE = [
  "type,title,year,imdb_id,watched_at,rating",
  "movie,The Lighthouse Keeper,1999,tt9990001,2024-02-03,8",
  "movie,A Walk in the Fog,2003,tt9990002,2024-02-04,6",
  "movie,Whatever This Is,2001,tt9990003,not a date,7",
].join("\n");

test("a table is tried, imported, and taken back", async ({ as }) => {
  const page = await as("alice");
  const heard = mistakes(page);
  await visit(page, "/imports");
  await expect(page.getByRole("radio", { name: /MovieLens/ })).toHaveCount(0);
  await page.getByRole("radio", { name: /Table/ }).check();
  await expect(page).toHaveURL(/source=csv/);
  await look(page, "imports");
  await page.getByLabel("Choose a file").setInputFiles({ name: "seen.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
  await page.getByRole("button", { name: "Check the file" }).click();

  await expect(page).toHaveURL(/\/imports\/imp[^/?]*\?upload=/);
  await expect(page.getByText("Nothing has been changed. This is what would come of it.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("table", { name: "Rows that could not be used" })).toContainText("Whatever This Is");
  await look(page, "import-tried");

  await page.getByRole("button", { name: "Import it now" }).click();
  await expect(page.getByText("Everything that could be used is here now.")).toBeVisible({ timeout: 30_000 });
  await visit(page, "/history");
  await expect(page.locator(".history-play").filter({ hasText: "The Lighthouse Keeper" })).toHaveCount(1);

  await visit(page, "/imports");
  await page.getByRole("row").filter({ hasText: "Done" }).filter({ hasNotText: "Trial" }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText("What it brought has been removed.")).toBeVisible({ timeout: 30_000 });
  await visit(page, "/history");
  await expect(page.locator(".history-play").filter({ hasText: "The Lighthouse Keeper" })).toHaveCount(0);
  expect(heard()).toEqual([]);
});

import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const ROWS = ["type,title,year,watched_at,rating", "movie,Lantern Street,1974,2021-05-04,8", "movie,Salt and Cedar,1988,2022-01-09,6", "movie,,,2022-01-09,6"];

test("a file is tried first, imported while one looks on, its bad rows are listed, and it is taken back", async ({ as, person }, info) => {
  test.setTimeout(240_000);
  await person("ivo");
  const file = info.outputPath("watched.csv");
  await writeFile(file, `${ROWS.join("\n")}\n`);
  const page = await as("ivo");
  const heard = mistakes(page);
  await visit(page, "/imports");
  await look(page, "imports");
  await page.getByRole("radio", { name: /^Table/ }).check();
  await page.locator("input[type=file]").setInputFiles(file);
  await look(page, "imports-new");
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByText("This is what would come of it.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Trial")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Rows that could not be used" })).toBeVisible();
  await look(page, "imports-trial");
  await page.getByRole("button", { name: "Import it now" }).click();
  await expect(page.getByText("Everything that could be used is here now.")).toBeVisible({ timeout: 30_000 });
  await look(page, "imports-done");
  await visit(page, "/history?year=2022");
  await expect(page.getByText("Salt and Cedar").filter({ visible: true }).first()).toBeVisible();
  await visit(page, "/imports");
  await page.getByRole("link", { name: /watched\.csv/ }).first().click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText("What it brought has been removed.")).toBeVisible({ timeout: 30_000 });
  await visit(page, "/history");
  await expect(page.getByText("Your history is empty")).toBeVisible();
  expect(heard()).toEqual([]);
});

const ANIME = `<?xml version="1.0" encoding="UTF-8"?>
<myanimelist>
  <anime><series_animedb_id>910001</series_animedb_id><series_title><![CDATA[Harbour of Glass]]></series_title><series_type>Movie</series_type>
    <my_watched_episodes>1</my_watched_episodes><my_finish_date>2021-05-04</my_finish_date><my_score>8</my_score><my_status>Completed</my_status></anime>
</myanimelist>
`;

test("another place's own file comes in as it is", async ({ as, person }, info) => {
  test.setTimeout(240_000);
  await person("mika");
  const file = info.outputPath("animelist.xml.gz");
  await writeFile(file, gzipSync(ANIME));
  const page = await as("mika");
  await visit(page, "/imports");
  await page.getByRole("radio", { name: /^MyAnimeList/ }).check();
  await expect(page.getByText("Open the export page of MyAnimeList")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(file);
  await look(page, "imports-anime");
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByText("This is what would come of it.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Import it now" }).click();
  await expect(page.getByText("Everything that could be used is here now.")).toBeVisible({ timeout: 30_000 });
  await visit(page, "/history?year=2021");
  await expect(page.getByText("Harbour of Glass").filter({ visible: true }).first()).toBeVisible();
});

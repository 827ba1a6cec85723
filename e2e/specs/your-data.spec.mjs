import { readFile } from "node:fs/promises";

import { PEOPLE } from "../support/people.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

const ERASURE = "{ me { eraseAt } }";

test("everything is taken along as a zip, in each form", async ({ as, person }) => {
  test.setTimeout(120_000);
  await person("dora");
  const page = await as("dora");
  const heard = mistakes(page);
  await visit(page, "/settings/data");
  await look(page, "settings-data");
  for (const [name, format] of [["Everything (JSON)", "json"], ["As Letterboxd has it", "letterboxd"]]) {
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: `Download ${name}` }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^medianest-${PEOPLE.dora.login}-${format}-\\d{4}-\\d{2}-\\d{2}\\.zip$`));
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(0, 2).toString()).toBe("PK");
  }
  await expect(page.getByRole("heading", { name: "Take it along" })).toBeVisible();
  expect(heard()).toEqual([]);
});

test("an account is given up by whoever knows the password, and kept after all", async ({ as, api, person }) => {
  test.setTimeout(120_000);
  await person("lena");
  const page = await as("lena");
  await visit(page, "/settings/data");
  await page.getByRole("button", { name: "Give my account up" }).click();
  const dialog = page.getByRole("dialog", { name: "Give your account up?" });
  await look(page, "settings-data-leave");
  await dialog.getByLabel("Current password").fill("not the password");
  await dialog.getByRole("button", { name: "Give my account up" }).click();
  await expect(dialog.getByText("this is not your password")).toBeVisible();
  await dialog.getByLabel("Current password").fill("lena has a long password");
  await dialog.getByRole("button", { name: "Give my account up" }).click();
  await expect(page.getByText("Your account is erased on")).toBeVisible();
  await look(page, "settings-data-leaving");
  expect((await api("lena", ERASURE)).me.eraseAt).not.toBeNull();
  await page.getByRole("button", { name: "Keep my account" }).click();
  await expect(page.getByText("Your account is erased on")).toBeHidden();
  expect((await api("lena", ERASURE)).me.eraseAt).toBeNull();
});

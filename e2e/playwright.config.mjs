import { defineConfig } from "@playwright/test";
import { join } from "node:path";
import { ARTIFACTS } from "./support/artifacts.mjs";
import { launch } from "./support/browser.mjs";

export default defineConfig({
  testDir: "specs",
  testMatch: "*.spec.mjs",
  globalSetup: "./support/setup.mjs",
  outputDir: join(ARTIFACTS, "results"),
  // One server and one database for all: a test changes what the next one sees only where it says so.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: { launchOptions: launch, trace: "retain-on-failure", screenshot: "only-on-failure", locale: "en-GB", timezoneId: "Europe/Berlin" },
});

// The browser that the tests and the screenshots use: Debian's Chromium, or the one that CHROMIUM names.
import { chromium } from "@playwright/test";

/** How Chromium is started: without what it would send or fetch of its own accord. */
export const launch = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
  ],
};

/** The two sizes every page is looked at in, and the two themes. */
export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export const SCHEMES = ["light", "dark"];

/** Starts Chromium. */
export const start = () => chromium.launch(launch);

/** Gathers what a page complains about: errors of scripts, refusals by its content policy, requests that came to nothing. */
export function complaints(page) {
  const heard = [];
  page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.push(`${message.type()}: ${message.text()}`);
  });
  page.on("requestfailed", (request) => heard.push(`failed: ${request.url()} (${request.failure()?.errorText})`));
  return heard;
}

// Pictures of pages of a running MediaNest: node e2e/shots.mjs [options] /path [/path ...]. `--help` says more.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { signIn } from "./support/api.mjs";
import { SCHEMES, SIZES, complaints, start } from "./support/browser.mjs";

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    web: { type: "string", default: "http://localhost:8081" },
    api: { type: "string" },
    login: { type: "string" },
    password: { type: "string", default: process.env.PASSWORD },
    size: { type: "string", multiple: true, default: Object.keys(SIZES) },
    scheme: { type: "string", multiple: true, default: SCHEMES },
    "wait-for": { type: "string" },
    click: { type: "string", multiple: true, default: [] },
    settle: { type: "string", default: "400" },
    "full-page": { type: "boolean", default: false },
    out: { type: "string", default: join(import.meta.dirname, "artifacts/shots") },
    help: { type: "boolean", default: false },
  },
});

if (options.help || paths.length === 0) {
  console.log(`node e2e/shots.mjs [options] /path [/path ...]
  --web URL          where the app is served (http://localhost:8081)
  --api URL          where the API is (by default, what the app's config.json says)
  --login NAME       sign in as this person first; the password by --password or in PASSWORD
  --size NAME        desktop (1440 x 900) or phone (390 x 844); both without it
  --scheme NAME      light or dark; both without it
  --wait-for CSS     wait until this is there, instead of only until the network is quiet
  --click CSS        click this before the picture; may be given several times
  --settle MS        wait this long before the picture (400)
  --full-page        the whole page, not only what fits the window
  --out DIR          where the pictures go (e2e/artifacts/shots)
What a page complains about (errors, refusals by the content policy) is printed.`);
  process.exit(options.help ? 0 : 2);
}

await mkdir(options.out, { recursive: true });
const api = options.api ?? new URL((await (await fetch(`${options.web}/config.json`)).json()).api, options.web).href.replace(/\/$/, "");
const browser = await start();
for (const scheme of options.scheme) {
  for (const size of options.size) {
    const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme, serviceWorkers: "block" });
    if (options.login) await signIn(context, { api, web: options.web }, options);
    for (const path of paths) {
      const page = await context.newPage();
      const heard = complaints(page);
      await page.goto(new URL(path, options.web).href);
      await page.locator("#starting").waitFor({ state: "detached", timeout: 20_000 }).catch(() => heard.push("the app did not start"));
      // Subscriptions keep a socket open, which does not count; what polls would never be quiet, so there is an end.
      await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
      if (options["wait-for"]) await page.locator(options["wait-for"]).first().waitFor();
      for (const target of options.click) await page.locator(target).first().click();
      await page.waitForTimeout(Number(options.settle));
      const name = path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";
      const file = join(options.out, `${name}-${size}-${scheme}.png`);
      await page.screenshot({ path: file, fullPage: options["full-page"] });
      console.log(file);
      for (const complaint of heard) console.log(`  ${complaint}`);
      await page.close();
    }
    await context.close();
  }
}
await browser.close();

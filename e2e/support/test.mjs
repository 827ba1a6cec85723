// What every spec starts from: `import { expect, test } from "../support/test.mjs"`.
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { ask, signIn } from "./api.mjs";
import { ARTIFACTS } from "./artifacts.mjs";
import { SCHEMES, SIZES, complaints } from "./browser.mjs";
import { PEOPLE, STATE } from "./people.mjs";
import { Server } from "./server.mjs";

export { expect };

const CREATE_USER = "mutation($input: CreateUserInput!) { createUser(input: $input) { temporaryPassword user { id } } }";
const CHANGE_PASSWORD = "mutation($input: ChangePasswordInput!) { changePassword(input: $input) { __typename } }";

export const test = base.extend({
  /** The server that all tests share: `await server.kill(); await server.start();` is allowed. */
  server: async ({}, use) => use(await Server.written(STATE)),

  /** A server of this test's own, that nobody has set up: for the first start. */
  bareServer: async ({}, use, info) => {
    const server = await Server.create(`bare_${info.testId.replace(/\W/g, "")}`);
    await use(server);
    await server.kill("SIGTERM");
  },

  baseURL: async ({ server }, use) => use(server.web),

  /** A page of a person, in a browser context of theirs: `await as("alice")`. Two people are two browsers side by side. */
  as: async ({ browser, server, contextOptions }, use) => {
    const contexts = [];
    await use(async (name, options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: server.web, ...options });
      contexts.push(context);
      await signIn(context, server, PEOPLE[name]);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  /** Makes a person of this test's own, whom nothing that other tests did concerns: `await person("clara")`. */
  person: async ({ api, playwright, server }, use) => {
    await use(async (login) => {
      const password = `${login} has a long password`;
      const displayName = login[0].toUpperCase() + login.slice(1);
      // Two tests may name somebody alike, and one test may run twice.
      const username = `${login}-${randomUUID().slice(0, 6)}`;
      const { createUser } = await api("admin", CREATE_USER, { input: { username, displayName } });
      const newcomer = { request: await playwright.request.newContext() };
      await signIn(newcomer, server, { login: username, password: createUser.temporaryPassword });
      await ask(newcomer, server, CHANGE_PASSWORD, { input: { currentPassword: createUser.temporaryPassword, newPassword: password } });
      await newcomer.request.dispose();
      PEOPLE[login] = { login: username, displayName, password };
      return createUser.user.id;
    });
  },

  /** Asks the API as a person, past the app: `await api("alice", query, variables)`. */
  api: async ({ playwright, server }, use) => {
    const contexts = new Map();
    await use(async (name, query, variables) => {
      if (!contexts.has(name)) {
        contexts.set(name, { request: await playwright.request.newContext() });
        await signIn(contexts.get(name), server, PEOPLE[name]);
      }
      return ask(contexts.get(name), server, query, variables);
    });
    for (const context of contexts.values()) await context.request.dispose();
  },
});

/** Goes to a page of the app, and waits until the app has drawn it. */
export async function visit(page, path) {
  await page.goto(path);
  await page.locator("#starting").waitFor({ state: "detached" });
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
}

/** Collects scripts' errors and refusals by the content policy of a page, from now on. */
export function mistakes(page) {
  const heard = complaints(page);
  return () => heard.filter((text) => /^error: /.test(text) && !/Failed to load resource|WebSocket connection/.test(text));
}

/** Looks at a page in both sizes and both themes: takes a picture of each, and lets axe look for what shuts people out. */
export async function look(page, name) {
  const problems = [];
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(ARTIFACTS, `pages/${name}-${size}-${scheme}.png`) });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) problems.push(`${size}: the page is ${wide} px wider than the window`);
      // A scrolled page has things that are half under its bar, and too small to be touched there.
      const at = await page.evaluate(() => {
        const at = scrollY;
        scrollTo({ top: 0, behavior: "instant" });
        return at;
      });
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      for (const { id, help, nodes } of violations) {
        problems.push(`${size}, ${scheme}: ${id} (${help}): ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
      }
      await page.evaluate((top) => scrollTo({ top, behavior: "instant" }), at);
    }
  }
  await page.setViewportSize(SIZES.desktop);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  expect.soft(problems, `what is wrong with "${name}"`).toEqual([]);
}

/** A network as on a train: what is sent and loaded takes its time. Sockets are not slowed: Chromium does not offer it. */
export async function slowNetwork(page, { latency = 400, kilobits = 400 } = {}) {
  const devtools = await page.context().newCDPSession(page);
  const throughput = (kilobits * 1000) / 8;
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput,
  });
}

/** A processor this many times as slow. */
export async function slowProcessor(page, rate) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
}

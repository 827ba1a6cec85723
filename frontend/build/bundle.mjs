// Makes the folder that is served from the compiled app: node build/bundle.mjs --from <bound app> --to <folder> [--dev].
// Files in assets/ have names that carry a hash of what is in them, so that browsers may keep them for ever; beside each
// file that shrinks lie its brotli and gzip forms. Ends with what a first visit loads, and fails above the budget.
import { build } from "esbuild";
import { bundle as styles } from "lightningcss";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { appIcons, sprite } from "./icons.mjs";

/** What a first visit may load, compressed by brotli. */
const BUDGET = 500_000;
/** Twice, and without pulling long functions into their only callers, where they resemble each other less: that shrinks what is
 *  loaded, though not the file. Not all features: those beyond these are ones that no browser takes without asking. */
const WASM_OPT = [
  "-Oz", "-Oz", "--one-caller-inline-max-function-size=50",
  "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals",
  "--enable-reference-types", "--enable-multivalue",
];
const SHRINKS = new Set([".css", ".html", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest"]);

const { values: options } = parseArgs({
  options: { from: { type: "string" }, to: { type: "string" }, dev: { type: "boolean", default: false } },
});
const frontend = dirname(dirname(fileURLToPath(import.meta.url)));
const release = !options.dev;
const bound = resolve(options.from);
const fresh = `${options.to}.new`;

/** Files with a hash in their name: what the page calls them, and where they are. */
const assets = new Map();

async function asset(name, bytes) {
  const digest = (algorithm) => createHash(algorithm).update(bytes);
  const extension = extname(name);
  const path = `/assets/${name.slice(0, -extension.length)}-${digest("sha256").digest("hex").slice(0, 16)}${extension}`;
  await writeFile(join(fresh, path), bytes);
  assets.set(name, { path, integrity: `sha384-${digest("sha384").digest("base64")}` });
  return path;
}

async function wasm(name) {
  const compiled = join(bound, name);
  if (!release) return readFile(compiled);
  const small = join(bound, `small-${name}`);
  await promisify(execFile)(join(frontend, "node_modules/.bin/wasm-opt"), [...WASM_OPT, compiled, "-o", small]);
  return readFile(small);
}

/** The parts of the app that are loaded when somebody first needs them; where they are. */
async function later() {
  const loader = join(bound, "later.js");
  let text = await readFile(loader, "utf8");
  const parts = [];
  for (const [place, name] of text.matchAll(/new URL\("\.\/([^"]+\.wasm)", import\.meta\.url\)/g)) {
    parts.push(await asset(`later-${parts.length}.wasm`, await wasm(name)));
    text = text.replaceAll(place, JSON.stringify(parts.at(-1)));
  }
  await writeFile(loader, text);
  return parts;
}

/** One of the scripts in boot/, with all it imports. */
async function script(name, define = {}) {
  const { outputFiles: [{ contents }] } = await build({
    entryPoints: [join(frontend, "boot", name)],
    alias: { "medianest:app": join(bound, "app.js") },
    define: Object.fromEntries(Object.entries(define).map(([key, value]) => [key, JSON.stringify(value)])),
    bundle: true,
    // Modules wait for the page; the theme must not.
    format: name === "theme.js" ? "iife" : "esm",
    minify: release,
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  return contents;
}

function css(file) {
  const { code, warnings } = styles({
    filename: join(frontend, file),
    minify: release,
    // Safari 17, Chrome 120, Firefox 121: what has popovers, dialogs and :has().
    targets: { safari: 17 << 16, chrome: 120 << 16, firefox: 121 << 16 },
  });
  for (const warning of warnings) console.warn(`${warning.loc?.filename}:${warning.loc?.line}: ${warning.message}`);
  return code;
}

async function page(from, to) {
  const template = await readFile(join(frontend, from), "utf8");
  const html = template.replace(/%([a-z]+)(\.integrity)?%/g, (_, name, integrity) => {
    const found = [...assets].find(([key]) => key.startsWith(`${name}.`) || key.endsWith(`.${name}`))?.[1];
    if (!found) throw new Error(`${from} names "${name}", which is not built`);
    return integrity ? found.integrity : found.path;
  });
  await writeFile(join(fresh, to), html.replace(/<!--.*?-->\s*/gs, ""));
}

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

/** Writes the compressed forms of a file and gives back the sizes of all three. */
async function compress(file) {
  const bytes = await readFile(file);
  const sizes = { file: file.slice(fresh.length), raw: bytes.length, gzip: bytes.length, brotli: bytes.length };
  if (!release || !SHRINKS.has(extname(file))) return sizes;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [brotli, gzipped] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes, { level: 9 })]);
  if (brotli.length < bytes.length) await writeFile(`${file}.br`, brotli);
  if (gzipped.length < bytes.length) await writeFile(`${file}.gz`, gzipped);
  return { ...sizes, gzip: gzipped.length, brotli: brotli.length };
}

/** Prints what a first visit loads. */
function report(sizes) {
  const isLater = (name) => name === "offline.js" || name.startsWith("later");
  const first = [...assets].filter(([name]) => !isLater(name)).map(([, { path }]) => path);
  const loaded = sizes.filter(({ file }) => [...first, "/index.html", "/config.json", "/icons/logo.svg"].includes(file));
  const total = { file: "first visit", raw: 0, gzip: 0, brotli: 0 };
  for (const size of loaded) for (const form of ["raw", "gzip", "brotli"]) total[form] += size[form];
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(12);
  console.log(`${"".padEnd(44)}${["raw", "gzip", "brotli"].map((form) => form.padStart(12)).join("")}`);
  for (const { file, raw, gzip, brotli } of [...loaded, total]) console.log(`${file.padEnd(44)}${kb(raw)}${kb(gzip)}${kb(brotli)}`);
  if (release && total.brotli > BUDGET) {
    throw new Error(`a first visit loads ${total.brotli} bytes, and may load ${BUDGET}`);
  }
}

await rm(fresh, { recursive: true, force: true });
await mkdir(join(fresh, "assets"), { recursive: true });
await cp(join(frontend, "public"), fresh, { recursive: true });
for (const [name, bytes] of await appIcons(frontend)) await writeFile(join(fresh, "icons", name), bytes);

await asset("icons.svg", await sprite(frontend));
const app = await asset("app.wasm", await wasm("app_bg.wasm"));
const parts = await later();
await asset("style.css", css("build/all.css"));
await asset("later.css", css("styles/later.css"));
await asset("start.js", await script("start.js", { WASM: app, LATER: parts, RELEASE: release }));
await asset("theme.js", await script("theme.js"));
await asset("offline.js", await script("offline.js"));
await page("index.html", "index.html");
await page("boot/offline.html", "offline.html");
const version = createHash("sha256").update([...assets.keys()].map((name) => assets.get(name).path).join()).digest("hex").slice(0, 12);
const shell = [...assets.values()].map(({ path }) => path).concat("/offline.html", "/icons/logo.svg");
await writeFile(join(fresh, "sw.js"), await script("sw.js", { VERSION: version, SHELL: shell }));

const sizes = await Promise.all((await files(fresh)).map(compress));
report(sizes);
await rm(options.to, { recursive: true, force: true });
await rename(fresh, options.to);

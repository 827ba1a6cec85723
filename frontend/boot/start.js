// The first script of the page: loads the app, which draws itself, and says so when it cannot.
import init from "medianest:app";
import { speak } from "./words.js";

/** The pages of the first part. Of an item it has the head, and the rest is asked for once that can be read. */
const COMES_FIRST = /^\/(?:sign-in|live|items\/[^/]+)?$/;

function fail(error) {
  console.error(error);
  const words = speak();
  document.getElementById("boot-text").textContent = `${words.failed} ${error.message}`;
  const again = document.getElementById("boot-again");
  again.textContent = words.again;
  again.hidden = false;
  again.onclick = () => location.reload();
}

async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  if (RELEASE) {
    await navigator.serviceWorker.register("/sw.js");
    return;
  }
  // While the app is being worked on, nothing of it may come from a cache.
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}

// Most pages come with the later part: it is loaded beside the first one then, not after it.
if (!COMES_FIRST.test(location.pathname)) {
  document.getElementById("later-style").disabled = false;
  for (const href of LATER) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  }
}

// Where the API is. It is asked here, beside the app's own loading, for the app to read once it runs. Without a file the API is
// expected where the page came from, as behind one reverse proxy.
globalThis.medianestConfig = fetch("/config.json").then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}));

/** What is kept for the next visit is fetched when this one has what it needs: not beside the first page's own data. */
const KEEP_AFTER_MS = 3000;

// Its loading is under way already: the page preloads it.
init({ module_or_path: fetch(WASM) }).then(() => setTimeout(() => keepShell().catch(console.error), KEEP_AFTER_MS), fail);

// The first script of the page: loads the app, which draws itself, and says so when it cannot.
import init from "medianest:app";
import { speak } from "./words.js";

/** The pages of the first part. */
const COMES_FIRST = /^\/(?:sign-in|live)?$/;

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
  for (const href of LATER) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  }
}

// Its loading is under way already: the page preloads it.
init({ module_or_path: fetch(WASM) }).then(keepShell, fail).catch(console.error);

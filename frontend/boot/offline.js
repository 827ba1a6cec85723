// The page that the service worker shows where there is no network: goes on as soon as the app can be reached.
import { look } from "./look.js";
import { speak } from "./words.js";

const words = speak();
document.getElementById("boot-title").textContent = words.offline;
document.getElementById("boot-text").textContent = words.waiting;
const again = document.getElementById("boot-again");
again.textContent = words.again;

async function go() {
  // Also a server that is down counts as offline, so the browser's own opinion is not enough.
  const reached = await fetch("/config.json", { cache: "no-store" }).then((response) => response.ok, () => false);
  if (reached) location.reload();
}

again.addEventListener("click", go);
// Who has chosen nothing sees what the system shows, also once that changes.
for (const preference of ["prefers-color-scheme: dark", "prefers-contrast: more"]) {
  matchMedia(`(${preference})`).addEventListener("change", look);
}
addEventListener("online", go);
setInterval(go, 5000);

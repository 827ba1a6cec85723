// The service worker: keeps the shell of the app (its own files, never an answer of the API), so that the app opens at
// once, and shows a page that says so where there is no network.
const CACHE = `medianest-${VERSION}`;
const KEPT = new Set(SHELL);

/** One after the other: all at once would hold up the page that is open meanwhile. */
async function keep() {
  const cache = await caches.open(CACHE);
  for (const path of SHELL) await cache.add(path);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("medianest-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match("/offline.html")));
  } else if (KEPT.has(pathname)) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  }
});

import { createServer } from "node:http";
import { create } from "../support/catalogue.mjs";
import { expect, look, mistakes, test, visit } from "../support/test.mjs";

/** A picture of this size, painted by a browser. */
async function painted(page, width, height) {
  const url = await page.evaluate(([width, height]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const brush = canvas.getContext("2d");
    const colours = brush.createLinearGradient(0, 0, width, height);
    for (const [place, colour] of [[0, "#123047"], [0.55, "#b4532a"], [1, "#f2c14e"]]) colours.addColorStop(place, colour);
    brush.fillStyle = colours;
    brush.fillRect(0, 0, width, height);
    return canvas.toDataURL("image/png");
  }, [width, height]);
  return Buffer.from(url.split(",")[1], "base64");
}

test("a poster comes from the server and never from its host, and is drawn where it cannot be had", async ({ as, api, server }) => {
  const page = await as("alice");
  await visit(page, "/");
  const pictures = { "/poster.png": await painted(page, 800, 1200), "/backdrop.png": await painted(page, 1600, 900) };
  const host = createServer((request, response) => {
    const picture = pictures[request.url];
    response.writeHead(picture ? 200 : 404, { "Content-Type": "image/png" }).end(picture);
  });
  await new Promise((ready) => { host.listen(0, "127.0.0.1", ready); });
  const source = `http://127.0.0.1:${host.address().port}`;
  try {
    const metadata = { poster_url: `${source}/poster.png`, backdrop_url: `${source}/backdrop.png` };
    const film = await create(api, "movie", { name: "The Painted Desert", year: 1931, description: "Sand, and what lies under it.", metadata });
    const lost = await create(api, "movie", { name: "The Lost Poster", year: 1932, metadata: { poster_url: `${source}/gone.png` } });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const heard = mistakes(page);
    await visit(page, `/items/${film}`);
    const poster = page.locator(".item-poster img");
    await expect(poster).toHaveClass("shown");
    const shown = await poster.evaluate((image) => ({ src: image.currentSrc, width: image.naturalWidth }));
    expect(shown.src).toContain(`/images/${film}/poster?width=`);
    expect(shown.width).toBeGreaterThan(0);
    await expect(page.locator(".item-backdrop img")).toHaveClass("shown");
    await look(page, "item-with-pictures");
    await visit(page, `/items/${lost}`);
    await expect(page.locator(".item-poster .poster-drawn")).toContainText("The Lost Poster");
    await look(page, "item-without-its-poster");
    expect(asked.filter((url) => url.startsWith(source))).toEqual([]);
    expect(asked.some((url) => url.includes("/images/"))).toBe(true);
    expect(heard()).toEqual([]);
  } finally {
    await new Promise((closed) => { host.close(closed); });
  }
});

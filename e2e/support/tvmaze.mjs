// A TVmaze of cardboard: it knows one show.
import { createServer } from "node:http";

const episode = (number) => ({
  id: 500 + number, name: `Maze ${number}`, season: 1, number, airdate: `2031-03-1${number}`, airtime: "21:00",
  airstamp: `2031-03-1${number + 1}T02:00:00+00:00`, runtime: 48, image: null, summary: "<p>It rises.</p>",
});

const show = {
  id: 9, name: "Tidewater", language: "English", genres: ["Drama"], status: "Running", runtime: 50, premiered: "2024-01-08",
  network: { id: 1, name: "Canal Nord", country: { code: "CA" } }, externals: { thetvdb: 440011, imdb: "tt9990002" },
  image: null, summary: "<p>A town below the dike.</p>",
};

/** Starts it; `url` is where, `asked` what it was asked, `close()` ends it. */
export async function tvmaze() {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const answer = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (pathname === "/search/shows") return answer(200, /tide/i.test(searchParams.get("q")) ? [{ score: 1, show }] : []);
    if (pathname !== "/shows/9") return answer(404, { status: 404 });
    const seasons = [{ id: 91, number: 1, name: "", premiereDate: "2031-03-11", image: null, summary: null }];
    return answer(200, { ...show, _embedded: { seasons, episodes: [1, 2, 3].map(episode) } });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}

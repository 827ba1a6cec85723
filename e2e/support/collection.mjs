// The collection that is imported: the MovieLens data where this machine has it, else a small one of the same form.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ARTIFACTS } from "./artifacts.mjs";

const WORDS = ["Silent", "Golden", "Northern", "Paper", "Hidden", "Broken", "Summer", "Glass", "Iron", "Distant"];
const THINGS = ["River", "Station", "Garden", "Letter", "Harbour", "Winter", "Mirror", "Voyage", "Orchard", "Signal"];
const GENRES = ["Drama", "Comedy", "Adventure|Fantasy", "Thriller", "Romance|Drama", "Documentary"];

/** The folder to import. */
export async function collection() {
  if (process.env.E2E_MOVIELENS) return process.env.E2E_MOVIELENS;
  const folder = join(ARTIFACTS, "collection");
  await mkdir(folder, { recursive: true });
  const movies = WORDS.flatMap((word, first) => THINGS.map((thing, second) => ({
    id: first * THINGS.length + second + 1,
    title: `${word} ${thing} (${1950 + ((first * 7 + second * 3) % 75)})`,
    genres: GENRES[(first + second) % GENRES.length],
  })));
  const people = Array.from({ length: 20 }, (_, person) => person + 1);
  const ratings = people.flatMap((person) => movies.filter(({ id }) => (id * 7 + person) % 3 === 0)
    .map(({ id }) => `${person},${id},${((id + person) % 10 + 1) / 2},${1_400_000_000 + id * 86_400 + person}`));
  const table = (name, lines) => writeFile(join(folder, name), `${lines.join("\n")}\n`);
  await table("movies.csv", ["movieId,title,genres", ...movies.map(({ id, title, genres }) => `${id},${title},${genres}`)]);
  await table("links.csv", ["movieId,imdbId,tmdbId", ...movies.map(({ id }) => `${id},${String(9_900_000 + id)},${9_900_000 + id}`)]);
  await table("ratings.csv", ["userId,movieId,rating,timestamp", ...ratings]);
  await table("tags.csv", ["userId,movieId,tag,timestamp", "1,1,slow,1400000000", "2,2,seen twice,1400000000"]);
  return folder;
}

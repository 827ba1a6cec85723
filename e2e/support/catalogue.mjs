// What tests need of the catalogue: something that is there, and something of their own.

const TYPES = "{ mediaTypes { id name } }";
const FIND = "query($query: String!) { search(query: $query, first: 1) { nodes { item { id name year } } } }";
const CREATE = "mutation($input: CreateMediaItemInput!) { createMediaItem(input: $input) { item { id } } }";
const SCROBBLE = "mutation($input: ScrobbleInput!) { scrobble(input: $input) { __typename } }";

/** The item that fits a text best. */
export async function find(api, query) {
  const { search } = await api("admin", FIND, { query });
  return search.nodes[0].item;
}

/** Makes an item: `await create(api, "movie", { name: "Heat" })`. */
export async function create(api, type, fields) {
  const { mediaTypes } = await api("admin", TYPES);
  const mediaTypeId = mediaTypes.find(({ name }) => name === type).id;
  const { createMediaItem } = await api("admin", CREATE, { input: { mediaTypeId, ...fields } });
  return createMediaItem.item.id;
}

/** Makes a series with so many episodes in each season, all of them out. */
export async function series(api, name, seasons) {
  const show = await create(api, "tv", { name, year: 2019, genres: ["Drama", "Mystery"], description: `What happens in ${name}, told in ${seasons.length} seasons.` });
  const episodes = [];
  for (const [season, count] of seasons.entries()) {
    const position = season + 1;
    const seasonId = await create(api, "tv", { name: `Season ${position}`, parentId: show, position });
    for (let episode = 1; episode <= count; episode += 1) {
      const releasedOn = `20${18 + position}-03-${String(episode).padStart(2, "0")}`;
      episodes.push(await create(api, "tv", { name: `${name} ${position}.${episode}`, parentId: seasonId, position: episode, releasedOn, runtimeSeconds: 2700 }));
    }
  }
  return { show, episodes };
}

/** What a player tells: `await play(api, "bert", item, "START", { positionSeconds: 60 })`. */
export function play(api, who, itemId, action, fields = {}) {
  return api(who, SCROBBLE, { input: { itemId, action, durationSeconds: 7200, deviceName: "Living room", source: "jellyfin", ...fields } });
}

// The pictures that are made rather than drawn: the icon sprite, and the app's icons as PNG files.
import { Resvg } from "@resvg/resvg-js";
import { readFile } from "node:fs/promises";

/** One SVG file of the logo and all icons that icons.txt names, each a <symbol> of that name. */
export async function sprite(frontend) {
  const names = (await readFile(`${frontend}/icons.txt`, "utf8")).split("\n").filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(`${frontend}/node_modules/lucide-static/icons/${name}.svg`, "utf8").catch(() => {
      throw new Error(`icons.txt names "${name}", which Lucide does not have`);
    });
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    // How they are drawn is the style sheet's: what stands here could not be changed from there.
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
  }));
  const logo = await readFile(`${frontend}/public/icons/logo.svg`, "utf8");
  // Without its gradients: browsers do not agree where a picture that is used in another page finds them.
  const mark = logo.slice(logo.indexOf("</defs>") + 7, logo.lastIndexOf("</svg>"))
    .replace("url(#dusk)", "#0c4a50").replace("url(#egg)", "#ffb86b").replace(/\s*\n\s*/g, "");
  symbols.push(`<symbol id="logo" viewBox="0 0 64 64">${mark}</symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** The app's icons, from the logo: as it is, and to the edge with room around the mark, for systems that cut shapes. */
export async function appIcons(frontend) {
  const logo = await readFile(`${frontend}/public/icons/logo.svg`, "utf8");
  const tile = logo.match(/<rect [^>]*\/>/)[0];
  const full = tile.replace(/ rx="\d+"/, "");
  const room = 8;
  const maskable = logo.replace('viewBox="0 0 64 64"', `viewBox="${-room} ${-room} ${64 + 2 * room} ${64 + 2 * room}"`)
    .replace(tile, full.replace("<rect ", `<rect x="${-room}" y="${-room}" `).replaceAll('"64"', `"${64 + 2 * room}"`));
  const picture = (svg, width) => new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng();
  return new Map([
    ["logo-192.png", picture(logo, 192)],
    ["logo-512.png", picture(logo, 512)],
    ["maskable-192.png", picture(maskable, 192)],
    ["maskable-512.png", picture(maskable, 512)],
    ["touch-180.png", picture(maskable, 180)],
  ]);
}

// Pictures of a page as its readers have it, to look at: light, dark, twice as large, a narrow phone, paper.
//   node shoot.mjs FILE OUT-PREFIX [HEIGHT]
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { Browser, findBrowser } from "./browser.mjs";

const [file, out, height] = process.argv.slice(2);
const browser = await Browser.start(findBrowser());
const page = await browser.page();
const views = {
  light: { width: 1280 }, dark: { width: 1280, scheme: "dark" }, zoom: { width: 640, scale: 2 }, phone: { width: 360, scale: 2 },
};
for (const [name, view] of Object.entries(views)) {
  await page.show(view);
  await page.open(pathToFileURL(resolve(file)).href);
  writeFileSync(`${out}-${name}.png`, await page.picture({ height: Number(height ?? 2400) }));
}
await page.show({ width: 794, media: "print" });
await page.open(pathToFileURL(resolve(file)).href);
writeFileSync(`${out}-print.pdf`, await page.print());
await browser.stop();

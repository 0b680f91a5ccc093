// The page in a browser, in front of a town: the verbs that the tests speak in.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { TODAY, Town } from "./town.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
export const NARROW = 320;

export class DeskRig {
  #browser;

  static async open(options = {}) {
    const rig = new DeskRig();
    rig.town = new Town({ bin: process.env.DESK_BIN, source: process.env.DESK_SOURCE });
    try {
      await rig.town.open(options);
      await options.before?.(rig.town);
      rig.url = await rig.town.desk(process.env.DESK_PAGE);
      rig.#browser = await chromium.launch({ executablePath: process.env.DESK_BROWSER, args: FLAGS });
    } catch (error) {
      await rig.close();
      throw error;
    }
    return rig;
  }

  // A browser of its own, before anybody has signed in.
  async stranger({ scheme = "light", width = 1280, height = 900, motion = "no-preference" } = {}) {
    const context = await this.#browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: motion, locale: "sv-SE", timezoneId: "Europe/Stockholm" });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.faults = [];
    page.asked = new Set(); // calls without an answer yet, but for the watch, which stays open
    page.on("request", (request) => request.url().endsWith("/WatchEscalations") || page.asked.add(request));
    for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => page.asked.delete(request));
    page.on("pageerror", (error) => page.faults.push(`the page threw: ${error.message}`));
    page.on("console", (message) => {
      // A refused call is an answer of the gateway, which the page tells of itself.
      if (message.type() === "error" && !message.text().includes("Failed to load resource")) page.faults.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(this.url) && !request.url().startsWith("blob:")) page.faults.push(`asks another address: ${new URL(request.url()).origin}`);
    });
    await page.clock.setFixedTime(new Date(TODAY));
    await page.goto(`${this.url}/`);
    await page.waitForSelector(".ways button");
    return page;
  }

  // A page that stands by itself, in a browser of its own.
  async plain(address, { scheme = "light", width = 1280, height = 900 } = {}) {
    const context = await this.#browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: "sv-SE" });
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  // A person at a machine of their own.
  async person(user, options = {}) {
    const page = await this.stranger(options);
    await page.click(`[data-user="${user}"]`);
    await page.waitForSelector("dm-queue h1");
    return page;
  }

  async picture(page, name) {
    if (process.env.DESK_PICTURES) await page.screenshot({ path: join(process.env.DESK_PICTURES, `${name}.png`), fullPage: true });
  }

  async close() {
    await this.#browser?.close();
    await this.town.close();
  }
}

// Until the page has had its answers and has asked nothing more for a moment.
export async function settled(page) {
  for (let quiet = 0, tries = 0; quiet < 4 && tries < 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    quiet = page.asked.size === 0 ? quiet + 1 : 0;
  }
}

export async function axeFaults(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: tags });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`));
  }, TAGS);
}

// What axe does not look at: one first heading, one main, no sideways scrolling at 320 pixels.
export async function ownFaults(page) {
  const faults = await page.evaluate(() => {
    const found = [];
    if (document.documentElement.lang !== "sv") found.push("html has no lang=sv");
    if (document.querySelectorAll("h1").length !== 1) found.push(`${document.querySelectorAll("h1").length} h1`);
    if (document.querySelectorAll("main").length !== 1) found.push("not exactly one main");
    if (document.querySelector("[style]:not([hidden])")?.getAttribute("style")?.includes(":") && document.querySelector("style")) found.push("a style element");
    const deep = document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])");
    if (deep) found.push("tabindex changes the order of focus");
    return found;
  });
  const size = page.viewportSize();
  await page.setViewportSize({ width: NARROW, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > NARROW) faults.push(`${NARROW} pixels wide: scrolls sideways (${wide})`);
  await page.setViewportSize(size);
  return faults;
}

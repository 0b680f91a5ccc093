// Checks each kind of page that the program writes, as its readers have it: axe's rules of WCAG 2.2 AA in light, in dark and on a phone, and what
// axe does not look at: language, skip link, focus order, text beside charts, heads of tables, 320 pixels without sideways scrolling,
// nothing fetched from anywhere.
//   node check.mjs --program build/dev/bin/medarbetare [--policies DIR] [--only NAME]
// Exit code 0: all hold; 1: faults, each with page and place; 77: no browser or no axe on this machine (in CI that is 1).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { Browser, findBrowser } from "./browser.mjs";
import { makePages } from "./pages.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const NARROW = 320; // CSS pixels: 1280 at 400 % (WCAG 1.4.10)

// Run in the page: what is wrong with it, one sentence each.
function ownFaults() {
  const faults = [];
  const need = (holds, what) => holds || faults.push(what);
  const first = document.querySelector("a[href], button, input, select, textarea, summary, [tabindex]");
  need(document.documentElement.lang === "sv", "html has no lang=sv");
  need(document.querySelectorAll("h1").length === 1, "there is not exactly one h1");
  need(document.querySelectorAll("main").length === 1, "there is not exactly one main");
  need(document.title.trim().length > 0, "there is no title");
  need(!document.querySelector("script"), "there is a script");
  need(!document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])"), "tabindex changes the order of focus");
  if (document.querySelector("nav")) {
    const skip = first?.getAttribute("href") ?? "";
    const target = skip.startsWith("#") ? document.querySelector(skip) : null;
    need(target?.closest("main") || target?.querySelector("main") || target?.tagName === "MAIN", "the first link does not skip to main");
  }
  for (const table of document.querySelectorAll("table")) {
    const name = table.caption?.textContent.trim() || table.getAttribute("aria-label") || table.getAttribute("aria-labelledby") ||
      table.closest("section")?.querySelector("h2, h3")?.textContent;
    need(table.querySelector("thead th, tr:first-child th"), `a table has no head: ${table.textContent.trim().slice(0, 40)}`);
    need(name, `a table has no name: ${table.textContent.trim().slice(0, 40)}`);
    const loose = [...table.querySelectorAll("th")].find((cell) => !cell.hasAttribute("scope"));
    need(!loose, `a head has no scope: ${loose?.textContent.trim().slice(0, 40)}`);
  }
  for (const chart of document.querySelectorAll("svg")) {
    const told = chart.getAttribute("aria-label") || chart.querySelector("title")?.textContent || chart.getAttribute("aria-labelledby");
    need(chart.getAttribute("aria-hidden") === "true" || (chart.getAttribute("role") === "img" && told), "a chart has no text beside it");
  }
  return faults;
}

// As the page is opened: light and dark on a desk, and on a phone, where wide parts scroll.
const VIEWS = { light: { width: 1280 }, dark: { width: 1280, scheme: "dark" }, phone: { width: 360 } };

async function faultsOf(page, url, axe) {
  const faults = [];
  for (const [scheme, view] of Object.entries(VIEWS)) {
    await page.show(view);
    await page.open(url);
    if (scheme === "light") faults.push(...(await page.evaluate(`(${ownFaults})()`)));
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    await page.evaluate(axe);
    const found = await page.evaluate(
      `axe.run(document, { resultTypes: ["violations"], runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) =>
         violations.flatMap(({ id, help, nodes }) => nodes.map((node) => id + ": " + help + ": " + node.target.join(" ") + " " +
           (node.any[0]?.message ?? ""))))`,
    );
    faults.push(...found.map((fault) => `${scheme}: ${fault}`));
  }
  await page.show({ width: NARROW, height: 800 });
  await page.open(url);
  const wide = await page.evaluate("document.documentElement.scrollWidth");
  if (wide > NARROW) faults.push(`${NARROW} pixels wide: scrolls sideways (${wide})`);
  faults.push(...page.requests.filter((address) => !address.startsWith("file:")).map((address) => `fetches ${address}`));
  return faults;
}

// A page with one fault of each kind: what is not found here would not be found anywhere.
const BROKEN = `<!DOCTYPE html><html><head><title>x</title></head><body><main><h1>Ett</h1><h1>Två</h1>
<nav><a href="https://example.invalid/">bort</a></nav><p style="color:#999;background:#aaa">svagt</p>
<table><tr><td>utan huvud</td></tr></table><svg viewBox="0 0 9 9"></svg><img src="https://example.invalid/bild.png">
<div style="width:700px">brett</div></main></body></html>`;
const MUST_BE_FOUND = [
  "color-contrast", "image-alt", "lang=sv", "exactly one h1", "skip to main", "has no head", "has no name", "a chart has no text",
  "scrolls sideways", "fetches https://example.invalid/bild.png",
];

async function checkTheChecks(page, folder, axe) {
  const file = join(folder, "broken.html");
  writeFileSync(file, BROKEN);
  const faults = await faultsOf(page, pathToFileURL(file).href, axe);
  const unseen = MUST_BE_FOUND.filter((word) => !faults.some((fault) => fault.includes(word)));
  if (unseen.length > 0) throw new Error(`the checks do not see: ${unseen.join(", ")}`);
}

function cannot(why) {
  console.error(why);
  process.exit(process.env.CI ? 1 : 77);
}

async function main() {
  const { values } = parseArgs({ options: { program: { type: "string" }, policies: { type: "string" }, only: { type: "string" } } });
  if (!values.program) cannot("usage: node check.mjs --program PATH [--policies DIR] [--only NAME]");
  const path = findBrowser();
  if (path === undefined) cannot("no Chromium on this machine: install Debian's package chromium");
  let axe;
  try {
    axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  } catch {
    cannot("axe is not installed: npm ci --prefix tests/tools/axe --ignore-scripts");
  }
  const folder = mkdtempSync(join(tmpdir(), "pages-made-"));
  const browser = await Browser.start(path);
  let count = 0;
  try {
    const pages = makePages(resolve(values.program), resolve(values.policies ?? join(HERE, "../../../policies")), folder);
    const page = await browser.page();
    await checkTheChecks(page, folder, axe);
    for (const [name, file] of pages) {
      if (values.only && !name.includes(values.only)) continue;
      const faults = await faultsOf(page, pathToFileURL(file).href, axe);
      count += faults.length;
      console.log(`${faults.length === 0 ? "holds " : "FAULTS"} ${name}`);
      [...new Set(faults)].slice(0, 20).forEach((fault) => console.log(`    ${fault}`));
    }
    if (pages.size < 20) throw new Error("fewer pages than there are kinds");
  } finally {
    await browser.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(count === 0 ? "all pages hold" : `${count} faults`);
  process.exitCode = count === 0 ? 0 : 1;
}

await main();

// How long the list and a case take to open, measured in the browser with many items in the queue. A number and its machine, no pass or fail.
//   node test/bench/open.mjs --bin build/dev/bin --source . --page connectors/desk/page/dist [--items 10000] [--times 30] [--json]
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { bin: { type: "string" }, source: { type: "string" }, page: { type: "string" }, items: { type: "string" }, times: { type: "string" }, json: { type: "boolean" } } });
process.env.DESK_BIN = resolve(values.bin ?? "build/dev/bin");
process.env.DESK_SOURCE = resolve(values.source ?? ".");
process.env.DESK_PAGE = resolve(values.page ?? "connectors/desk/page/dist");
process.env.DESK_BROWSER ??= process.env.PATH.split(delimiter).flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name))).find((path) => existsSync(path));
const { DeskRig, settled } = await import("../support/desk.mjs");

const items = Number(values.items ?? 10_000);
const times = Number(values.times ?? 30);
const desk = await DeskRig.open({ size: items, before: async (town) => {
  // Everything goes to a person.
  for (const typfall of ["TF-02", "TF-14"]) await town.medarbetare("mode", "set", typfall, "shadow", "--actor", "HL000001", "--reason", "bench");
} });

// From the change of the address to the first frame in which `ready` holds.
const opened = (page, address, ready) => page.evaluate(async ([to, selector]) => {
  const start = performance.now();
  location.hash = to;
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done));
    if (document.querySelector(selector)) return performance.now() - start;
    if (performance.now() - start > 10_000) throw new Error(`${selector} did not come`);
  }
}, [address, ready]);

function figures(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  return { n: sorted.length, p50_ms: at(0.5), p90_ms: at(0.9), max_ms: at(1) };
}

try {
  const started = Date.now();
  await desk.town.submit(desk.town.path("municipality/cases"));
  await desk.town.worked(1_800_000);
  const page = await desk.person("HL000001");
  await page.waitForSelector("table.rows tbody tr");
  const open = Number((await page.locator(".rail .count b").first().innerText()).replace(/\D/g, ""));
  const list = [];
  const one = [];
  for (let index = 0; index < times + 3; index++) {
    const ids = await page.locator("[data-item]").evaluateAll((rows) => rows.map((row) => row.dataset.item));
    one.push(await opened(page, `#/arende/${ids[index % ids.length]}`, ".act"));
    await settled(page);
    list.push(await opened(page, "#/", "table.rows tbody tr"));
    await settled(page);
  }
  // The first three warm caches up.
  const result = { open_items: open, list: figures(list.slice(3)), case: figures(one.slice(3)), prepared_s: Math.round((Date.now() - started) / 1000), machine: `${cpus().length} × ${cpus()[0].model}` };
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.log(`${result.open_items} open items, ${result.machine}`);
    for (const name of ["list", "case"]) console.log(`${name.padEnd(5)} p50 ${result[name].p50_ms} ms, p90 ${result[name].p90_ms} ms, max ${result[name].max_ms} ms (n ${result[name].n})`);
  }
} finally {
  await desk.close();
}

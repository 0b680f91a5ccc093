// Builds the page and drives it in a browser, in front of the real worker.
//   node test/run.mjs --bin build/dev/bin --source . [--only NAME] [--pictures DIR]
// Exit code 0: all holds; 77: this machine has no browser, packages or programs (in CI that is 1).
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const PAGE = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const PROGRAMS = ["medarbetare", "medarbetare-desk", "ssbtek-sim", "ssbtek-municipality", "casesystem-sim"];
const { values } = parseArgs({ options: { bin: { type: "string" }, source: { type: "string" }, only: { type: "string" }, pictures: { type: "string" } } });

function cannot(why) {
  console.error(why);
  process.exit(process.env.CI ? 1 : 77);
}

const bin = resolve(values.bin ?? "build/dev/bin");
const browser = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))
  .find((path) => existsSync(path));
if (browser === undefined) cannot("no Chromium on this machine: install Debian's package chromium");
if (!existsSync(join(PAGE, "node_modules/playwright-core"))) cannot("the packages are not installed: npm ci --prefix connectors/desk/page --ignore-scripts");
for (const program of PROGRAMS) {
  if (!existsSync(join(bin, program))) cannot(`${program} is not built: cmake --build --preset dev`);
}

const folder = mkdtempSync(join(tmpdir(), "desk-page-"));
try {
  execFileSync(process.execPath, [join(PAGE, "build.mjs"), "--out", join(folder, "page")], { stdio: "inherit" });
  const tests = ["unit", "browser"].flatMap((kind) => readdirSync(join(PAGE, "test", kind)).filter((name) => name.endsWith(".test.mjs") && name.includes(values.only ?? ""))
    .map((name) => join(PAGE, "test", kind, name)));
  const { status } = spawnSync(process.execPath, ["--test", "--test-concurrency=2", "--test-reporter=spec", ...tests], {
    stdio: "inherit",
    env: { ...process.env, DESK_BIN: bin, DESK_SOURCE: resolve(values.source ?? "."), DESK_PAGE: join(folder, "page"), DESK_BROWSER: browser, DESK_PICTURES: values.pictures ?? "" },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// One page of each kind that the program writes for people, made by the program itself.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MUNICIPALITY = "0000-exempelkommun";
const MONTH = "2026-12";
const LEVEL = ["adults: 1, children: 0, value: 7600", "adults: 1, children: 0, value: 8200"];
// What an explanation may end in; a page of each, from invented households.
const ENDS = { automatic: "Beslutas automatiskt", human: "Till handläggare", partly: "Delvis bifall" };

function raise(policies, folder) {
  cpSync(policies, folder, { recursive: true });
  const levels = join(folder, "municipality", MUNICIPALITY, "parameters/levels.yaml");
  const text = readFileSync(levels, "utf8");
  if (!text.includes(LEVEL[0])) throw new Error("levels.yaml no longer has the row that is raised: bring pages.mjs in line with it");
  writeFileSync(levels, text.replaceAll(LEVEL[0], LEVEL[1]));
  return folder;
}

function explanations(run, folder) {
  const lines = run("policy", "generate", "--month", MONTH, "--count", "120", "--seed", "7").trim().split("\n");
  const cases = join(folder, "cases");
  mkdirSync(cases);
  lines.forEach((line, at) => writeFileSync(join(cases, `${String(at).padStart(3, "0")}.json`), line));
  const pages = join(folder, "explained");
  run("assess", cases, "--municipality", MUNICIPALITY, "--format", "html", "--out", pages);
  const written = readdirSync(pages).sort().map((name) => join(pages, name));
  return Object.entries(ENDS).map(([name, words]) => {
    const found = written.find((path) => readFileSync(path, "utf8").includes(words));
    if (found === undefined) throw new Error(`none of the invented households ends in «${words}»: draw others in pages.mjs`);
    return [`explanation-${name}`, found];
  });
}

// Pages by name. Of the site every page but one typfall and one file stand for all of their kind.
export function makePages(program, policies, folder) {
  const run = (...words) =>
    execFileSync(program, words, { encoding: "utf8", cwd: join(policies, ".."), maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
  const raised = raise(policies, join(folder, "raised"));
  const site = join(folder, "site");
  run("policy", "publish", "--policies", raised, "--compare", policies, "--out", site, "--date", "2026-12-01", "--municipality", MUNICIPALITY);
  const backtest = join(folder, "backtest.html");
  run("policy", "backtest", "--baseline", policies, "--policies", raised, "--municipality", MUNICIPALITY, "--generate", "2000", "--month",
    MONTH, "--html", backtest);
  const report = join(folder, "report.html");
  run("report", "--read", join(policies, "../tests/data/report/year.json"), "--html", report);
  const names = readdirSync(site).filter((name) => name.endsWith(".html") && !/^typfall-TF-(?!02)/.test(name));
  const file = readdirSync(join(site, "filer"), { recursive: true }).find((name) => String(name).endsWith(".html"));
  return new Map([
    ...names.map((name) => [`site-${name.replace(".html", "")}`, join(site, name)]),
    ...(file ? [["site-file", join(site, "filer", String(file))]] : []),
    ["backtest", backtest],
    ["report", report],
    ...explanations(run, folder),
  ]);
}

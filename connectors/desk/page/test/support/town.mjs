// A whole municipality on loopback, as the demonstration has it: invented households, simulated registers and case system, and the real
// worker. Everything lies in one folder that goes away with it.
import { spawn, execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const START_MS = 30_000;
const LEFI_GROUPS = readFileSync(new URL("../../../../../deploy/demo.yaml.in", import.meta.url), "utf8").match(/lefi_groups_granted: (\[[\s\S]*?\])/)[1];
export const MONTH = "2026-12";
export const TODAY = "2026-11-23T08:00:00+01:00"; // the day that the town plays on, whatever the day is

export const MANDATE = "SN 2026-04-21 § 61";
export const STAFF = [
  { id: "HL000001", name: "Anna Alm", roles: "ekonomihandlaggare, socialsekreterare", decides: true },
  { id: "HL000002", name: "Bo Björk", roles: "ekonomihandlaggare, socialsekreterare", decides: true },
  { id: "AL000001", name: "Lena Lind", roles: "arbetsledare, socialsekreterare", decides: true, cleared: true },
  { id: "KG000001", name: "Gun Gran", roles: "kvalitetsgranskare" },
  { id: "DR000001", name: "Dan Dal", roles: "drift" },
];

export const until = async (what, holds, ms = START_MS) => {
  const end = Date.now() + ms;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

export class Town {
  #running = [];
  folder = mkdtempSync(join(tmpdir(), "desk-town-"));

  constructor({ bin, source }) {
    this.bin = bin;
    this.source = source;
  }

  path(name) {
    return join(this.folder, name);
  }

  // Starts a program; answers what it wrote to its port file.
  async start(name, args, portFile) {
    const child = spawn(join(this.bin, name), args, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    const one = { name, child, log: "" };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (one.log = (one.log + data).slice(-100_000)));
    this.#running.push(one);
    const ended = new Promise((_, reject) =>
      child.once("exit", (code) => reject(new Error(`${name} ended with ${code}: ${one.log.slice(-2000)}`))));
    ended.catch(() => {});
    const port = until(`${name} says where it listens`, () => {
      const file = this.path(portFile);
      return existsSync(file) && readFileSync(file, "utf8").trim();
    });
    return Promise.race([port, ended]);
  }

  log(name) {
    return this.#running.filter((one) => one.name === name).map((one) => one.log).join("\n");
  }

  async medarbetare(...args) {
    const { stdout } = await run(join(this.bin, "medarbetare"), args, {
      env: { ...process.env, MEDARBETARE_TARGET: this.target },
      maxBuffer: 64 << 20,
    });
    return stdout;
  }

  // `size` households with their registers; `config` is added to the worker's configuration.
  async open({ size = 40, seed = 2026, config = "", policies = undefined } = {}) {
    await run(join(this.bin, "ssbtek-municipality"), ["--size", `${size}`, "--seed", `${seed}`, "--month", MONTH, "--out", this.path("municipality")]);
    const ssbtek = await this.start("ssbtek-sim",
      ["--scenario", this.path("municipality/scenario.yaml"), "--port-file", this.path("ssbtek.port"), "--console", "0",
        "--console-port-file", this.path("console.port")], "ssbtek.port");
    const cases = await this.start("casesystem-sim",
      ["--listen", "127.0.0.1:0", "--port-file", this.path("casesystem.port"), "--record", this.path("casesystem.jsonl")], "casesystem.port");
    const offset = Date.parse(TODAY) - Date.now();
    writeFileSync(this.path("staff.yaml"), `staff:\n${STAFF.map(({ id, name, roles, decides, cleared }) => `  - user_id: ${id}
    name: ${name}
    roles: [${roles}]
    queues: [all]
${cleared ? "    access: [restricted, named_persons]\n" : ""}${decides ? `    mandates:
      - {reference: "${MANDATE}", outcomes: [bifall, delavslag, avslag, avvisning, avskrivning], from: 2026-04-21}\n` : ""}    identities:
      - certificate: "spiffe://exempelkommun.example/personal/${id}"`).join("\n")}\n`);
    writeFileSync(this.path("medarbetare.yaml"), `environment: development
municipality: 0000-exempelkommun
policies: ${policies ?? join(this.source, "policies")}
database: medarbetare.db
staff: ${this.path("staff.yaml")}
grpc:
  listen: 127.0.0.1:0
  port_file: worker.port
ssbtek:
  url: http://127.0.0.1:${ssbtek}/
  organisation_number: "162120000001"
  organisation_name: Exempelkommun
  aktorsid: "000-00"
  lefi_groups_granted: ${LEFI_GROUPS}
  total_timeout_ms: 10000
case_system:
  target: 127.0.0.1:${cases}
worker:
  threads: 2
  poll_ms: 100
development:
  clock_offset_ms: ${offset}
${config}`);
    this.port = await this.start("medarbetare", ["serve", "--config", this.path("medarbetare.yaml")], "worker.port");
    this.target = `127.0.0.1:${this.port}`;
    return this;
  }

  // The gateway in front of the worker, with the development sign-in; answers its address.
  async desk(page) {
    const staff = STAFF.map(({ id, name, roles, cleared }) => `    - {user_id: ${id}, name: "${name}", roles: [${roles}], queues: ["*"]${cleared ? ", cleared: true" : ""}}`).join("\n");
    writeFileSync(this.path("desk.yaml"), `environment: development
listen: 127.0.0.1:0
port_file: desk.port
page: ${page}
worker:
  target: ${this.target}
development:
  staff:
${staff}
`);
    return `http://127.0.0.1:${await this.start("medarbetare-desk", ["--config", this.path("desk.yaml")], "desk.port")}`;
  }

  caseFiles() {
    return readdirSync(this.path("municipality/cases")).sort().map((name) => join(this.path("municipality/cases"), name));
  }

  async submit(...paths) {
    return (await this.medarbetare("submit", "--keep-going", ...paths)).trim().split("\n");
  }

  // Until no case is in a step of the worker's own.
  async worked(ms = 120_000) {
    const busy = ["received", "registered", "fetched", "evaluated", "decided"];
    await until("the worker has worked", async () => {
      const status = await this.medarbetare("status");
      const lines = status.slice(status.indexOf("STATE")).split("\n\n")[0].split("\n").slice(1);
      return lines.every((line) => !busy.includes(line.trim().split(/\s+/)[0]) || line.trim().split(/\s+/)[1] === "0");
    }, ms);
  }

  async close() {
    for (const { child } of [...this.#running].reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Builds the page: types from proto/, the type check, the bundle with hashed names, and the manifest that the gateway serves from.
//   node build.mjs [--out DIR] [--proto DIR] [--generate] [--watch]
// --generate stops after the types. Needs protoc (Debian's protobuf-compiler) and the packages of package-lock.json; fetches nothing.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { build, context } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const GENERATED = join(HERE, "src/gen");
const MODULES = join(HERE, "node_modules");
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml" };

const { values } = parseArgs({
  options: { out: { type: "string" }, proto: { type: "string" }, generate: { type: "boolean" }, watch: { type: "boolean" } },
});
const PROTO = resolve(values.proto ?? join(HERE, "../../../proto"));
const out = resolve(values.out ?? join(HERE, "dist"));

function generate() {
  rmSync(GENERATED, { recursive: true, force: true });
  mkdirSync(GENERATED, { recursive: true });
  const files = readdirSync(join(PROTO, "medarbetare/v1")).filter((name) => name.endsWith(".proto"));
  execFileSync("protoc", [
    `--plugin=protoc-gen-es=${join(MODULES, ".bin/protoc-gen-es")}`, `--es_out=${GENERATED}`, "--es_opt=target=ts,import_extension=js",
    `-I${PROTO}`, ...files.map((name) => `medarbetare/v1/${name}`),
  ], { stdio: "inherit" });
}

const options = {
  absWorkingDir: HERE,
  entryPoints: { page: "src/main.ts", style: "src/style/page.css", mark: "src/mark.svg" },
  bundle: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari16"],
  minify: true,
  legalComments: "linked",
  sourcemap: false,
  outdir: join(out, "assets"),
  entryNames: "[name]-[hash]",
  loader: { ".svg": "copy" },
  metafile: true,
  logLevel: "warning",
};

function writeIndex({ outputs }) {
  const named = (start, end) => {
    const found = Object.keys(outputs).map((path) => path.split("/").pop()).find((name) => name.startsWith(start) && name.endsWith(end));
    if (found === undefined) throw new Error(`the bundle has no ${start}*${end}`);
    return `/assets/${found}`;
  };
  const page = readFileSync(join(HERE, "src/index.html"), "utf8")
    .replace("@SCRIPT@", named("page-", ".js")).replace("@STYLE@", named("style-", ".css")).replace("@MARK@", named("mark-", ".svg"));
  writeFileSync(join(out, "index.html"), page);
}

function writeManifest() {
  const paths = ["index.html", ...readdirSync(join(out, "assets")).sort().filter((name) => /\.(js|css|svg)$/.test(name)).map((name) => `assets/${name}`)];
  const files = Object.fromEntries(paths.map((path) => {
    const bytes = readFileSync(join(out, path));
    if (path.startsWith("assets/")) {
      writeFileSync(join(out, `${path}.gz`), gzipSync(bytes, { level: 9 }));
      writeFileSync(join(out, `${path}.br`), brotliCompressSync(bytes));
    }
    return [`/${path}`, {
      type: TYPES[path.split(".").pop()],
      cache: path.startsWith("assets/") ? "immutable" : "no-store",
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: bytes.length,
    }];
  }));
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify({ files }, null, 1)}\n`);
}

generate();
if (!values.generate) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const finish = { name: "finish", setup: (one) => one.onEnd((result) => {
    if (result.errors.length > 0) return;
    writeIndex(result.metafile);
    writeManifest();
  }) };
  if (values.watch) {
    await (await context({ ...options, plugins: [finish] })).watch();
  } else {
    execFileSync(process.execPath, [join(MODULES, "typescript/bin/tsc"), "--noEmit", "-p", HERE], { stdio: "inherit" });
    await build({ ...options, plugins: [finish] });
  }
}

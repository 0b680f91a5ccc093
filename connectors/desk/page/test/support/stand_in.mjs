// The Connect protocol in front of a worker without TLS, for work on the page where medarbetare-desk is not built. It knows no access, keeps
// no session and must never stand in front of anything real.
//   node stand_in.mjs --worker 127.0.0.1:50051 --page dist [--port 8090] [--user HL000001]
import { existsSync, readFileSync } from "node:fs";
import http from "node:http";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { ConnectError, createClient } from "@connectrpc/connect";
import { connectNodeAdapter, createGrpcTransport } from "@connectrpc/connect-node";
import { build } from "esbuild";

// The generated services, compiled in memory: Node reads no TypeScript.
async function services(page) {
  const result = await build({
    absWorkingDir: page, bundle: true, format: "esm", platform: "node", write: false, external: ["@bufbuild/*"],
    stdin: { resolveDir: page, contents: ["escalation", "case", "frame", "application", "operations", "conversation", "quality", "contact", "desk"]
      .filter((name) => existsSync(join(page, `src/gen/medarbetare/v1/${name}_service_pb.ts`)))
      .map((name) => `export * from "./src/gen/medarbetare/v1/${name}_service_pb.ts";`).join("\n") },
  });
  const file = join(page, "node_modules/.stand-in.mjs");
  (await import("node:fs")).writeFileSync(file, result.outputFiles[0].text);
  return Object.values(await import(`${pathToFileURL(file).href}?${Date.now()}`)).filter((one) => one?.kind === "service");
}

// gRPC's trailers are no headers of HTTP.
function plain(error) {
  const again = ConnectError.from(error);
  for (const name of [...again.metadata.keys()]) again.metadata.delete(name);
  throw again;
}

// The person who is signed in acts, as the real gateway sees to.
function asUser(message, user) {
  for (const field of ["handler", "actor", "reviewer", "attester"]) {
    if (field in message && message[field] === "" && !message.$typeName.includes(".List")) message[field] = user;
  }
  if (message.frame && "signedBy" in message.frame) message.frame.signedBy = user;
  return message;
}

export async function standIn({ worker, dist, port = 0 }) {
  const page = resolve(new URL("../..", import.meta.url).pathname);
  const transport = createGrpcTransport({ baseUrl: `http://${worker}` });
  const all = await services(page);
  const users = new Map();
  const api = connectNodeAdapter({
    routes: (router) => all.forEach((service) => {
      const client = createClient(service, transport);
      router.service(service, Object.fromEntries(service.methods.map(({ localName }) => [localName, (message, context) => client[localName](asUser(message, context.requestHeader.get("x-stand-in-user")), { timeoutMs: 20_000 }).catch(plain)])));
    }),
  });
  const manifest = () => JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")).files;
  const server = http.createServer((request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    const id = /desk=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
    const answer = (status, body, headers = {}) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    const session = (user) => ({ person: { userId: user, name: `Handläggare ${user.slice(-1)}`, roles: ["ekonomihandlaggare", "socialsekreterare", "arbetsledare",
      "kvalitetsgranskare", "drift"], skills: [], cleared: true }, signedInBy: "development", idleSeconds: 900, endsInSeconds: 28800 });
    if (path === "/desk/session") return users.has(id) ? answer(200, session(users.get(id))) : answer(401, { code: "unauthenticated", ways: ["development"] });
    if (path === "/desk/sign-in/development/persons") {
      return answer(200, { persons: ["HL000001", "HL000002", "HL000003"].map((userId) => session(userId).person) });
    }
    if (path === "/desk/sign-in/development") {
      let body = "";
      return request.on("data", (data) => (body += data)).on("end", () => {
        const user = JSON.parse(body).userId;
        const key = Math.random().toString(36).slice(2);
        users.set(key, user);
        answer(200, session(user), { "set-cookie": `desk=${key}; HttpOnly; SameSite=Strict; Path=/` });
      });
    }
    if (path === "/desk/sign-out") return users.delete(id), answer(200, {});
    if (path.startsWith("/medarbetare.v1.") && !users.has(id)) return answer(401, { code: "unauthenticated", message: "sign in" });
    if (path.startsWith("/medarbetare.v1.")) {
      request.headers["x-stand-in-user"] = users.get(id);
      return api(request, response);
    }
    const name = path === "/" ? "/index.html" : path;
    const file = manifest()[name];
    response.setHeader("content-security-policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": file.type });
    return response.end(readFileSync(join(dist, name)));
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((done) => server.close(done)) };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({ options: { worker: { type: "string" }, page: { type: "string" }, port: { type: "string" } } });
  console.log((await standIn({ worker: values.worker, dist: resolve(values.page ?? "dist"), port: Number(values.port ?? 8090) })).url);
}

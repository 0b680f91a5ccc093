// A client of medarbetare.v1 that knows nothing but the proto files. It shows that the contract is enough for another
// language, and the end-to-end test drives the worker with it.
//
//   node client.mjs --target 127.0.0.1:7443 <command> [--name value …]
//
// `walk --case FILE` goes the whole way of a case that a person decides. The other commands are one call each.
//
// Answers are printed as one line of JSON. Exit code 0: OK; 1: refused, with the error as JSON on standard error; 2: wrong use.

import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

import grpc from "@grpc/grpc-js";
import protoLoader from "@grpc/proto-loader";
import protobuf from "protobufjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const FILES = ["application", "case", "escalation", "frame", "effect", "operations"].map(
  (name) => `medarbetare/v1/${name}_service.proto`,
);
const LOADING = { keepCase: true, longs: String, enums: String, defaults: false, oneofs: true };
const DETAILS = "grpc-status-details-bin";

function load(protos) {
  const definition = protoLoader.loadSync(FILES, { ...LOADING, includeDirs: [protos] });
  return grpc.loadPackageDefinition(definition).medarbetare.v1;
}

function credentials(options) {
  if (!options.ca) return grpc.credentials.createInsecure();
  return grpc.credentials.createSsl(readFileSync(options.ca), readFileSync(options.key), readFileSync(options.cert));
}

// The detail beside the status, read with the proto files too; null where there is none.
// gRPC's loader makes clients of services; a message that travels as bytes is read with the library below it.
function detailOf(error, protos) {
  const bytes = error.metadata?.get(DETAILS)?.[0];
  if (bytes === undefined) return null;
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(protos, target);
  root.loadSync("medarbetare/v1/error_detail.proto");
  const first = root.lookupType("medarbetare.v1.ErrorStatus").decode(bytes).details?.[0];
  return first ? root.lookupType("medarbetare.v1.ErrorDetail").decode(first.value) : null;
}

function call(client, method, request, seconds) {
  return new Promise((resolve, reject) => {
    const deadline = new Date(Date.now() + seconds * 1000);
    client[method](request, { deadline }, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

// "2026-11-26T07:12:45.5Z" as the Timestamp that proto-loader takes; everything else as it is.
function timestamps(value) {
  if (Array.isArray(value)) return value.map(timestamps);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, key.endsWith("_at") ? timestamp(field) : timestamps(field)]),
  );
}

function timestamp(text) {
  const ms = Date.parse(text);
  return { seconds: String(Math.floor(ms / 1000)), nanos: (((ms % 1000) + 1000) % 1000) * 1e6 };
}

// A repeat of the same file is the same request.
function requestIdOf(text) {
  return `js-${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
}

const newRequestId = () => `js-${randomUUID()}`;

// Each command: the options that it needs, and either one call, made of them, or a way through several.
const COMMANDS = {
  submit: {
    service: "ApplicationService",
    method: "SubmitApplication",
    needs: ["file"],
    request: (options) => {
      const text = readFileSync(options.file, "utf8");
      const input = timestamps(JSON.parse(text));
      return { request_id: options["request-id"] ?? requestIdOf(text), application: input.application, history: input.history };
    },
  },
  "sign-frame": {
    service: "FrameService",
    method: "SignFrame",
    needs: ["file"],
    request: (options) => {
      const text = readFileSync(options.file, "utf8");
      const { id, version, signed_at, content_sha256, ...frame } = JSON.parse(text).frame;
      return { request_id: options["request-id"] ?? requestIdOf(`frame ${text}`), frame };
    },
  },
  read: {
    service: "CaseService",
    method: "GetCase",
    needs: ["case"],
    request: (options) => ({ case_id: options.case }),
  },
  explain: {
    service: "CaseService",
    method: "ExplainAssessment",
    needs: ["case"],
    request: (options) => ({
      case_id: options.case,
      views: viewsOf(options.views),
      page_size: Number(options["page-size"] ?? 0),
      page_token: options["page-token"],
    }),
  },
  tree: { needs: ["case"], run: wholeTree },
  list: {
    service: "CaseService",
    method: "ListCases",
    needs: [],
    request: (options) => ({ page_size: Number(options["page-size"] ?? 0), page_token: options["page-token"] }),
  },
  escalations: {
    service: "EscalationService",
    method: "ListEscalations",
    needs: [],
    request: (options) => ({ queue: options.queue, page_size: Number(options["page-size"] ?? 0), page_token: options["page-token"] }),
  },
  escalation: {
    service: "EscalationService",
    method: "GetEscalation",
    needs: ["escalation"],
    request: (options) => ({ escalation_id: options.escalation }),
  },
  claim: {
    service: "EscalationService",
    method: "ClaimEscalation",
    needs: ["escalation", "handler", "version"],
    request: (options) => ({
      request_id: options["request-id"] ?? newRequestId(),
      escalation_id: options.escalation,
      handler: options.handler,
      expected_version: options.version,
    }),
  },
  release: {
    service: "EscalationService",
    method: "ReleaseEscalation",
    needs: ["escalation", "handler", "version"],
    request: (options) => ({
      request_id: options["request-id"] ?? newRequestId(),
      escalation_id: options.escalation,
      handler: options.handler,
      expected_version: options.version,
    }),
  },
  decide: {
    service: "EscalationService",
    method: "DecideCase",
    needs: ["escalation", "handler", "version", "mandate", "outcome"],
    request: (options) => ({
      request_id: options["request-id"] ?? newRequestId(),
      escalation_id: options.escalation,
      expected_version: options.version,
      handler: options.handler,
      mandate: options.mandate,
      outcome: options.outcome,
      motivation: options.motivation,
    }),
  },
  effects: {
    service: "EffectService",
    method: "ListEffects",
    needs: [],
    request: (options) => ({ case_id: options.case, page_size: Number(options["page-size"] ?? 0), page_token: options["page-token"] }),
  },
  status: { service: "OperationsService", method: "GetStatus", needs: [], request: () => ({}) },
  walk: { needs: ["case"], run: walk },
};

// "APPLICANT,HTML" as the contract's names.
function viewsOf(text) {
  return (text ?? "").split(",").filter(Boolean).map((name) => `EXPLANATION_VIEW_${name.toUpperCase()}`);
}

// The explanation as the tree that its pages lay out: each node with its children.
async function wholeTree(options, service) {
  const request = { case_id: options.case, views: ["EXPLANATION_VIEW_TREE", "EXPLANATION_VIEW_COUNTERFACTUALS"] };
  request.page_size = Number(options["page-size"] ?? 200);
  const nodes = new Map();
  const roots = [];
  let head;
  do {
    const { explanation, next_page_token } = await service("CaseService", "ExplainAssessment", request);
    head ??= explanation;
    for (const node of explanation.nodes ?? []) {
      const grown = { ...node, children: [] };
      expect(!nodes.has(node.id), "a node comes once");
      nodes.set(node.id, grown);
      expect(!node.parent_id || nodes.has(node.parent_id), "a node comes after the one above it");
      (node.parent_id ? nodes.get(node.parent_id).children : roots).push(grown);
    }
    request.page_token = next_page_token;
  } while (request.page_token);
  return { ...head, nodes: roots };
}

// Sums hold all the way down, or the tree is not shown.
function addsUp(node) {
  const parts = node.children.filter((child) => ["SUM", "ROW"].some((kind) => child.kind === `EXPLANATION_NODE_KIND_${kind}`));
  const isSum = node.kind === "EXPLANATION_NODE_KIND_SUM" && parts.length > 0;
  const sum = parts.reduce((total, child) => total + BigInt(child.amount?.ore ?? 0), 0n);
  return (!isSum || sum === BigInt(node.amount?.ore ?? 0)) && parts.every(addsUp);
}

// The whole way of a case that a person decides: submit, read, claim, decide, read again. The application asks for a person, so
// that it surely comes to one. Throws where the worker does not do what the contract says.
async function walk(options, service) {
  const input = timestamps(JSON.parse(readFileSync(options.case, "utf8")));
  const application = { ...input.application, wants_person: true };
  const submit = { request_id: newRequestId(), application, history: input.history };
  const { case_id } = await service("ApplicationService", "SubmitApplication", submit);
  const repeat = await service("ApplicationService", "SubmitApplication", submit);
  expect(repeat.case_id === case_id, "a repeat is answered as the first time");

  const waiting = await untilEscalated(service, case_id);
  const item = waiting.escalation;
  const tree = await wholeTree({ case: case_id, "page-size": 50 }, service);
  expect(tree.nodes[0].id === "grant" && tree.nodes.every(addsUp), "the explanation adds up");
  expect(tree.conclusion?.kind === "CONCLUSION_KIND_HUMAN", "the explanation says that a person has it");
  const { explanation: told } = await service("CaseService", "ExplainAssessment", {
    case_id, views: ["EXPLANATION_VIEW_APPLICANT", "EXPLANATION_VIEW_HTML"],
  });
  expect(told.applicant_text && !/\b[GX]-\d\d\b/.test(told.applicant_text), "the applicant's text has no codes");
  expect(told.html?.startsWith("<!DOCTYPE html>") && !told.nodes, "the forms asked for, and no other");
  const claim = { request_id: newRequestId(), escalation_id: item.id, handler: "js-1", expected_version: item.version };
  const { escalation: held } = await service("EscalationService", "ClaimEscalation", claim);
  expect(held.state === "ESCALATION_STATE_CLAIMED" && held.handler === "js-1", "the item is held");
  const refused = await service("EscalationService", "ClaimEscalation", {
    ...claim, request_id: newRequestId(), handler: "js-2", expected_version: held.version,
  }).then(() => null, (error) => error);
  expect(refused?.code === grpc.status.ABORTED, "a second caseworker is refused");

  const { case: decided } = await service("EscalationService", "DecideCase", {
    request_id: newRequestId(),
    escalation_id: item.id,
    expected_version: held.version,
    handler: "js-1",
    mandate: "DEL-JS",
    outcome: options.outcome ?? "OUTCOME_AVSKRIVNING",
    reason: options.reason ?? "WRITE_OFF.WITHDRAWN",
    motivation: options.motivation ?? "Ansökan är återkallad.",
  });
  const last = decided.decisions?.at(-1);
  expect(last?.kind === "DECISION_KIND_HUMAN" && last?.decided_by === "js-1", "the decision is the caseworker's");
  const { case: read } = await service("CaseService", "GetCase", { case_id });
  expect(read.decisions?.length === decided.decisions.length, "the decision is stored");
  return { case_id, escalation_id: item.id, queue: item.routing.queue, state: read.state, outcome: last.outcome };
}

function expect(holds, what) {
  if (!holds) throw new Error(`the worker broke its contract: ${what}`);
}

// The case once a person has it, asked for again and again for at most 30 s.
async function untilEscalated(service, case_id) {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) {
    const { case: found } = await service("CaseService", "GetCase", { case_id });
    if (["CASE_STATE_ESCALATED", "CASE_STATE_PROPOSED"].includes(found.state)) return found;
  }
  throw new Error("the case did not come to a person within 30 s");
}

const OPTIONS = [
  "protos", "target", "ca", "cert", "key", "timeout", "file", "case", "escalation", "handler", "version", "mandate", "outcome",
  "motivation", "queue", "views", "page-size", "page-token", "request-id",
];

function usage(message) {
  console.error(`${message}\nusage: node client.mjs --target host:port <${Object.keys(COMMANDS).join("|")}> [--name value …]`);
  process.exit(2);
}

function readCommandLine() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }])),
    });
    return { values, name: positionals[0], extra: positionals.length > 1 };
  } catch (error) {
    return usage(error.message);
  }
}

async function main() {
  const { values, name, extra } = readCommandLine();
  const command = COMMANDS[name];
  if (command === undefined || extra || !values.target) usage("a command and --target are required");
  const missing = command.needs.filter((option) => values[option] === undefined);
  if (missing.length > 0) usage(`${name} needs ${missing.map((option) => `--${option}`).join(" ")}`);

  const protos = values.protos ?? join(HERE, "../../../proto");
  const api = load(protos);
  const clients = {};
  const service = (service, method, request) => {
    clients[service] ??= new api[service](values.target, credentials(values));
    return call(clients[service], method, request, Number(values.timeout ?? 20));
  };
  try {
    const answer = command.run
      ? await command.run(values, service)
      : await service(command.service, command.method, command.request(values));
    console.log(JSON.stringify(answer));
  } catch (error) {
    const refusal = { code: grpc.status[error.code], message: error.details ?? error.message, detail: detailOf(error, protos) };
    console.error(JSON.stringify(refusal));
    process.exitCode = 1;
  } finally {
    Object.values(clients).forEach((client) => client.close());
  }
}

await main();

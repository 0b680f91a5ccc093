// A client of medarbetare.v1 that knows nothing but the proto files. It shows that the contract is enough for another
// language, and the end-to-end test drives the worker with it.
//
//   node client.mjs --target 127.0.0.1:7443 <command> [--name value …]
//
// Answers are printed as one line of JSON. Exit code 0: OK; 1: refused, with the error as JSON on standard error; 2: wrong use.

import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import grpc from "@grpc/grpc-js";
import protoLoader from "@grpc/proto-loader";
import protobuf from "protobufjs";

const PROTO = join(dirname(fileURLToPath(import.meta.url)), "../../../proto");
const FILES = ["application", "case", "escalation", "frame", "effect", "operations"].map(
  (name) => `medarbetare/v1/${name}_service.proto`,
);
const LOADING = { keepCase: true, longs: String, enums: String, defaults: false, oneofs: true, includeDirs: [PROTO] };
const DETAILS = "grpc-status-details-bin";

function load() {
  const definition = protoLoader.loadSync(FILES, LOADING);
  return grpc.loadPackageDefinition(definition).medarbetare.v1;
}

function credentials(options) {
  if (!options.ca) return grpc.credentials.createInsecure();
  return grpc.credentials.createSsl(readFileSync(options.ca), readFileSync(options.key), readFileSync(options.cert));
}

// The detail beside the status, read with the proto files too; null where there is none.
function detailOf(error) {
  const bytes = error.metadata?.get(DETAILS)?.[0];
  if (bytes === undefined) return null;
  const first = decode("ErrorStatus", bytes).details?.[0];
  return first ? decode("ErrorDetail", first.value) : null;
}

// gRPC's loader makes clients of services; a message that travels as bytes is read with the library below it.
let root;
function decode(name, bytes) {
  if (root === undefined) {
    root = new protobuf.Root();
    root.resolvePath = (_origin, target) => join(PROTO, target);
    root.loadSync("medarbetare/v1/error_detail.proto");
  }
  return root.lookupType(`medarbetare.v1.${name}`).decode(bytes);
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

// Each command: the service, the method, the options that it needs, and the request made of them.
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
    request: (options) => ({ case_id: options.case }),
  },
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
};

const OPTIONS = [
  "target", "ca", "cert", "key", "timeout", "file", "case", "escalation", "handler", "version", "mandate", "outcome",
  "motivation", "queue", "page-size", "page-token", "request-id",
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

  const api = load();
  const client = new api[command.service](values.target, credentials(values));
  try {
    const response = await call(client, command.method, command.request(values), Number(values.timeout ?? 20));
    console.log(JSON.stringify(response));
  } catch (error) {
    if (error.code === undefined) throw error;
    console.error(JSON.stringify({ code: grpc.status[error.code], message: error.details, detail: detailOf(error) }));
    process.exitCode = 1;
  } finally {
    client.close();
  }
}

await main();

// The words of the policy set's own lists (reasons, completion items, kinds), read from the set that the case was computed under.
import { cases, operations } from "./api.js";
import type { WorkerStatus } from "../gen/medarbetare/v1/operations_pb.js";

export interface Entry {
  code: string;
  text: string;
}

const sets = new Map<string, Promise<Map<string, Entry[]>>>();
const PREFIX = "tables/";

function entriesOf(yaml: string): Entry[] {
  const entries: Entry[] = [];
  for (const item of yaml.matchAll(/^ {2}- \{(code|id|kind|type): ([A-Za-z0-9_.-]+),([\s\S]*?)\}\s*$/gm)) {
    const text = /\b(?:text|title|label|name): (?:"((?:[^"\\]|\\.)*)"|([^,}]+))/.exec(item[3]!);
    entries.push({ code: item[2]!, text: (text?.[1] ?? text?.[2] ?? item[2]!).trim() });
  }
  return entries;
}

// The set's canonical form: lines "file SIZE PATH", each followed by so many bytes.
function filesOf(content: string): Map<string, string> {
  const bytes = new TextEncoder().encode(content);
  const text = new TextDecoder();
  const files = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(10, at);
    const line = text.decode(bytes.subarray(at, end < 0 ? bytes.length : end));
    at = end < 0 ? bytes.length : end + 1;
    const head = /^file (\d+) (.+)$/.exec(line);
    if (head === null) continue;
    files.set(head[2]!, text.decode(bytes.subarray(at, at + Number(head[1]))));
    at += Number(head[1]);
  }
  return files;
}

async function load(sha256: string): Promise<Map<string, Entry[]>> {
  const { content } = await cases.getPolicySet({ sha256 });
  const lists = new Map<string, Entry[]>();
  for (const [path, yaml] of filesOf(content)) {
    if (path.startsWith(PREFIX)) lists.set(path.slice(PREFIX.length).replace(/\.yaml$/, ""), entriesOf(yaml));
  }
  return lists;
}

// The entries of a list, such as "reason_codes"; none where the set cannot be read: the code is shown then.
export async function listOf(sha256: string, name: string): Promise<Entry[]> {
  if (sha256 === "") return [];
  let set = sets.get(sha256);
  if (set === undefined) {
    set = load(sha256);
    sets.set(sha256, set);
    set.catch(() => sets.delete(sha256));
  }
  try {
    return (await set).get(name) ?? [];
  } catch {
    return [];
  }
}

// The reasons of one kind, such as "ROUTE": codes without the kind, as the calls take them.
export async function reasonsOf(sha256: string, kind: string): Promise<Entry[]> {
  const prefix = `${kind}.`;
  return (await listOf(sha256, "reason_codes")).filter(({ code }) => code.startsWith(prefix)).map(({ code, text }) => ({ code: code.slice(prefix.length), text }));
}

let inForce: Promise<WorkerStatus | undefined> | undefined;

function status(): Promise<WorkerStatus | undefined> {
  inForce ??= operations.getStatus({}).then(({ status: one }) => one);
  return inForce.catch(() => {
    inForce = undefined;
    return undefined;
  });
}

// The set in force, for views that show no case.
export const setInForce = async (): Promise<string> => (await status())?.policySha256 ?? "";

// What each typfall is called.
export const typfallTitles = async (): Promise<Map<string, string>> => new Map((await status())?.typfall.map(({ typfall, title }) => [typfall, title]));

export const wordIn = (list: Entry[], code: string): string => list.find((one) => one.code === code)?.text ?? code;

export interface RowWords {
  costs: Entry[];
  incomes: Entry[];
}

export async function rowWords(): Promise<RowWords> {
  const set = await setInForce();
  const [costs, incomes] = await Promise.all([listOf(set, "cost_types"), listOf(set, "income_kinds")]);
  return { costs, incomes };
}

const ROWS: Record<string, string> = {
  "norm.personal": "Personliga kostnader", "norm.common": "Gemensamma kostnader", "asset.bank": "Bankmedel", "asset.securities": "Värdepapper", "asset.vehicle": "Fordon",
  "asset.property": "Fastighet eller bostad", "asset.other": "Annan tillgång", "income.surplus": "Överskott från tidigare månad",
};

// What the row of a calculation is called: "cost.hushallsel" is Hushållsel.
export function rowWord(code: string, { costs, incomes }: RowWords): string {
  const kind = code.replace(/^income\./, "");
  return ROWS[code] ?? costs.find((one) => one.code === code)?.text ?? (kind !== code ? wordIn(incomes, kind) : code);
}

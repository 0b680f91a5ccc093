// What the caseworker has typed and not yet sent. It lives in the page's memory alone and outlasts a refusal, a refresh and a new sign-in.
import { RowKind, type Assessment, type CalculationRow } from "../gen/medarbetare/v1/assessment_pb.js";
import { Outcome } from "../gen/medarbetare/v1/history_pb.js";
import { oreOf } from "./format.js";
import { isSubtracted } from "./words.js";

export interface EditedRow {
  text: string; // as typed
  reason: string;
  note: string;
}

export interface Draft {
  outcome: Outcome;
  mandate: string;
  motivation: string;
  reason: string; // why the application is dismissed or written off
  exception: string; // the ground for not communicating
  rows: Map<string, EditedRow>;
  requestId: string; // of the decision in hand; a second try of the same is the same call
}

export const rowKey = ({ code, person }: { code: string; person: string }): string => `${code}/${person}`;
const drafts = new Map<string, Draft>();
let lastMandate = ""; // the person's own delegation, the same from case to case

export function draftOf(item: string, outcome = Outcome.UNSPECIFIED): Draft {
  let draft = drafts.get(item);
  if (draft === undefined) {
    draft = { outcome, mandate: lastMandate, motivation: "", reason: "", exception: "", rows: new Map(), requestId: "" };
    drafts.set(item, draft);
  }
  return draft;
}

export function forget(item: string): void {
  lastMandate = drafts.get(item)?.mandate ?? lastMandate;
  drafts.delete(item);
}

// All rows of one code and person: a benefit that was paid out twice has two. A person changes them together.
export interface RowGroup {
  key: string;
  code: string;
  person: string;
  kind: RowKind;
  label: string;
  rows: CalculationRow[];
  amount: bigint; // the worker's, of all
  applied: bigint | undefined;
}

export function groupsOf(rows: CalculationRow[]): RowGroup[] {
  const groups = new Map<string, RowGroup>();
  for (const row of rows) {
    const { code, person, kind, label } = row;
    const key = rowKey(row);
    const group = groups.get(key) ?? { key, code, person, kind, label, rows: [], amount: 0n, applied: undefined };
    group.rows.push(row);
    group.amount += row.amount?.ore ?? 0n;
    if (row.applied !== undefined) group.applied = (group.applied ?? 0n) + row.applied.ore;
    groups.set(key, group);
  }
  return [...groups.values()];
}

// An amount that is the worker's own again, with nothing said of it, is not changed.
export function isChanged(group: RowGroup, draft: Draft): boolean {
  const edited = draft.rows.get(group.key);
  if (edited === undefined) return false;
  return oreOf(edited.text) !== group.amount || edited.note.trim() !== "" || (edited.reason !== "" && edited.reason !== group.rows[0]?.reason);
}

export const changedRows = (assessment: Assessment | undefined, draft: Draft): number => groupsOf(assessment?.rows ?? []).filter((group) => isChanged(group, draft)).length;

// The amount that counts: the person's where one is typed, else the worker's. Undefined where what is typed is no amount.
export function effective(group: RowGroup, draft: Draft | undefined): bigint | undefined {
  const edited = draft?.rows.get(group.key);
  return edited === undefined ? group.amount : oreOf(edited.text);
}

// What of it stands on each row, as the worker shares it out: each has the worker's amount as far as it goes, the first what is above them all.
export function shares(group: RowGroup, ore: bigint): bigint[] {
  let rest = ore;
  const parts = group.rows.map(({ amount }) => {
    const own = amount === undefined || amount.ore < 0n ? 0n : amount.ore;
    const part = rest < own ? rest : own;
    rest -= part;
    return part;
  });
  if (parts.length > 0) parts[0]! += rest;
  return parts;
}

export interface Sums {
  norm: bigint;
  costs: bigint;
  extra: bigint;
  incomes: bigint;
  grant: bigint;
  lowered: boolean; // somewhere less than was asked for
}

export function sums(assessment: Assessment, draft: Draft | undefined): Sums | undefined {
  const total: Sums = { norm: 0n, costs: 0n, extra: 0n, incomes: 0n, grant: 0n, lowered: false };
  for (const group of groupsOf(assessment.rows)) {
    const ore = effective(group, draft);
    if (ore === undefined) return undefined;
    if (isSubtracted(group.kind)) total.incomes += ore;
    else if (group.kind === RowKind.COST) total.costs += ore;
    else if (group.kind === RowKind.EXTRA_COST) total.extra += ore;
    else total.norm += ore;
    if (group.applied !== undefined && ore < group.applied) total.lowered = true;
  }
  const rest = total.norm + total.costs + total.extra - total.incomes;
  total.grant = rest > 0n ? rest : 0n;
  return total;
}

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

// A row whose amount is the worker's own again, without a reason, is not changed.
export function isChanged(row: CalculationRow, draft: Draft): boolean {
  const edited = draft.rows.get(rowKey(row));
  return edited !== undefined && (edited.reason !== "" || oreOf(edited.text) !== (row.amount?.ore ?? 0n));
}

export const changedRows = (assessment: Assessment | undefined, draft: Draft): number => (assessment?.rows ?? []).filter((row) => isChanged(row, draft)).length;

// The amount that counts: the person's where one is typed, else the worker's. Undefined where what is typed is no amount.
export function effective(row: CalculationRow, draft: Draft | undefined): bigint | undefined {
  const edited = draft?.rows.get(rowKey(row));
  return edited === undefined ? (row.amount?.ore ?? 0n) : oreOf(edited.text);
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
  for (const row of assessment.rows) {
    const ore = effective(row, draft);
    if (ore === undefined) return undefined;
    if (isSubtracted(row.kind)) total.incomes += ore;
    else if (row.kind === RowKind.COST) total.costs += ore;
    else if (row.kind === RowKind.EXTRA_COST) total.extra += ore;
    else total.norm += ore;
    if (row.applied !== undefined && ore < row.applied.ore) total.lowered = true;
  }
  const rest = total.norm + total.costs + total.extra - total.incomes;
  total.grant = rest > 0n ? rest : 0n;
  return total;
}

import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./bundle.mjs";

const { sums, effective, draftOf, forget, rowKey, groupsOf, shares, changedRows } = await load("core/draft.ts");
const kr = (amount) => ({ ore: BigInt(amount) * 100n });
const NORM = 1;
const COST = 3;
const INCOME = 5;
const assessment = { rows: [
  { code: "norm.personal", person: "p1", kind: NORM, amount: kr(3940) },
  { code: "cost.boende", person: "", kind: COST, applied: kr(5000), amount: kr(5000) },
  { code: "income.aktivitetsstod", person: "p1", kind: INCOME, amount: kr(4617) },
] };

test("without edits the sum is the worker's", () => {
  assert.deepEqual({ ...sums(assessment, undefined) }, { norm: 394000n, costs: 500000n, extra: 0n, incomes: 461700n, grant: 432300n, lowered: false });
});
test("an edited row counts, and less than was asked for is seen", () => {
  const draft = draftOf("item-1");
  draft.rows.set("cost.boende/", { text: "4 800", reason: "", note: "" });
  assert.equal(sums(assessment, draft).grant, 412300n);
  assert.equal(sums(assessment, draft).lowered, true);
});
test("a sum is never below zero, and none where a row is no amount", () => {
  const draft = draftOf("item-2");
  draft.rows.set("income.aktivitetsstod/p1", { text: "99 999", reason: "", note: "" });
  assert.equal(sums(assessment, draft).grant, 0n);
  draft.rows.set("income.aktivitetsstod/p1", { text: "tusen", reason: "", note: "" });
  assert.equal(sums(assessment, draft), undefined);
  assert.equal(effective(groupsOf(assessment.rows)[2], draft), undefined);
});
test("a draft stays until it is sent; the delegation follows to the next case", () => {
  const draft = draftOf("item-3");
  draft.motivation = "Halvskriven";
  draft.mandate = "SN 1";
  assert.equal(draftOf("item-3").motivation, "Halvskriven");
  forget("item-3");
  assert.equal(draftOf("item-3").motivation, "");
  assert.equal(draftOf("item-4").mandate, "SN 1");
});
test("rows of one code for two persons are two rows", () => assert.notEqual(rowKey({ code: "a", person: "p1" }), rowKey({ code: "a", person: "p2" })));

const { requestOf } = await load("views/case/decision_request.ts");
test("a benefit that was paid out twice is changed once, as one amount, and shared out as the worker does it", () => {
  const twice = { rows: [...assessment.rows, { code: "income.sjukpenning", person: "p1", kind: INCOME, amount: kr(3000) }, { code: "income.sjukpenning", person: "p1", kind: INCOME, amount: kr(2000) }] };
  const group = groupsOf(twice.rows).at(-1);
  assert.deepEqual([group.rows.length, group.amount], [2, 500000n]);
  const draft = draftOf("item-twice");
  draft.rows.set(group.key, { text: "4 500", reason: "INCOME.OTHER_MONTH", note: "" });
  assert.equal(sums(twice, undefined).incomes - sums(twice, draft).incomes, 50000n);
  assert.equal(changedRows(twice, draft), 1);
  const { editedRows } = requestOf({ assessment: twice }, { id: "item-twice", version: 1n }, draft);
  assert.deepEqual(editedRows.map(({ code, amount }) => [code, amount.ore]), [["income.sjukpenning", 450000n]]);
  assert.deepEqual(shares(group, 450000n), [300000n, 150000n]);
  assert.deepEqual(shares(group, 0n), [0n, 0n]);
  assert.deepEqual(shares(group, 600000n), [400000n, 200000n]);
});
test("to open a row is not to change it, though it has a reason of the worker's own", () => {
  const rows = { rows: [{ code: "cost.boende", person: "", kind: COST, applied: kr(9000), amount: kr(8000), reason: "COST.ABOVE_CAP" }] };
  const draft = draftOf("item-open");
  draft.rows.set("cost.boende/", { text: "8000", reason: "COST.ABOVE_CAP", note: "" });
  assert.equal(changedRows(rows, draft), 0);
  draft.rows.set("cost.boende/", { text: "8000", reason: "COST.ABOVE_CAP", note: "Taket är 8 000 kr." });
  assert.equal(changedRows(rows, draft), 1);
});

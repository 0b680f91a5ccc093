import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./bundle.mjs";

const { basisChanges, changes } = await load("core/changed.ts");
const OPEN = 1;
const CLAIMED = 2;
const look = (parts = {}) => ({
  case: { state: 7, decisions: parts.decisions ?? [], application: { documents: parts.documents ?? [] }, assessment: { grant: { ore: parts.grant ?? 500000n } } },
  item: { state: parts.state ?? OPEN, handler: parts.handler ?? "", routing: { queue: parts.queue ?? "Q-20", reasons: parts.reasons ?? [] } },
  consultations: [],
});
const flat = (list) => list.map((text) => text.replace(/\s/g, " "));

test("nothing changed, nothing told", () => assert.deepEqual(changes(look(), look(), "me"), []));
test("another's claim is told, one's own is not", () => {
  assert.deepEqual(changes(look(), look({ state: CLAIMED, handler: "HL000002" }), "me"), ["HL000002 har tagit ärendet."]);
  assert.deepEqual(changes(look(), look({ state: CLAIMED, handler: "me" }), "me"), []);
});
test("another's decision is told with outcome and amount", () => {
  const now = look({ state: 3, decisions: [{ decidedBy: "HL000002", outcome: 1, granted: { ore: 828000n } }] });
  assert.equal(flat(changes(look(), now, "me"))[0], "HL000002 beslutade bifall, 8 280 kr.");
});
test("a new document, another amount and a new reason are told", () => {
  const now = look({ documents: [{}], grant: 480000n, reasons: [{ code: "X", text: "Underlag saknas.", person: "" }] });
  assert.deepEqual(flat(changes(look(), now, "me")), ["En ny handling har kommit.", "Beräkningen ger nu 4 800 kr, förut 5 000 kr.", "Nya skäl: Underlag saknas."]);
});
test("a move to another queue is told", () => assert.deepEqual(changes(look(), look({ queue: "Q-03" }), "me"), ["Ärendet ligger nu i kö Q-03."]));

const preview = (basis = {}, decision = {}) => ({
  basis: { applicationSha256: "a", factsSha256: "f", policySha256: "p", frameVersion: 2, frameEnded: false, communications: 0, answers: 0, childAnalyses: 0, messages: 0, ...basis },
  decision: { granted: { ore: 800000n }, payDate: "2026-11-27", ...decision },
});
test("what a decision rests on is told part by part, and what it comes to", () => {
  assert.deepEqual(basisChanges(preview(), preview()), []);
  assert.deepEqual(basisChanges(preview(), preview({ messages: 1 })), ["Hushållet har skrivit."]);
  assert.deepEqual(flat(basisChanges(preview(), preview({ factsSha256: "g", frameEnded: true }, { granted: { ore: 750000n }, payDate: "2026-12-28" }))),
    ["Uppgifterna som beräkningen bygger på är ändrade.", "Referensramen är ändrad.", "Beslutet ger nu 7 500 kr, förut 8 000 kr.", "Utbetalningen sker nu mån 28 dec.."].map((text) => text.replace("..", ".")));
});

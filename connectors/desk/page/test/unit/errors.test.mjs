// What went wrong has words of its own: each reason that the desk's calls are refused with, and what the page does after it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { load } from "./bundle.mjs";

const { isAbsent, isSignedOut, reasonText, troubleOf } = await load("core/errors.ts");
const REPOSITORY = new URL("../../../../../", import.meta.url);
const DOCUMENT = readFileSync(new URL("docs/api-errors.md", REPOSITORY), "utf8");
const SOURCE = readFileSync(new URL("connectors/desk/page/src/core/errors.ts", REPOSITORY), "utf8");
const OTHERWISE = "En uppgift behöver rättas.";
// No call of the page meets them: the e-service's and the case system's calls, the watch (live.ts), and what no caller gets.
const ELSEWHERE = new Set(["CASE_ENDED_FOR_MESSAGE", "SIGNATURE_TOO_WEAK", "DOCUMENT_TYPE_UNKNOWN", "DOCUMENT_TOO_LARGE", "DOCUMENT_PAGES", "DOCUMENT_NOT_WHAT_IT_SAYS", "WATCH_TOO_SLOW",
  "WATCHERS_FULL", "IDENTITY_UNKNOWN"]);

const reasonsIn = (text) => [...text.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/[A-Z_]+/g)].map(([reason]) => reason));
const section = (title) => reasonsIn(DOCUMENT.split(`### ${title}\n`)[1].split("\n### ")[0]);
const inSource = (pattern) => [...SOURCE.matchAll(pattern)].map(([, reason]) => reason);

// What a call is refused with, as it comes out of the client.
const refused = (code, { reason = "", field = "", remedy = "", message = "the worker's words" } = {}) =>
  Object.assign(new Error(message), { name: "ConnectError", code, rawMessage: message, details: [], cause: undefined, metadata: new Headers(),
    findDetails: () => (reason ? [{ reason, field, remedy }] : []) });
const CODE = { unknown: 2, invalid: 3, late: 4, notFound: 5, forbidden: 7, exhausted: 8, precondition: 9, aborted: 10, absent: 12, unavailable: 14, signedOut: 16 };

test("every reason that a caseworker can meet has words", () => {
  const met = ["Caseworkers", "Decisions by people", "The conversation with a household"].flatMap(section).filter((reason) => !ELSEWHERE.has(reason));
  assert.ok(met.length > 50, `${met.length} reasons found`);
  assert.deepEqual(met.filter((reason) => reasonText(reason) === OTHERWISE), []);
});
test("words are for reasons that there are", () => {
  const there = new Set(reasonsIn(DOCUMENT));
  const worded = inSource(/^ {2}([A-Z_]+): "/gm);
  assert.ok(worded.length > 80, `${worded.length} words found`);
  const stale = [...SOURCE.match(/STALE = new Set\(\[([^\]]*)\]/)[1].matchAll(/\w+/g)].map(([reason]) => reason);
  assert.ok(stale.length > 5);
  assert.deepEqual([...worded, ...stale].filter((reason) => !there.has(reason)), []);
  for (const reason of worded) assert.doesNotMatch(reasonText(reason), /_|[A-Z]{3,}(?<!PDF)/, reason);
});
test("a refusal tells reason and field, and the worker's remedy only where the page has no words", () => {
  const known = troubleOf(refused(CODE.precondition, { reason: "MOTIVATION_REQUIRED", field: "decision.motivation", remedy: "write it" }));
  assert.deepEqual(known, { text: "Skriv en motivering.", reason: "MOTIVATION_REQUIRED", field: "decision.motivation", remedy: "", words: "the worker's words", stale: false, again: false });
  const other = troubleOf(refused(CODE.invalid, { reason: "FIELD_TOO_LONG", field: "decision.motivation", remedy: "shorten it" }));
  assert.deepEqual([other.text, other.remedy], [OTHERWISE, "shorten it"]);
  const bare = troubleOf(refused(CODE.forbidden));
  assert.deepEqual([bare.text, bare.reason, bare.field], ["Du har inte rätt att göra det här.", "", ""]);
});
test("what is no refusal has words too", () => {
  const trouble = troubleOf(new TypeError("x is not a function"));
  assert.match(trouble.text, /^Något gick fel/);
  assert.deepEqual([trouble.stale, trouble.again], [false, false]);
});
test("what somebody else changed keeps what was typed, and only what may pass is tried again", () => {
  assert.ok(troubleOf(refused(CODE.aborted)).stale);
  for (const reason of ["STALE_VERSION", "CLAIMED_BY_OTHER", "NOT_CLAIMED", "CLAIM_EXPIRED", "LEASE_LOST", "ESCALATION_ENDED", "CASE_DECIDED", "CASE_ENDED", "CASE_NOT_OPEN", "CONTENT_CHANGED", "STATE_FORBIDS"])
    assert.ok(troubleOf(refused(CODE.precondition, { reason })).stale, reason);
  assert.ok(!troubleOf(refused(CODE.precondition, { reason: "MANDATE_AMOUNT" })).stale);
  const again = Object.values(CODE).filter((code) => troubleOf(refused(code)).again);
  assert.deepEqual(again, [CODE.late, CODE.exhausted, CODE.unavailable]);
});
test("a last day that is too late says which one is the latest, and what sets it", () => {
  const late = (message) => troubleOf(refused(CODE.invalid, { reason: "COMPLETION_DUE_TOO_LATE", remedy: "set 2026-11-25 or earlier", message })).text;
  assert.match(late("after the cut-off of the payment run"), /^Sista dagen är för sen: utbetalningen .*\(2026-11-25\)\.$/);
  assert.match(late("after the critical date"), /^Sista dagen är för sen: ärendets sista dag .*\(2026-11-25\)\.$/);
  assert.equal(troubleOf(refused(CODE.invalid, { reason: "COMPLETION_DUE_TOO_LATE" })).text, "Sista dagen är för sen.");
});
test("who is signed out is told apart from what is not there", () => {
  assert.ok(isSignedOut(refused(CODE.signedOut)) && !isSignedOut(refused(CODE.forbidden)));
  assert.deepEqual(Object.values(CODE).filter((code) => isAbsent(refused(code))), [CODE.forbidden, CODE.absent]);
});
test("no answer at all is no fault of the call: the same one may be made again", () => {
  const lost = Object.assign(refused(CODE.unknown, { message: "Failed to fetch" }), { cause: new TypeError("Failed to fetch") });
  assert.match(troubleOf(lost).text, /^Ingen kontakt med servern/);
  assert.equal(troubleOf(lost).again, true);
  assert.equal(troubleOf(refused(CODE.unknown)).again, false);
});

// Every action that the worker records about a case has words of its own in the page.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { load } from "./bundle.mjs";

const { actorOf, doneWord, gathered, isKnownAction, isRead } = await load("core/events.ts");
const WORKER = new URL("../../../../../worker/", import.meta.url).pathname;
const FOLDERS = ["intake", "evidence", "escalation", "contact", "effects", "runtime", "quality", "retention"];
// About queues, frames, months, policies or the worker itself: no events of a case.
const ELSEWHERE = new Set(["worker_resumed", "mode_set", "demotion_released", "policies_reloaded", "policies_refused", "policies_signed", "escalations_listed", "consultations_listed", "frames_read", "frames_compared",
  "frame_signed", "frame_ended", "applicant_cases_listed", "sample_opened", "sample_closed", "switched_off", "typfall_demoted", "payments_reconciled", "cases_replayed", "effect_file_planned", "restore_declared", "restore_list_read",
  "holds_listed", "retention_run", "retention_looked_at"]);

function actions() {
  const found = new Set();
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(WORKER, folder)).filter((one) => one.endsWith(".cc") && !one.endsWith("_test.cc"))) {
      const source = readFileSync(join(WORKER, folder, name), "utf8");
      for (const [, action] of source.matchAll(/action = (?:\w+ \? "\w+" : )?"([a-z]+(?:_[a-z]+)+)"/g)) found.add(action);
      for (const [, action] of source.matchAll(/(?:Audit|AuditOf|Read)\([^;"]*"([a-z]+(?:_[a-z]+)+)"/g)) found.add(action);
      for (const [, constant, action] of source.matchAll(/constexpr char (k\w+)\[\] = "([a-z]+(?:_[a-z]+)+)"/g)) {
        if (new RegExp(`(?:Audit|AuditOf)\\([^;]*\\b${constant}\\b|action = ${constant}\\b`).test(source)) found.add(action);
      }
    }
  }
  return found;
}

const event = (action, actor = "HL000001 via spiffe://desk", detail = "") => ({ action, actor, detail });

test("every action of the worker has words", () => {
  const all = actions();
  assert.ok(all.size > 35, `${all.size} actions found`);
  for (const sign of ["human_decision_made", "completion_requested", "case_assessed", "document_added"]) assert.ok(all.has(sign), sign);
  assert.deepEqual([...all].filter((action) => !ELSEWHERE.has(action) && !isKnownAction(action)), []);
});
test("words are no codes, and an action without words is no code either", () => {
  for (const action of [...actions(), "something_new"]) assert.doesNotMatch(doneWord(event(action)), /_/);
  assert.equal(doneWord(event("human_decision_made", "", "outcome=BIFALL attest=awaited")), "lämnade ett beslut för attest");
});
test("a gateway stands behind the person", () => assert.equal(actorOf(event("case_read")), "HL000001"));
test("reads are known as reads", () => {
  assert.ok(isRead("case_read"));
  assert.ok(!isRead("human_decision_made"));
});
test("the same thing again by the same one is one line", () => {
  const list = gathered([event("case_read"), event("case_read"), event("case_read", "HL000002"), event("case_closed")]);
  assert.deepEqual(list.map(({ times }) => times), [2, 1, 1]);
});

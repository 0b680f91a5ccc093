import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { load } from "./bundle.mjs";

const { compare } = await load("core/compare.ts");

const kr = (amount) => ({ ore: BigInt(amount) * 100n });
const PAYERS = [2, 3, 4, 6]; // CSN, FK, PM, SO
const DATA = 2;
const EMPTY = 3;
const TIMEOUT = 8;

// A single adult with one benefit, the same everywhere.
function household({ answers = {}, rows = undefined, declared = 4617, frame = 4617, before = 4617 } = {}) {
  return [{
    application: {
      month: "2026-12",
      persons: [{ key: "p1", role: 1, presence: { kind: 1, days: 0 } }],
      home: { tenure: 1, personsInHome: 1 },
      incomes: declared === null ? [] : [{ person: "p1", kind: "aktivitetsstod", net: kr(declared), proven: true }],
      costs: [{ type: 1, otherCode: "", applied: kr(4900), proven: kr(4900) }],
      assets: [],
    },
    evidence: { persons: [{ person: "p1", answers: [...PAYERS, 7].map((source) => ({ source, state: answers[source] ?? (source === 3 ? DATA : EMPTY), vehicles: [] })) }] },
    assessment: { rows: rows ?? [{ code: "income.aktivitetsstod", person: "p1", label: "Aktivitetsstöd, Sökanden", amount: kr(4617), inputs: ["evidence.persons[0].answers[2].payments[0]"] }] },
    suppliedHistory: { months: [{ month: "2026-11", persons: [], personsInHome: 1, costs: [{ type: 1, otherCode: "", approved: kr(4900) }], incomes: [{ person: "p1", kind: "aktivitetsstod", counted: kr(before) }] }] },
  }, {
    persons: [{ key: "p1", role: 1, presence: { kind: 1, days: 0 } }],
    housing: { acceptedCost: kr(4900), tenure: 1, personsInHome: 1 },
    incomes: [{ person: "p1", kind: "aktivitetsstod", expectedNet: kr(frame) }], costs: [], acceptedAssets: [],
  }];
}
const line = (lines, label) => lines.find((one) => one.label.startsWith(label));
const flat = (text) => text.replace(/\s/g, " ");

describe("the four-way comparison", () => {
  test("says nothing where everything is the same", () => {
    for (const one of compare(...household())) assert.deepEqual(one.differs, [], one.label);
  });

  test("a register that did not answer is unknown, not nothing and not zero", () => {
    const income = line(compare(...household({ answers: { 3: TIMEOUT }, rows: [] })), "aktivitetsstod");
    assert.equal(income.register.kind, "unknown");
    assert.equal(income.register.text, "okänt");
    assert.equal(income.register.ore, undefined);
    assert.match(income.register.note, /Försäkringskassan: svarade inte i tid/);
    assert.deepEqual(income.differs, ["Registret: okänt"]);
  });

  test("a register that confirms that there is nothing differs from a stated income", () => {
    const income = line(compare(...household({ answers: { 3: EMPTY }, rows: [] })), "aktivitetsstod");
    assert.equal(income.register.kind, "none");
    assert.deepEqual(income.differs, ["Registret: inget"]);
  });

  test("an income that nobody stated is shown, with what the registers say", () => {
    const income = line(compare(...household({ declared: null })), "Aktivitetsstöd");
    assert.equal(income.declared.kind, "none");
    assert.equal(flat(income.differs[0]), "Registret: 4 617 kr");
  });

  test("differences say how much and which way", () => {
    const income = line(compare(...household({ frame: 4500, before: 4700 })), "Aktivitetsstöd");
    assert.deepEqual(income.differs.map(flat), ["Ramen: 117 kr lägre", "Förra månaden: 83 kr högre"]);
  });

  test("a person without a vehicle register's answer has unknown vehicles", () => {
    const vehicles = line(compare(...household({ answers: { 7: TIMEOUT } })), "Fordon");
    assert.equal(vehicles.register.kind, "unknown");
  });

  test("without a frame its column is unknown", () => {
    const [one] = household();
    for (const { frame } of compare(one, undefined)) assert.notEqual(frame.kind, "value");
  });
});

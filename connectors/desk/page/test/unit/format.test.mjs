import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./bundle.mjs";

const { oreOf, krOfOre, kr, distance, languageWord, masked, period, typed } = await load("core/format.ts");

test("amounts as people write them", () => {
  for (const [text, ore] of [["4904", 490400n], ["4 904", 490400n], ["4\u00a0904,5 kr", 490450n], ["4904.05", 490405n], ["0", 0n]]) assert.equal(oreOf(text), ore, text);
});
test("what is no amount is not taken for one", () => {
  for (const text of ["", "-5", "1,234", "12 kr extra", "1e5", "NaN", "9999999999"]) assert.equal(oreOf(text), undefined, text);
});
test("öre are shown only where there are any, and typed text reads back the same", () => {
  assert.equal(krOfOre(828000n).replace(/\s/g, " "), "8 280 kr");
  assert.equal(krOfOre(828050n).replace(/\s/g, " "), "8 280,50 kr");
  for (const ore of [0n, 5n, 828050n, 100n]) assert.equal(oreOf(typed(ore)), ore);
});
test("a missing amount is not zero", () => assert.equal(kr(undefined, "okänt"), "okänt"));
test("how far away a day is", () => {
  assert.equal(distance("2026-11-28", "2026-11-24"), "om 4 dagar");
  assert.equal(distance("2026-11-24", "2026-11-24"), "i dag");
  assert.equal(distance("2026-11-20", "2026-11-24"), "4 dagar sedan");
});
test("a language has its Swedish name", () => {
  assert.equal(languageWord("sv"), "svenska");
  assert.equal(languageWord("so"), "somaliska");
  assert.equal(languageWord("no tag at all"), "no tag at all");
});
test("a number is masked", () => {
  assert.equal(masked("198502022398"), "19850202-••••");
  assert.equal(masked(""), "saknas");
});
test("an open end is told", () => assert.equal(period({ fromDate: "2026-11-01", toDate: "" }), "2026-11-01 – tills vidare"));

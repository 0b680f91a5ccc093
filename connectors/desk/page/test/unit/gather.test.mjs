import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { load } from "./bundle.mjs";

// A clock that stands still until it is moved.
const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
let now = 1_000_000;
let waiting = [];
beforeEach(() => {
  waiting = [];
  Date.now = () => now;
  globalThis.setTimeout = (run, ms) => waiting.push({ run, at: now + ms }) && waiting.at(-1);
  globalThis.clearTimeout = (timer) => (waiting = waiting.filter((one) => one !== timer));
});
afterEach(() => {
  Date.now = real.now;
  globalThis.setTimeout = real.setTimeout;
  globalThis.clearTimeout = real.clearTimeout;
});
const move = (ms) => {
  now += ms;
  const due = waiting.filter(({ at }) => at <= now);
  waiting = waiting.filter(({ at }) => at > now);
  for (const { run } of due) run();
};

const { gather } = await load("core/gather.ts");

test("the hints of ten cases are one look, within a second", () => {
  let looks = 0;
  const hints = gather(() => looks++);
  for (let i = 0; i < 10; i++) hints.hear();
  move(299);
  assert.equal(looks, 0);
  move(701);
  assert.equal(looks, 1);
  move(10_000);
  assert.equal(looks, 1);
});
test("where hints keep coming it looks each three to four seconds, and not once less at the end", () => {
  let looks = 0;
  const hints = gather(() => looks++);
  for (let i = 0; i < 1200; i++) {
    hints.hear();
    move(50);
  }
  assert.ok(looks >= 15 && looks <= 20, `${looks} looks in a minute`);
  const before = looks;
  move(4_000);
  assert.equal(looks, before + 1);
});
test("a hint after a pause waits less than a second", () => {
  let looks = 0;
  const hints = gather(() => looks++);
  hints.hear();
  move(1_000);
  move(3_000);
  hints.hear();
  move(1_000);
  assert.equal(looks, 2);
});
test("pages that hear of a change at once do not look at once", () => {
  const at = new Set();
  for (let i = 0; i < 20; i++) gather(() => {}).hear();
  for (const one of waiting) at.add(Math.round((one.at - now) / 10));
  assert.ok(at.size > 10, `${at.size} moments of 20`);
});
test("who has stopped looks no more", () => {
  let looks = 0;
  const hints = gather(() => looks++);
  hints.hear();
  hints.stop();
  move(10_000);
  assert.equal(looks, 0);
});

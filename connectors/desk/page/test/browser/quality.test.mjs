// A reviewer's and a team lead's day: a sample reviewed blind, and people beside the worker.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axeFaults, DeskRig, settled } from "../support/desk.mjs";

describe("quality", () => {
  let desk;
  let shadowed;

  before(async () => {
    desk = await DeskRig.open({ size: 40, seed: 7 });
    await desk.town.submit(desk.town.path("municipality/cases"));
    await desk.town.worked();
  });
  after(() => desk?.close());

  test("what a person decided stands beside what the worker would have decided", async () => {
    const anna = await desk.person("HL000001");
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    const item = escalations.find(({ mode, typfall, routing, state }) =>
      mode === "MODE_SHADOW" && typfall && state === "ESCALATION_STATE_OPEN" && routing.reasons.every(({ code }) => code.startsWith("MODE.")));
    shadowed = item.case_id;
    await anna.goto(`${desk.url}/#/arende/${item.id}`);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    assert.match(await anna.locator(".case-head .grant").innerText(), /visas inte/);
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.getByRole("button", { name: /^Besluta bifall/ }).click();
    await anna.waitForSelector(".act .notice:has-text('Beslutat')");
    await desk.town.worked();
    const lead = await desk.person("AL000001");
    // The first answer, of those that differ, comes after the second: it is not shown over it.
    let late = 1500;
    await lead.route("**/ListShadowComparisons", async (route) => {
      const ms = late;
      late = 0;
      await new Promise((resolve) => setTimeout(resolve, ms));
      await route.continue();
    });
    await lead.goto(`${desk.url}/#/jamforelse`);
    await lead.getByLabel("bara de som skiljer").uncheck();
    await lead.waitForSelector(`tbody th:has-text("${shadowed}")`);
    await settled(lead);
    const row = await lead.locator(`tr:has-text("${shadowed}")`).innerText();
    assert.ok(row.includes(item.typfall));
    assert.match(row, /Anna Alm/);
    assert.match(row, /lika/);
    await desk.picture(lead, "compare-filled");
    assert.deepEqual([...anna.faults, ...lead.faults], []);
  });

  test("a sampled case is decided blind before its decision is shown", async () => {
    // Drawn by the town's fixed seed. A case is reviewed once it is decided.
    const { reviews } = JSON.parse(await desk.town.medarbetare("review", "list", "--json"));
    const drawn = reviews.find(({ part }) => part === "SAMPLE_PART_POST_PAYMENT").case_id;
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    const anna = await desk.person("HL000001");
    await anna.goto(`${desk.url}/#/arende/${escalations.find(({ case_id }) => case_id === drawn).id}`);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.getByRole("button", { name: /^Besluta bifall/ }).click();
    await anna.waitForSelector(".act .notice:has-text('Beslutat')");
    await desk.town.worked();
    const reviewer = await desk.person("KG000001");
    await reviewer.goto(`${desk.url}/#/granskning`);
    const start = reviewer.getByRole("button", { name: /^Granska EKB/ }).first();
    await start.waitFor();
    await start.click();
    await reviewer.waitForSelector(":text('Din bedömning, innan du ser beslutet')");
    const before = await reviewer.locator("main").innerText();
    assert.doesNotMatch(before, /Beslutet och din bedömning/);
    assert.doesNotMatch(before, /TF-\d\d/);
    await desk.picture(reviewer, "review-blind");
    assert.deepEqual(await axeFaults(reviewer), []);
    await reviewer.getByRole("radio", { name: "Bifall" }).check();
    await reviewer.fill("#blind-granted", "5000");
    await reviewer.getByRole("button", { name: "Spara min bedömning och visa beslutet" }).click();
    await reviewer.waitForSelector("caption:has-text('Beslutet och din bedömning')");
    await desk.picture(reviewer, "review-shown");
    assert.deepEqual(await axeFaults(reviewer), []);
    assert.match(await reviewer.locator("dm-review table").first().innerText(), /5\s000\s*kr/);
    // Who opens the page anew finds the comparison again, and the judgement as it was.
    await reviewer.reload();
    await reviewer.getByRole("button", { name: `Granska ${drawn}` }).click();
    await reviewer.waitForSelector("caption:has-text('Beslutet och din bedömning')");
    assert.match(await reviewer.locator("dm-review table").first().innerText(), /5\s000\s*kr/);
    const off = await reviewer.inputValue("#review-error");
    // A wrong outcome costs kronor as a wrong amount does.
    await reviewer.getByRole("radio", { name: "Fel utfall" }).check();
    await reviewer.getByLabel("Orsak").selectOption({ label: "Handläggningen" });
    await reviewer.fill("#review-error", "");
    assert.ok(await reviewer.getByRole("button", { name: "Avsluta granskningen" }).isDisabled(), "without kronor");
    await reviewer.fill("#review-error", off);
    await reviewer.getByRole("button", { name: "Avsluta granskningen" }).click();
    await reviewer.waitForSelector("caption:has-text('Granskningar efter sista dag'), .empty", { state: "attached" });
    const { reviews: ended } = JSON.parse(await desk.town.medarbetare("review", "list", "--json"));
    assert.ok(!ended.some(({ case_id }) => case_id === drawn), "the review is still to be done");
    assert.match(await reviewer.locator("main").innerText(), /EKB|Inga/);
    const { rates } = JSON.parse(await desk.town.medarbetare("sample", "errors", "2026-12", "2026-12", "--json"));
    assert.equal(rates.find(({ dimension }) => dimension === "TOTAL").too_much.ore, `${Number(off) * 100}`);
    assert.deepEqual([...anna.faults, ...reviewer.faults], []);
  });
});

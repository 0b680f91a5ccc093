// The box in which a decision is confirmed: what it shows is what is decided, whatever happens beside it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { axeFaults, DeskRig, settled } from "../support/desk.mjs";

describe("the decision that is confirmed", () => {
  let desk;
  let anna;

  before(async () => {
    // The last of these households have one whose benefit was paid out twice.
    desk = await DeskRig.open({ size: 120 });
    await desk.town.submit(...desk.town.caseFiles().slice(70));
    await desk.town.worked();
    anna = await desk.person("HL000001");
    anna.setDefaultTimeout(20_000);
  });
  after(() => desk?.close());
  afterEach(() => anna.unrouteAll());

  const plain = (text) => text.replace(/\s+/g, " ");
  const idOf = (item) => item.replace(/\.\d+$/, "");
  const stored = async (item) => JSON.parse(await desk.town.medarbetare("case", "show", idOf(item), "--json"));
  const proposal = async () => JSON.parse(await desk.town.medarbetare("queue", "items", "--queue", "Q-20", "--json")).escalations
    .find(({ state, mode, assigned_to }) => state === "ESCALATION_STATE_OPEN" && mode === "MODE_PROPOSE" && !assigned_to).id;
  const taken = async () => {
    const item = await proposal();
    await anna.goto(`${desk.url}/#/arende/${item}`);
    await anna.waitForSelector(`.case-head .code:has-text('${idOf(item)}')`);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.waitForSelector("#motivation");
    await settled(anna);
    return item;
  };
  const review = async () => {
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.waitForSelector("dialog.confirm[open]");
  };
  const besluta = () => anna.getByRole("button", { name: /^Besluta bifall, / });

  test("what the household writes meanwhile closes the box and is told; nothing is decided", async () => {
    const item = await taken();
    await review();
    await desk.town.medarbetare("case", "message", idOf(item), "--from", "p1", "--channel", "e_application", "--text", "Jag har fått jobb.");
    await anna.waitForSelector("dialog.confirm", { state: "hidden", timeout: 20_000 });
    await anna.waitForSelector(".act [role=alert]:has-text('Beslutet är inte fattat')");
    await anna.waitForSelector(".act [role=alert]:has-text('Hushållet har skrivit.')");
    await desk.picture(anna, "confirm-overtaken");
    assert.deepEqual(await axeFaults(anna), []);
    assert.equal(((await stored(item)).decisions ?? []).length, 0);
    // Read anew, it is decided.
    await anna.locator("#kontakt details summary", { hasText: "oläst" }).click();
    await anna.waitForSelector("#kontakt :text('Läst av Anna Alm')");
    await settled(anna);
    await review();
    await besluta().click();
    await anna.waitForSelector(".act .notice:has-text('Beslutat')");
    assert.equal((await stored(item)).decisions.length, 1);
  });

  test("a change that the page has not heard of is refused: what is sent is bound to what the box showed", async () => {
    const item = await taken();
    await review();
    for (const call of ["WatchEscalations", "GetEscalation", "PreviewDecision"]) await anna.route(`**/${call}`, (route) => route.abort());
    await desk.town.medarbetare("case", "message", idOf(item), "--from", "p1", "--channel", "e_application", "--text", "Vi flyttar på fredag.");
    await besluta().click();
    await anna.waitForSelector(".act .trouble");
    assert.equal(await anna.locator("dialog.confirm[open]").count(), 0);
    assert.equal(((await stored(item)).decisions ?? []).length, 0);
  });

  test("without an answer about what would be decided there is nothing to confirm", async () => {
    const item = await taken();
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await settled(anna);
    await anna.route("**/PreviewDecision", (route) => route.abort());
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.waitForSelector(".act .trouble:has-text('Ingen kontakt med servern')");
    assert.equal(await anna.locator("dialog.confirm[open]").count(), 0);
    await anna.unrouteAll();
    await review();
    assert.equal(await anna.locator(".act .trouble").count(), 0);
    await anna.keyboard.press("Escape");
    assert.equal(((await stored(item)).decisions ?? []).length, 0);
  });

  test("a connection that is lost in the middle: the box stays, and the same decision is sent again, once", async () => {
    const item = await taken();
    await review();
    const sent = [];
    let arrives = false;
    let hears = false; // else the page hears of the decision before the second try
    await anna.route("**/DecideCase", async (route) => {
      sent.push(route.request().postDataBuffer().toString("latin1"));
      if (arrives) return route.continue();
      await route.fetch(); // the worker has decided, and nobody here hears of it
      return route.abort();
    });
    for (const call of ["WatchEscalations", "GetEscalation"]) await anna.route(`**/${call}`, (route) => (hears ? route.continue() : route.abort()));
    await besluta().click();
    await anna.waitForSelector("dialog.confirm[open] .trouble");
    await desk.picture(anna, "confirm-lost");
    assert.deepEqual(await axeFaults(anna), []);
    arrives = true;
    await anna.getByRole("button", { name: "Försök igen" }).click();
    hears = true;
    await anna.waitForSelector(".act .notice:has-text('Beslutat')");
    assert.equal(sent.length, 2);
    assert.equal(sent[0], sent[1], "the second try is the same call");
    assert.equal((await stored(item)).decisions.length, 1);
  });

  test("the button, the box and what is said name the amount that the decision grants, in whole kronor", async () => {
    const item = await taken();
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await anna.click("[data-row='cost.hushallsel/']");
    await anna.getByLabel("Ditt belopp för Hushållsel").fill("900,50");
    await anna.getByLabel("Skäl för Hushållsel").selectOption({ index: 1 });
    await anna.fill("#motivation", "Elen blev dyrare.");
    await settled(anna);
    await anna.waitForTimeout(600);
    await settled(anna);
    await review();
    const shown = plain(await anna.locator(".sum b").innerText());
    const footer = plain(await anna.locator("table.calc tfoot .num").last().innerText());
    const title = plain(await anna.locator("#confirm-title").innerText());
    const button = plain(await besluta().innerText());
    await desk.picture(anna, "confirm-ore");
    await besluta().click();
    await anna.waitForSelector(".act .notice:has-text('Beslutat')");
    const { granted } = (await stored(item)).decisions[0];
    assert.equal(BigInt(granted.ore) % 100n, 0n);
    const amount = new RegExp(`(^|[^\\d,])${new Intl.NumberFormat("sv-SE").format(Number(granted.ore) / 100).replace(/\s/g, " ")} kr`);
    for (const [what, text] of Object.entries({ shown, footer, title, button, said: plain(await anna.locator("#said").innerText()) })) assert.match(text, amount, what);
  });

  test("a benefit that was paid out twice is changed as one amount, counted once and sent once", async () => {
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    let item = "";
    let rows = [];
    for (const { id, state } of escalations.filter((one) => one.state === "ESCALATION_STATE_OPEN")) {
      const all = ((await stored(id)).assessment?.rows ?? []);
      rows = all.filter(({ code, person }) => code.startsWith("income.") && all.filter((other) => other.code === code && other.person === person).length > 1);
      if (rows.length > 1) {
        item = id;
        break;
      }
    }
    assert.equal(rows.length, 2, "no case has a benefit twice");
    const both = rows.reduce((sum, { amount }) => sum + Number(amount.ore) / 100, 0);
    await anna.goto(`${desk.url}/#/arende/${item}`);
    await anna.waitForSelector(`.case-head .code:has-text('${idOf(item)}')`);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("radio", { name: "Bifall" }).check();
    const key = `${rows[0].code}/${rows[0].person}`;
    assert.equal(await anna.locator(`[data-row='${key}']`).count(), 1, "one button for both");
    await anna.click(`[data-row='${key}']`);
    const field = anna.locator(`[id^='row-']`);
    assert.equal(await field.count(), 1);
    assert.equal(Number((await field.inputValue()).replace(",", ".")), both);
    await field.fill(`${both - 100}`);
    await anna.getByLabel(/^Skäl för .*2 rader tillsammans/).selectOption({ index: 1 });
    await anna.fill("#motivation", "Den ena utbetalningen var lägre.");
    await settled(anna);
    await anna.waitForTimeout(600);
    await settled(anna);
    await desk.picture(anna, "twice");
    assert.deepEqual(await axeFaults(anna), []);
    await review();
    await anna.locator("dialog.confirm button.main").click();
    await anna.waitForSelector(".act .notice:has-text('Beslutat'), dm-attest");
    const { decisions, escalation } = await stored(item);
    const decision = decisions?.[0] ?? escalation.waiting.decision;
    const changed = decision.rows.filter(({ human_amount }) => human_amount);
    assert.equal(changed.length, 2);
    assert.equal(changed.reduce((sum, { human_amount }) => sum + Number(human_amount.ore ?? 0) / 100, 0), both - 100);
  });

  test("no page has thrown", () => assert.deepEqual(anna.faults, []));
});

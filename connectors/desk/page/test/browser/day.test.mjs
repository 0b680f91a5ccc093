// A caseworker's day, in a browser, in front of the real worker.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axeFaults, DeskRig } from "../support/desk.mjs";

describe("a caseworker's day", () => {
  let desk;
  let anna;

  before(async () => {
    desk = await DeskRig.open({ size: 40 });
    await desk.town.submit(desk.town.path("municipality/cases"));
    await desk.town.worked();
    anna = await desk.person("HL000001");
  });
  after(() => desk?.close());

  // The case that is open in the page.
  const itemOf = (page) => page.evaluate(() => location.hash.split("/")[2]);

  test("the list says what is next and why it is here", async () => {
    await anna.waitForSelector("table.rows tbody tr");
    const first = await anna.locator("table.rows tbody tr").first().innerText();
    assert.match(first, /EKB-202612-\d{6}/);
    assert.match(first, /skuggläge|Förslag att bekräfta|saknas|\./);
  });

  test("j, k and Enter work without a mouse, and not while somebody writes", async () => {
    await anna.keyboard.press("j");
    await anna.keyboard.press("j");
    const focused = () => anna.evaluate(() => document.activeElement.closest("[data-item]")?.dataset.item);
    const second = await focused();
    await anna.keyboard.press("k");
    assert.notEqual(await focused(), second);
    await anna.keyboard.press("j");
    await anna.keyboard.press("Enter");
    await anna.waitForSelector(".case-head");
    assert.equal(await itemOf(anna), second);
    await anna.keyboard.press("u");
    await anna.waitForSelector("table.rows tbody tr");
  });

  test("a proposal is claimed, a row is changed with a reason, and the decision names its outcome and amount", async () => {
    await anna.click(".list .open:has-text('Förslag att bekräfta')");
    await anna.waitForSelector(".case-head");
    const item = await itemOf(anna);
    await anna.keyboard.press("c");
    await anna.waitForSelector("#motivation");
    await anna.click("[data-row='cost.hushallsel/']");
    const field = anna.getByLabel("Ditt belopp för Hushållsel");
    await field.fill("100");
    await anna.waitForSelector(".needs :text('välj skäl')");
    await anna.getByLabel("Skäl för Hushållsel").selectOption("COST.PROVEN_LOWER");
    await anna.getByRole("radio", { name: "Delavslag" }).check();
    await anna.fill("#motivation", "Elräkningen visar 100 kr för månaden.");
    // 25 § förvaltningslagen: the household is told first, and has answered.
    await anna.waitForSelector(".needs :text('25 § förvaltningslagen')");
    await desk.picture(anna, "decide-needs");
    assert.ok(await anna.getByRole("button", { name: "Granska beslutet" }).isDisabled());
    await anna.getByRole("button", { name: "Kommunicera …" }).click();
    await desk.picture(anna, "communicate");
    await anna.getByRole("button", { name: "Skicka underlaget" }).click();
    await anna.waitForSelector("#kontakt :text('Kommunicering 1')");
    await anna.waitForSelector(".needs :text('tid att svara')");
    await anna.getByLabel("Anteckna den sökandes svar").fill("Räkningen stämmer.");
    assert.ok(await anna.getByRole("button", { name: "Anteckna svaret" }).isDisabled(), "how it came is not known");
    await anna.getByLabel("Hur svaret kom").selectOption({ label: "brev" });
    await anna.getByRole("button", { name: "Anteckna svaret" }).click();
    await anna.waitForSelector("#kontakt :text('besvarad')");
    await anna.waitForSelector("#kontakt :text('Svar (brev), antecknat av Anna Alm')");
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.waitForSelector("pre.letter");
    await desk.picture(anna, "decide-confirm");
    const sum = (await anna.locator(".sum b").innerText()).replace(/\s/g, " ");
    const confirm = anna.getByRole("button", { name: /^Besluta delavslag, / });
    assert.ok((await confirm.innerText()).replace(/\s/g, " ").includes(sum), "the button names the sum");
    await confirm.click();
    await anna.waitForSelector(".act .notice:has-text('Beslutat')");
    const stored = JSON.parse(await desk.town.medarbetare("case", "show", item.replace(/\.\d+$/, ""), "--json"));
    const decision = stored.decisions.at(-1);
    assert.equal(decision.outcome, "OUTCOME_DELAVSLAG");
    const row = decision.rows.find(({ code }) => code === "cost.hushallsel");
    assert.equal(row.human_amount.ore, "10000");
    assert.notEqual(row.worker_amount.ore, "10000");
    assert.equal(decision.decided_by, "HL000001");
  });

  test("two on one case: one has it, the other is told, and what was typed stays", async () => {
    const bo = await desk.person("HL000002");
    await anna.goto(`${desk.url}/#/`);
    await anna.click(".list .open:has-text('Förslag att bekräfta')");
    await anna.waitForSelector(".case-head");
    const item = await itemOf(anna);
    await bo.goto(`${desk.url}/#/arende/${item}`);
    await bo.waitForSelector(".act button.main");
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.waitForSelector("#motivation");
    // Bo is told, by the hint or, where he is faster than it, by the refusal.
    await bo.getByRole("button", { name: "Ta ärendet" }).click({ timeout: 1000 }).catch(() => {});
    await bo.waitForSelector(".notice.warn:has-text('Anna Alm har tagit ärendet')");
    assert.equal(await bo.locator("#motivation").count(), 0);

    // Anna writes while her claim is taken from her elsewhere; her words stay, and she is told what happened.
    await anna.fill("#motivation", "Halvskriven motivering");
    const version = JSON.parse(await desk.town.medarbetare("queue", "show", item, "--json")).escalation.version;
    await desk.town.medarbetare("queue", "release", item, "--handler", "HL000001", "--expected-version", version).catch(() =>
      desk.town.medarbetare("queue", "release", item, "--handler", "HL000001"));
    await anna.waitForSelector(".notice.warn:has-text('Ärendet är inte längre taget')");
    assert.equal(await anna.getByRole("button", { name: "Granska beslutet" }).count(), 0);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.waitForSelector("#motivation");
    assert.equal(await anna.inputValue("#motivation"), "Halvskriven motivering");
  });

  test("the next case is one click away", async () => {
    await anna.goto(`${desk.url}/#/`);
    await anna.waitForSelector("table.rows tbody tr");
    await anna.keyboard.press("n");
    await anna.waitForSelector("#motivation");
    const { escalation } = JSON.parse(await desk.town.medarbetare("queue", "show", await itemOf(anna), "--json"));
    assert.equal(escalation.handler, "HL000001");
    await anna.getByRole("button", { name: "Lämna tillbaka" }).click();
    await anna.waitForSelector(".act button:has-text('Ta ärendet')");
  });

  test("the list shows what others do, without being asked", async () => {
    await anna.goto(`${desk.url}/#/`);
    await anna.waitForSelector("table.rows tbody tr");
    const row = anna.locator("table.rows tbody tr:has-text('ledigt')").nth(3);
    const item = await row.getAttribute("data-item");
    await desk.town.medarbetare("queue", "claim", item, "--handler", "HL000002");
    await anna.waitForSelector(`[data-item="${item}"] .holder:has-text('Bo Björk')`, { timeout: 10_000 });
    await desk.town.medarbetare("queue", "release", item, "--handler", "HL000002");
    await anna.waitForSelector(`[data-item="${item}"] :text('ledigt')`, { timeout: 10_000 });
  });

  test("a high amount is decided by one and attested by another, bound to what was read", async () => {
    const list = JSON.parse(await desk.town.medarbetare("queue", "items", "--queue", "Q-18", "--json")).escalations;
    const item = list.find(({ state }) => state === "ESCALATION_STATE_OPEN").id;
    await anna.goto(`${desk.url}/#/arende/${item}`);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await anna.waitForSelector(".act :text('kräver attest')");
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.waitForSelector("pre.letter");
    await anna.getByRole("button", { name: /^Lämna för attest: bifall, / }).click();
    await anna.waitForSelector("dm-attest :text('En annan person ska läsa och attestera')");
    assert.equal(await anna.getByRole("button", { name: /^Attestera/ }).count(), 0, "nobody attests the own decision");

    const lead = await desk.person("AL000001");
    await lead.goto(`${desk.url}/#/arende/${item}`);
    await lead.getByRole("button", { name: /^Attestera bifall, / }).click();
    await lead.waitForSelector(".act .notice:has-text('attesterat av Lena Lind')");
    assert.deepEqual(lead.faults, []);
    const { decisions } = JSON.parse(await desk.town.medarbetare("case", "show", item.replace(/\.\d+$/, ""), "--json"));
    assert.equal(decisions.at(-1).decided_by, "HL000001");
    assert.equal(decisions.at(-1).attested_by, "AL000001");
  });

  test("a frame is drafted from what is known and signed", async () => {
    await anna.click("dm-frame button:has-text('Förnya ramen')");
    await anna.waitForSelector(".frame-form");
    const version = Number(/Version (\d+)/.exec(await anna.locator("#ram").innerText())[1]);
    await anna.fill("#frame-from", "2026-12-01");
    await anna.fill("#frame-to", "2027-05-31");
    await anna.getByRole("button", { name: "Kontrollera" }).click();
    await anna.getByRole("button", { name: "Skriv under ramen" }).click();
    await anna.waitForSelector(`#ram :text('Version ${version + 1}')`);
  });

  test("nothing of a person stands in the address, the title or the browser's stores", async () => {
    const people = JSON.parse(await desk.town.medarbetare("case", "list", "--json")).cases.map(({ household }) => household);
    assert.ok(people.length > 30);
    const kept = await anna.evaluate(() => [location.href, document.title, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), JSON.stringify(history.state),
      document.cookie].join("\n"));
    for (const household of people) assert.ok(!kept.includes(household), "a household is kept");
    assert.doesNotMatch(kept, /\d{8}-?\d{4}|Testlund|motivering|hyran|Alm/i);
    assert.match(kept, /\{\}\n\{\}\nnull/);
  });

  test("a personal number is masked until somebody asks for it", async () => {
    const number = anna.locator(".number").first();
    assert.match(await number.innerText(), /^\d{8}-••••$/);
    await anna.getByRole("button", { name: /Visa personnummer/ }).first().click();
    assert.match(await number.innerText(), /^\d{8}-\d{4}$/);
  });

  test("a session that has ended hides the case, and what was typed is there again", async () => {
    const bo = await desk.person("HL000002");
    await bo.keyboard.press("n");
    await bo.waitForSelector("#motivation");
    await bo.fill("#motivation", "Halvskrivet av Bo");
    await bo.waitForSelector(".number");
    const number = (await bo.locator(".number").first().innerText()).slice(0, 8);
    await bo.context().clearCookies();
    await bo.keyboard.press("Tab");
    await bo.getByRole("button", { name: "Begär komplettering …" }).click();
    await bo.getByRole("button", { name: "Avbryt" }).click();
    await bo.getByRole("button", { name: "Lämna tillbaka" }).click();
    await bo.waitForSelector("dialog.again[open] h1:has-text('Logga in igen')");
    await desk.picture(bo, "signed-out");
    const seen = () => bo.evaluate(() => document.body.innerText);
    assert.ok(!(await seen()).includes(number) && !(await seen()).includes("EKB-"), "the case is seen");
    for (let times = 0; times < 3; times++) await bo.keyboard.press("Escape");
    await bo.waitForSelector("dialog.again[open]");
    assert.ok(!(await seen()).includes("EKB-"), "Escape leads past the sign-in");
    for (let times = 0; times < 12; times++) {
      await bo.keyboard.press("Tab");
      assert.ok(await bo.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog.again") !== null), "Tab leaves the sign-in");
    }
    assert.deepEqual(await axeFaults(bo), []);
    await bo.click("dialog.again [data-user=HL000002]");
    await bo.waitForSelector("#motivation");
    assert.equal(await bo.inputValue("#motivation"), "Halvskrivet av Bo");
    assert.equal(await bo.evaluate(() => document.activeElement.innerText), "Lämna tillbaka");
    assert.deepEqual(bo.faults, []);
  });

  test("who signs out leaves nothing: not on the page, not behind the button back, and the cookie is worth nothing", async () => {
    const bo = await desk.person("HL000002");
    await bo.locator("table.rows tbody tr a.open").first().click();
    await bo.waitForSelector(".number");
    const number = (await bo.locator(".number").first().innerText()).slice(0, 8);
    const cookies = await bo.context().cookies();
    await bo.getByRole("button", { name: "Logga ut" }).click();
    await bo.waitForSelector("[data-user]");
    assert.ok(!(await bo.content()).includes(number));
    await bo.goBack().catch(() => {});
    await bo.waitForSelector("[data-user]");
    assert.ok(!(await bo.content()).includes(number));
    await bo.context().addCookies(cookies);
    assert.ok(cookies.length > 0);
    assert.equal(await bo.evaluate(async () => (await fetch("/desk/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })).status), 401);
    assert.deepEqual(bo.faults, []);
  });

  test("the pages have thrown nothing and asked no other address", () => assert.deepEqual(anna.faults, []));
});

// What people do together: return a decision, share out the queue, ask a specialist, decide at the same time. And a whole case without a mouse.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { axeFaults, DeskRig, settled } from "../support/desk.mjs";

const EXCEPTION = "Ett väsentligt allmänt eller enskilt intresse kräver att beslutet meddelas omedelbart";

describe("caseworkers together", () => {
  let desk;
  let anna;
  let bo;
  let lead;

  before(async () => {
    desk = await DeskRig.open({ size: 60 });
    await desk.town.submit(desk.town.path("municipality/cases"));
    await desk.town.worked();
    anna = await desk.person("HL000001");
    bo = await desk.person("HL000002");
    lead = await desk.person("AL000001");
  });
  after(() => desk?.close());

  const items = async (...args) => JSON.parse(await desk.town.medarbetare("queue", "items", ...args, "--json")).escalations.filter(({ state }) => state === "ESCALATION_STATE_OPEN");
  const proposal = async () => (await items("--queue", "Q-20")).find(({ mode, assigned_to }) => mode === "MODE_PROPOSE" && !assigned_to).id;
  const shown = async (item) => JSON.parse(await desk.town.medarbetare("queue", "show", item, "--json"));
  const stored = async (item) => JSON.parse(await desk.town.medarbetare("case", "show", item.replace(/\.\d+$/, ""), "--json"));
  const openCase = async (page, item) => {
    await page.goto(`${desk.url}/#/arende/${item}`);
    await page.waitForSelector(`.case-head .code:has-text('${item.replace(/\.\d+$/, "")}')`);
  };

  // How a decision affects each child of the case, as it must be written before one against the household.
  const concludeForChildren = async (item, mandate) => {
    for (const { key } of (await stored(item)).application.persons.filter(({ role }) => role === "PERSON_ROLE_CHILD")) {
      const { version } = (await shown(item)).escalation;
      const analysis = { child: key, situation_codes: ["housing"], situation: "Bor kvar.", effect: "Ingen.", view_not_asked: "Frågan rör bara elen.", conclusion: "Barnets bästa talar inte emot." };
      const file = join(tmpdir(), `${item}-${key}.json`);
      writeFileSync(file, JSON.stringify({ request_id: `child-${item}-${key}`, escalation_id: item, expected_version: version, actor: "HL000001", mandate, analysis }));
      await desk.town.medarbetare("case", "child-analysis", file);
      rmSync(file);
    }
  };

  test("a decision that is sent back comes with the reason, and is attested when it is whole", async () => {
    const item = (await items("--queue", "Q-18"))[0].id;
    await openCase(anna, item);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.waitForSelector("#mandate");
    await concludeForChildren(item, await anna.locator("#mandate").inputValue());
    await anna.getByRole("radio", { name: "Delavslag" }).check();
    await anna.click("[data-row='cost.hushallsel/']");
    await anna.getByLabel("Ditt belopp för Hushållsel").fill("1");
    await anna.getByLabel("Skäl för Hushållsel").selectOption({ index: 1 });
    await anna.fill("#motivation", "Elen är redan betald.");
    // The household has not been heard of it: the law's exception is stated, and told to who attests.
    await anna.getByLabel("Undantag från kommunicering").selectOption({ label: EXCEPTION });
    await anna.waitForSelector(".act :text('kräver attest')");
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.getByRole("button", { name: /^Lämna för attest: delavslag, / }).click();
    await anna.waitForSelector("dm-attest :text('En annan person ska läsa och attestera')");
    await desk.picture(anna, "attest-own");

    await openCase(lead, item);
    // What the second person signs is the letter that would go out.
    await lead.waitForSelector("dm-attest pre.letter:has-text('Du får')");
    await lead.waitForSelector(`dm-attest p:has-text('inte kommunicerat'):has-text('${EXCEPTION}')`);
    await lead.getByRole("button", { name: "Skicka tillbaka …" }).click();
    assert.ok(await lead.getByRole("button", { name: "Skicka tillbaka", exact: true }).isDisabled(), "without a reason");
    await lead.getByLabel("Varför skickar du tillbaka det?").fill("Skriv varför beloppet är högt.");
    await desk.picture(lead, "attest-return");
    await lead.getByRole("button", { name: "Skicka tillbaka", exact: true }).click();
    await lead.waitForSelector("dm-attest", { state: "detached" });

    await anna.waitForSelector(".act .notice:has-text('Lena Lind skickade tillbaka beslutet')", { timeout: 30_000 });
    await anna.waitForSelector(".act blockquote:has-text('Skriv varför beloppet är högt.')");
    await settled(anna);
    await desk.picture(anna, "attest-returned");
    if (await anna.getByRole("button", { name: "Ta ärendet" }).isVisible()) await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await anna.fill("#motivation", "Hyran täcker två månader.");
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.getByRole("button", { name: /^Lämna för attest: bifall, / }).click();
    await anna.waitForSelector("dm-attest :text('En annan person ska läsa och attestera')");
    await lead.reload();
    await lead.getByRole("button", { name: /^Attestera bifall, / }).click();
    await lead.waitForSelector(".act .notice:has-text('attesterat av Lena Lind')");
    await lead.locator("#historik").getByRole("button", { name: "Läs brevet" }).click();
    await lead.waitForSelector("#historik pre.letter");
    const [file] = await Promise.all([lead.waitForEvent("download"), lead.locator("#historik").getByRole("button", { name: "Hämta brevet som PDF" }).click()]);
    assert.match(readFileSync(await file.path()).subarray(0, 5).toString(), /^%PDF-$/);
    const { decisions } = await stored(item);
    assert.equal(decisions.length, 1);
    assert.equal(decisions[0].motivation, "Hyran täcker två månader.");
    assert.equal(decisions[0].attested_by, "AL000001");
  });

  test("two deciding one case: one has decided, the other is told what was decided and by whom", async () => {
    const item = await proposal();
    await openCase(anna, item);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("radio", { name: "Bifall" }).check();
    await anna.fill("#motivation", "Annas ord");
    await anna.getByRole("button", { name: "Granska beslutet" }).click();
    await anna.waitForSelector("dialog.confirm[open]");
    // From here on Anna's page hears nothing of what others do, until she has decided.
    let hears = false;
    for (const call of ["WatchEscalations", "GetEscalation", "RenewEscalation", "PreviewDecision"]) await anna.route(`**/${call}`, (route) => (hears ? route.continue() : route.abort()));
    await anna.route("**/DecideCase", (route) => {
      hears = true;
      return route.continue();
    });
    await desk.town.medarbetare("queue", "release", item, "--handler", "HL000001");
    await openCase(bo, item);
    await bo.getByRole("button", { name: "Ta ärendet" }).click();
    await bo.getByRole("radio", { name: "Bifall" }).check();
    await bo.getByRole("button", { name: "Granska beslutet" }).click();
    await bo.getByRole("button", { name: /^Besluta bifall, / }).click();
    await bo.waitForSelector(".act .notice:has-text('Beslutat')");

    await anna.getByRole("button", { name: /^Besluta bifall, / }).click();
    await anna.waitForSelector(".notice.warn:has-text('Bo Björk beslutade bifall, ')");
    await anna.waitForSelector(".act .notice:has-text('av Bo Björk')");
    await desk.picture(anna, "second-is-told");
    assert.deepEqual(await axeFaults(anna), []);
    const { decisions } = await stored(item);
    assert.equal(decisions.length, 1);
    assert.equal(decisions[0].decided_by, "HL000002");
    await anna.unrouteAll();
  });

  test("a team lead shares out many at once, with a reason that the policies name", async () => {
    await lead.goto(`${desk.url}/#/belastning`);
    await lead.waitForSelector("table:has(caption:text('Ärenden att fördela'))");
    const boxes = lead.locator("tbody input[aria-label^='Välj EKB']");
    const names = [];
    for (const at of [0, 1, 2]) {
      names.push((await boxes.nth(at).getAttribute("aria-label")).replace("Välj ", ""));
      await boxes.nth(at).check();
    }
    await lead.getByLabel("Fördela till").selectOption({ label: "Bo Björk" });
    await lead.getByLabel("Orsak").selectOption({ label: "Jämnare fördelning" });
    await desk.picture(lead, "load-chosen");
    await lead.getByRole("button", { name: "Fördela 3 ärenden" }).click();
    await lead.waitForFunction(() => document.querySelector("#said")?.textContent.startsWith("3 ärenden fördelade"));
    const all = await items();
    for (const name of names) assert.equal(all.find(({ case_id }) => case_id === name).assigned_to, "HL000002");
    await bo.goto(`${desk.url}/#/`);
    await bo.waitForSelector(`tr:has-text('${names[0]}') :text('för dig')`);
    await anna.goto(`${desk.url}/#/`);
    await anna.waitForSelector(`tr:has-text('${names[0]}') :text('för Bo Björk')`);
  });

  test("a case moves to another queue with a reason of the policies and a line to who takes over", async () => {
    const item = await proposal();
    await openCase(anna, item);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("button", { name: "Flytta …" }).click();
    await anna.getByLabel("Kö", { exact: true }).selectOption("Q-12");
    await anna.getByLabel("Orsak").selectOption({ label: "Behöver en annan kompetens" });
    await anna.getByLabel("Till den som tar över").fill("Gäller planeringen.");
    await anna.getByRole("button", { name: "Flytta", exact: true }).click();
    await anna.waitForSelector(".crumbs :text('Q-12')");
    const { escalation } = await shown(item);
    assert.equal(escalation.routing.queue, "Q-12");
    assert.equal(escalation.routings.at(-1).reason_code, "ROUTE.WRONG_SKILL");
    await anna.waitForSelector("#varfor :text('Gäller planeringen.')");
  });

  test("a specialist is asked and answers, while the case stays", async () => {
    const item = await proposal();
    await openCase(anna, item);
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("button", { name: "Fråga specialist …" }).click();
    await anna.getByLabel("eller en person").selectOption({ label: "Bo Björk" });
    await anna.getByLabel("Fråga", { exact: true }).fill("Är hyran rimlig?");
    await anna.getByRole("button", { name: "Skicka frågan" }).click();
    await anna.waitForSelector("#kontakt :text('Fråga till Bo Björk')");
    await openCase(bo, item);
    await bo.getByLabel("Ditt svar").fill("Ja, den är i nivå med området.");
    await bo.getByRole("button", { name: "Svara", exact: true }).click();
    await anna.waitForSelector("#kontakt :text('Ja, den är i nivå med området.')", { timeout: 30_000 });
    await anna.waitForSelector("#kontakt :text('Bo Björk svarade')");
    assert.equal((await shown(item)).escalation.handler, "HL000001");
  });

  test("how a decision affects a child is written on a phone", async () => {
    const item = (await items()).find(({ routing, assigned_to }) => routing.has_children && !assigned_to && routing.access === "ACCESS_CLASS_OPEN").id;
    const page = await desk.person("HL000001", { width: 360, height: 740 });
    await openCase(page, item);
    await page.getByRole("button", { name: "Ta ärendet" }).click();
    await page.getByRole("button", { name: "Barnprövning …" }).click();
    await page.getByLabel("boende", { exact: true }).check();
    await page.getByLabel("Barnets situation").fill("Går i skolan intill.");
    await page.getByLabel("Hur beslutet påverkar barnet").fill("Familjen bor kvar.");
    await page.getByLabel("Varför barnet inte är tillfrågat").fill("Barnet är två år.");
    await page.getByLabel("Hur barnets bästa har vägts").fill("Att bo kvar är bäst för barnet.");
    await desk.picture(page, "child-analysis-phone");
    assert.deepEqual(await axeFaults(page), []);
    await page.getByRole("button", { name: "Spara prövningen" }).click();
    await page.waitForSelector("#hushall :text('Att bo kvar är bäst för barnet.')");
    const [analysis] = (await stored(item)).child_analyses;
    assert.equal(analysis.reviewer, "HL000001");
    assert.deepEqual(analysis.situation_codes, ["housing"]);
    await page.waitForSelector("#hushall :text('Anna Alm')");
    assert.deepEqual(page.faults, []);
  });

  test("a case is taken and decided without a mouse", async () => {
    const page = await desk.person("HL000002");
    const tabTo = async (name, key = "Tab") => {
      for (let tries = 0; tries < 120; tries++) {
        const here = await page.evaluate(() => (document.activeElement.innerText || document.activeElement.id || "").replace(/\s+/g, " ").trim());
        if (here.startsWith(name)) return;
        await page.keyboard.press(key);
      }
      assert.fail(`Tab never comes to ${name}`);
    };
    await page.waitForSelector("table.rows tbody tr");
    for (let tries = 0; tries < 60; tries++) {
      await page.keyboard.press("j");
      const row = await page.evaluate(() => document.activeElement.closest("tr")?.innerText ?? "");
      if (row.includes("Förslag att bekräfta") && row.includes("ledigt")) break;
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector(".case-head");
    const item = await page.evaluate(() => location.hash.split("/")[2]);
    await page.keyboard.press("c");
    await page.waitForSelector("#motivation");
    await page.keyboard.press("b");
    await page.keyboard.press("Space");
    assert.equal(await page.evaluate(() => document.activeElement.closest("label")?.innerText.trim()), "Bifall");
    assert.ok(await page.evaluate(() => document.activeElement.checked));
    await page.waitForSelector(".act button.main:not([disabled])");
    await tabTo("Granska beslutet");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog.confirm[open]");
    await tabTo("Besluta bifall");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".act .notice:has-text('Beslutat')");
    assert.equal((await stored(item)).decisions[0].decided_by, "HL000002");
    await page.keyboard.press("g");
    await page.waitForSelector("table.rows tbody tr");
    assert.deepEqual(page.faults, []);
  });

  test("no page has thrown, and none asked another address", () => assert.deepEqual([...anna.faults, ...bo.faults, ...lead.faults], []));
});

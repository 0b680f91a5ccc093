// What an applicant sees of the own case: the page that an e-service shows, looked at in a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { axeFaults, DeskRig, NARROW } from "../support/desk.mjs";

describe("the applicant's own page", () => {
  let desk;
  let cases;

  before(async () => {
    desk = await DeskRig.open({ size: 40 });
    await desk.town.submit(desk.town.path("municipality/cases"));
    await desk.town.worked();
    // One household has been asked for something, and written to.
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    const { id, case_id } = escalations.find(({ mode, state }) => mode === "MODE_PROPOSE" && state === "ESCALATION_STATE_OPEN");
    await desk.town.medarbetare("case", "message", case_id, "--handler", "HL000001", "--text", "Hej! Hyran är < 8 000 kr & höjd. مرحبا");
    await desk.town.medarbetare("queue", "claim", id, "--handler", "HL000001");
    await desk.town.medarbetare("case", "request-completion", id, "--handler", "HL000001", "--item", "proof.boende=Hyran har ändrats sedan förra månaden.=Fota avin och lämna den i e-tjänsten.");
    ({ cases } = JSON.parse(await desk.town.medarbetare("case", "list", "--json")));
  });
  after(() => desk?.close());

  for (const [name, find] of Object.entries({
    "with a caseworker": ({ state }) => state === "CASE_STATE_ESCALATED" || state === "CASE_STATE_PROPOSED",
    "asked for something": ({ state }) => state === "CASE_STATE_AWAITING_COMPLETION",
    "decided": ({ state, outcome }) => state === "CASE_STATE_CLOSED" && outcome === "OUTCOME_BIFALL",
  })) {
    test(name, async () => {
      const one = cases.find(find);
      assert.ok(one, "the town has no such case");
      const file = desk.town.path(`status-${one.id}.html`);
      await desk.town.medarbetare("case", "status", one.id, "--person", "p1", "--html", file);
      const source = readFileSync(file, "utf8");
      assert.doesNotMatch(source, /<script|https?:\/\/|javascript:/i);
      if (name === "asked for something") {
        for (const words of ["Hyran har ändrats sedan förra månaden.", "Fota avin", "&lt; 8 000 kr &amp; höjd"]) assert.ok(source.includes(words), words);
      }
      // No internal codes: of queues, typfall, gates, triggers, states.
      assert.doesNotMatch(source.replace(/<style[\s\S]*?<\/style>/, ""), /\b(TF-\d\d|Q-\d\d|G-\d\d|X-\d\d|[A-Z]{3,}_[A-Z_]+|[A-Z]+\.[A-Z_]{3,})\b/);
      for (const [shape, options] of Object.entries({ light: {}, dark: { scheme: "dark" }, phone: { width: 360 } })) {
        const page = await desk.plain(pathToFileURL(file).href, options);
        await desk.picture(page, `applicant-${name.replaceAll(" ", "-")}-${shape}`);
        assert.deepEqual(await axeFaults(page), [], `${name} in ${shape}`);
        assert.equal(await page.locator("h1").count(), 1);
        await page.setViewportSize({ width: NARROW, height: 800 });
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= NARROW, "scrolls sideways");
      }
    });
  }
});

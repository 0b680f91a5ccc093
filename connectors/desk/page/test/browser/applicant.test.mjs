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
    ({ cases } = JSON.parse(await desk.town.medarbetare("case", "list", "--json")));
  });
  after(() => desk?.close());

  for (const [name, find] of Object.entries({
    "with a caseworker": ({ state }) => state === "CASE_STATE_ESCALATED" || state === "CASE_STATE_PROPOSED",
    "asked for something": ({ state }) => state === "CASE_STATE_AWAITING_COMPLETION",
    "decided": ({ state, outcome }) => state === "CASE_STATE_CLOSED" && outcome === "OUTCOME_BIFALL",
  })) {
    test(name, async (context) => {
      const one = cases.find(find);
      if (one === undefined) return context.skip("the town has no such case");
      const file = desk.town.path(`status-${one.id}.html`);
      await desk.town.medarbetare("case", "status", one.id, "--person", "p1", "--html", file);
      const source = readFileSync(file, "utf8");
      assert.doesNotMatch(source, /<script|https?:\/\/|javascript:/i);
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

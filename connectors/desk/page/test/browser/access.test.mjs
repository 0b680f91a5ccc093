// Each view for every reader: axe's rules of WCAG 2.2 AA in light, in dark and on a phone, and what axe does not look at.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axeFaults, DeskRig, ownFaults, settled } from "../support/desk.mjs";

const VIEWS = {
  queue: "#/",
  mine: "#/mina",
  case: "#/arende/ITEM",
  review: "#/granskning",
  compare: "#/jamforelse",
  load: "#/belastning",
  operations: "#/drift",
};
// What a view can show beyond its first look.
const OPENED = {
  case: ["[data-row]", "text=Ny ram från början", "text=Visa händelserna"],
  operations: ["button[aria-expanded]"],
};
// Boxes over the case.
const BOXES = ["Begär komplettering …", "Kommunicera …", "Fråga specialist …", "Flytta …", "Anteckna vad hushållet har sagt …", "Vill tala med någon …"];
const SHAPES = { light: {}, dark: { scheme: "dark" }, phone: { width: 360 }, zoomed: { width: 640, height: 450 } };

describe("every view for every reader", () => {
  let desk;
  let item;

  before(async () => {
    desk = await DeskRig.open({ size: 40 });
    await desk.town.submit(desk.town.path("municipality/cases"));
    await desk.town.worked();
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    item = escalations.find(({ mode, routing }) => mode === "MODE_PROPOSE" && routing.queue === "Q-20").id;
    await desk.town.medarbetare("queue", "claim", item, "--handler", "AL000001");
  });
  after(() => desk?.close());

  test("the address of a queue that is not there is not called an empty one", async () => {
    const page = await desk.person("AL000001");
    await page.goto(`${desk.url}/#/ko/Q-99`);
    await settled(page);
    assert.equal(await page.locator("h1").innerText(), "Kö Q-99");
    assert.match(await page.locator("p.empty").innerText(), /ingen sådan kö/);
  });

  test("who takes a case with a key goes on at the decision", async () => {
    const page = await desk.person("HL000001");
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    const free = escalations.find(({ mode, state, routing }) => mode === "MODE_PROPOSE" && state === "ESCALATION_STATE_OPEN" && routing.queue === "Q-20").id;
    await page.goto(`${desk.url}/#/arende/${free}`);
    await page.getByRole("button", { name: "Ta ärendet" }).press("Enter");
    await page.waitForSelector("#act-title:focus");
    assert.equal(await page.locator("#act-title").innerText(), "Ditt beslut");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "outcome");
  });

  for (const [shape, options] of Object.entries(SHAPES)) {
    test(`in ${shape}`, async () => {
      const page = await desk.person("AL000001", options);
      for (const [name, address] of Object.entries(VIEWS)) {
        await page.goto(`${desk.url}/${address.replace("ITEM", item)}`);
        await page.waitForSelector("h1");
        await settled(page);
        for (const what of OPENED[name] ?? []) await page.locator(what).first().click();
        await settled(page);
        await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
        await desk.picture(page, `${name}-${shape}`);
        assert.deepEqual(await axeFaults(page), [], `${name} in ${shape}`);
        assert.deepEqual(await ownFaults(page), [], `${name} in ${shape}`);
      }
      await page.goto(`${desk.url}/#/arende/${item}`);
      for (const box of BOXES) {
        await page.getByRole("button", { name: box }).click();
        await page.waitForSelector("dialog[open]");
        await settled(page);
        await desk.picture(page, `box-${box.split(" ")[0].toLowerCase()}-${shape}`);
        assert.deepEqual(await axeFaults(page), [], `${box} in ${shape}`);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("?");
      await page.waitForSelector("#help[open]");
      assert.deepEqual(await axeFaults(page), [], `help in ${shape}`);
      assert.deepEqual(page.faults, []);
    });
  }

  test("the sign-in", async () => {
    for (const scheme of ["light", "dark"]) {
      const page = await desk.stranger({ scheme });
      await desk.picture(page, `sign-in-${scheme}`);
      assert.deepEqual(await axeFaults(page), []);
      assert.deepEqual(await ownFaults(page), []);
    }
  });

  test("the first Tab of a page goes to its content, and nothing moves for who wants no motion", async () => {
    const page = await desk.person("AL000001", { motion: "reduce" });
    await page.goto(`${desk.url}/#/`);
    await page.reload();
    await page.waitForSelector("table.rows");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Till innehållet");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN");
    assert.equal(await page.evaluate(() => [...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).transitionDuration !== "0s").length), 0);
  });

  test("the checks see faults", async () => {
    const page = await desk.person("AL000001");
    await page.evaluate(() => document.querySelector("main").insertAdjacentHTML("beforeend", `<h1>Två</h1><img src="/x.png"><div class="wide"><button></button></div>
      <svg width="900" height="9"></svg>`));
    const faults = [...(await axeFaults(page)), ...(await ownFaults(page))].join("\n");
    for (const sign of ["image-alt", "button-name", "2 h1", "scrolls sideways"]) assert.ok(faults.includes(sign), `${sign} is not seen`);
  });
});

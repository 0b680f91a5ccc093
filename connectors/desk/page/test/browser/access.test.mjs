// Each view for every reader: axe's rules of WCAG 2.2 AA in light, in dark and on a phone, and what axe does not look at.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axeFaults, DeskRig, ownFaults } from "../support/desk.mjs";

const VIEWS = {
  queue: "#/",
  mine: "#/mina",
  case: "#/arende/ITEM",
};
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
    await desk.town.medarbetare("queue", "claim", item, "--handler", "HL000001");
  });
  after(() => desk?.close());

  for (const [shape, options] of Object.entries(SHAPES)) {
    test(`in ${shape}`, async () => {
      const page = await desk.person("HL000001", options);
      for (const [name, address] of Object.entries(VIEWS)) {
        await page.goto(`${desk.url}/${address.replace("ITEM", item)}`);
        await page.waitForSelector("h1");
        await page.waitForLoadState("networkidle");
        if (name === "case") await page.locator("[data-row]").first().click();
        await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
        await desk.picture(page, `${name}-${shape}`);
        assert.deepEqual(await axeFaults(page), [], `${name} in ${shape}`);
        assert.deepEqual(await ownFaults(page), [], `${name} in ${shape}`);
      }
      assert.deepEqual(page.faults, []);
    });
  }

  test("the checks see faults", async () => {
    const page = await desk.person("HL000001");
    await page.evaluate(() => document.querySelector("main").insertAdjacentHTML("beforeend", `<h1>Två</h1><img src="/x.png"><div class="wide"><button></button></div>
      <svg width="900" height="9"></svg>`));
    const faults = [...(await axeFaults(page)), ...(await ownFaults(page))].join("\n");
    for (const sign of ["image-alt", "button-name", "2 h1", "scrolls sideways"]) assert.ok(faults.includes(sign), `${sign} is not seen`);
  });
});

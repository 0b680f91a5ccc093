// The conversation with a household, in a browser, in front of the real worker.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axeFaults, DeskRig, settled } from "../support/desk.mjs";
import { TODAY } from "../support/town.mjs";

describe("the conversation with a household", () => {
  let desk;
  let anna;
  let item;
  let id;

  before(async () => {
    desk = await DeskRig.open({ size: 40 });
    await desk.town.submit(desk.town.path("municipality/cases"));
    await desk.town.worked();
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    item = escalations.find(({ mode, state, routing }) => mode === "MODE_PROPOSE" && state === "ESCALATION_STATE_OPEN" && routing.queue === "Q-20").id;
    id = item.replace(/\.\d+$/, "");
    anna = await desk.person("HL000001");
    await anna.goto(`${desk.url}/#/arende/${item}`);
    await anna.waitForSelector(".case-head");
  });
  after(() => desk?.close());

  const stored = async () => JSON.parse(await desk.town.medarbetare("case", "show", id, "--json"));
  const messages = async () => JSON.parse(await desk.town.medarbetare("case", "messages", id, "--json")).messages;

  test("a message is marked unread until somebody opens it, and then who read it stands there", async () => {
    await desk.town.medarbetare("case", "message", id, "--from", "p1", "--channel", "e_application", "--text", "Hej!\nHyran är < 8 000 kr & \"höjd\". مرحبا");
    await anna.waitForSelector("nav.parts .mark:has-text('1 oläst')", { timeout: 20_000 });
    const message = anna.locator("#kontakt details", { hasText: "oläst" });
    assert.equal(await message.evaluate((one) => one.open), false);
    assert.equal((await messages())[0].read_at, undefined, "to look at the case is not to have read it");
    await settled(anna);
    await desk.picture(anna, "contact-unread");
    await message.locator("summary").click();
    await anna.waitForSelector("#kontakt details .mark.pass:has-text('läst')");
    await anna.waitForSelector("#kontakt :text('Läst av Anna Alm')");
    assert.equal(await anna.locator("nav.parts .mark").count(), 0);
    assert.equal((await messages())[0].read_by, "HL000001");
    // Shown as text, line by line, in its own direction.
    const quote = anna.locator("#kontakt .inbound blockquote").first();
    assert.match(await quote.innerText(), /Hyran är < 8 000 kr & "höjd"/);
    assert.equal(await quote.getAttribute("dir"), "auto");
    assert.equal(await quote.evaluate((one) => one.children.length), 0);
  });

  test("what is written goes out as it was written", async () => {
    await anna.getByLabel("Nytt meddelande till hushållet").fill("Hej! Ring mig på torsdag & ta med avin.");
    await anna.getByRole("button", { name: "Skicka meddelandet" }).click();
    await anna.waitForSelector(".messages .outbound :text('Ring mig på torsdag & ta med avin.')");
    await anna.waitForSelector(".messages .outbound :text('Anna Alm')");
    const sent = (await messages()).at(-1);
    assert.equal(sent.text, "Hej! Ring mig på torsdag & ta med avin.");
    assert.equal(sent.author, "HL000001");
    assert.equal(await anna.inputValue("[id=answer-message]"), "");
  });

  test("markup and turned text are refused in words, and what was typed stays", async () => {
    const before = (await messages()).length;
    const field = anna.getByLabel("Nytt meddelande till hushållet");
    for (const [text, words] of [["<b>Hej</b>", "Skriv ren text"], ["Konto \u202e4321", "vänder skrivriktningen"]]) {
      await field.fill(text);
      await anna.getByRole("button", { name: "Skicka meddelandet" }).click();
      await anna.waitForSelector(`#kontakt .trouble:has-text('${words}')`);
      assert.equal(await field.inputValue(), text);
    }
    assert.equal((await messages()).length, before);
    await field.fill("");
  });

  test("a completion is asked for with why and until when, and a day too late says which one is the latest", async () => {
    await anna.getByRole("button", { name: "Ta ärendet" }).click();
    await anna.getByRole("button", { name: "Begär komplettering …" }).click();
    await anna.getByLabel("Vad som behövs").first().selectOption("proof.hushallsel");
    await anna.getByLabel(/^Varför/).first().fill("Vi behöver se vad elen kostar.");
    await anna.getByLabel(/^Hur/).first().fill("Fota räkningen och lämna den i e-tjänsten.");
    await anna.getByLabel(/^Senast/).fill("2026-12-20");
    await anna.getByRole("button", { name: "Skicka begäran" }).click();
    await anna.waitForSelector("dialog[open] .trouble:has-text('senast ')");
    const told = await anna.locator("dialog[open] .trouble strong").innerText();
    const latest = /\((\d{4}-\d{2}-\d{2})\)/.exec(told)[1];
    assert.ok(latest < "2026-12-20" && latest > TODAY.slice(0, 10), told);
    assert.equal(await anna.getByLabel(/^Varför/).first().inputValue(), "Vi behöver se vad elen kostar.");
    await desk.picture(anna, "completion-too-late");
    assert.deepEqual(await axeFaults(anna), []);
    await anna.getByLabel(/^Senast/).fill(latest);
    await anna.getByRole("button", { name: "Skicka begäran" }).click();
    await anna.waitForSelector("#kontakt :text('Komplettering 1')");
    await anna.waitForSelector("#kontakt .mark:has-text('väntar på hushållet')");
    await anna.waitForSelector(".case-head :text('väntar på komplettering')");
    const [round] = (await stored()).contact.completions;
    assert.equal(round.due, latest);
    assert.equal(round.asked_by, "HL000001");
    assert.equal(round.items[0].how, "Fota räkningen och lämna den i e-tjänsten.");
    await settled(anna);
    await desk.picture(anna, "completion-open");
  });

  test("the document comes, and the case is back with the one who asked", async () => {
    await desk.town.medarbetare("case", "add-document", id, "--id", "D-SEN-1", "--kind", "elrakning", "--received-at", TODAY, "--answers", "proof.hushallsel");
    await desk.town.worked();
    await anna.waitForSelector(".notice.warn:has-text('En ny handling har kommit')", { timeout: 30_000 });
    await anna.waitForSelector("#handlingar li:has-text('Elräkning') :text('efter ansökan')");
    await anna.waitForSelector("#handlingar li:has-text('Elräkning') :text('Svar på: Elräkning')");
    await anna.waitForSelector("#kontakt .mark:has-text('allt har kommit')");
    await settled(anna);
    await desk.picture(anna, "document-came");
    // The row that was open has ended: the case is a new one in the queue, for Anna.
    const { escalations } = JSON.parse(await desk.town.medarbetare("queue", "items", "--json"));
    const back = escalations.find((one) => one.case_id === id && one.state !== "ESCALATION_STATE_WITHDRAWN");
    assert.equal(back.assigned_to || back.handler, "HL000001");
    await anna.getByRole("link", { name: "Till den nya raden" }).click();
    await anna.waitForSelector(".case-head");
    assert.equal(await anna.evaluate(() => location.hash.split("/")[2]), back.id);
    await anna.waitForSelector("#varfor :text('kompletter')");
    item = back.id;
  });

  test("what is said by telephone is taken down, and the wish for a person stops the automation", async () => {
    await anna.getByRole("button", { name: "Anteckna vad hushållet har sagt …" }).click();
    await anna.getByLabel("Vad som sades").fill("Undrar när pengarna kommer.");
    await anna.getByRole("button", { name: "Spara anteckningen" }).click();
    await anna.waitForSelector("#kontakt summary:has-text('muntligt')");
    await anna.getByRole("button", { name: "Vill tala med någon …" }).click();
    await anna.getByRole("button", { name: "Anteckna önskemålet" }).click();
    await anna.waitForSelector("#kontakt .notice:has-text('Vill tala med en handläggare.')");
    await anna.waitForSelector("#kontakt .notice:has-text('antecknat av Anna Alm')");
    const { contact } = await stored();
    assert.equal(contact.wish.registered_by, "HL000001");
    assert.equal(contact.wish.channel, "CHANNEL_ORAL");
  });

  test("a withdrawal shows who has signed and who has not", async () => {
    await desk.town.medarbetare("case", "withdraw", id, "--person", "p1", "--text-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "--signed-at", TODAY, "--pressure", "no");
    await desk.town.worked();
    await anna.reload();
    await anna.waitForSelector("#kontakt .notice:has-text('Ansökan är återkallad')");
    await anna.waitForSelector("#kontakt .notice:has-text('Sökande (')");
    await settled(anna);
    await desk.picture(anna, "withdrawn");
    assert.deepEqual(await axeFaults(anna), []);
  });

  test("who did what stands there in words, and the read is one of them", async () => {
    await anna.getByRole("button", { name: "Visa händelserna" }).click();
    await anna.waitForSelector("#handelser table");
    const list = await anna.locator("#handelser tbody").innerText();
    for (const words of ["tog emot ansökan", "begärde komplettering", "skrev till hushållet", "tog emot en handling", "Anna Alm", "Medarbetaren"]) assert.ok(list.includes(words), `${words} is missing in ${list}`);
    assert.doesNotMatch(list, /gjorde något annat|_|HL000001/);
    await anna.getByLabel("visa också vem som har läst").check();
    const all = await anna.locator("#handelser tbody").innerText();
    assert.match(all, /läste händelserna/);
    assert.doesNotMatch(all, /gjorde något annat|_/);
    await desk.picture(anna, "events");
    assert.deepEqual(await axeFaults(anna), []);
    const kept = await anna.evaluate(() => [location.href, document.title, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), JSON.stringify(history.state)].join("\n"));
    assert.doesNotMatch(kept, /Hyran|torsdag|pengarna|Elräkning|H-\d{4}|\d{8}-?\d{4}/i);
    assert.deepEqual(anna.faults, []);
  });
});

// The conversation with the household: messages both ways, what it has been asked for, its wish for a person, its withdrawal.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { contacts, newRequestId } from "../../core/api.js";
import { troubleOf, type Trouble } from "../../core/errors.js";
import { day, moment } from "../../core/format.js";
import { answeredWord, channelWord, personWord } from "../../core/words.js";
import { nameOf } from "../../core/names.js";
import { CaseState, type Case } from "../../gen/medarbetare/v1/case_pb.js";
import { CompletionState, MessageDirection, type CaseMessage, type CompletionRound } from "../../gen/medarbetare/v1/contact_pb.js";
import { PersonRole } from "../../gen/medarbetare/v1/household_pb.js";
import type { Form } from "../../parts/form.js";
import { mark, troubleBox } from "../../parts/marks.js";
import "./note.js";
import { Talk } from "./talk.js";

const PAGE = 200;
const ROUNDS: Record<CompletionState, TemplateResult | typeof nothing> = {
  [CompletionState.UNSPECIFIED]: nothing, [CompletionState.OPEN]: mark("open", "väntar på hushållet"), [CompletionState.ANSWERED]: mark("pass", "allt har kommit"),
  [CompletionState.LAPSED]: mark("fail", "tiden gick ut"), [CompletionState.STOPPED]: mark("plain", "behövs inte längre"),
};

export class ContactPart extends Talk {
  static override properties = { ...Talk.properties, case: { attribute: false }, messages: { state: true }, unreadable: { state: true } };
  case!: Case;
  private messages: CaseMessage[] | undefined;
  private fresh = new Set<string>(); // unread when they were first shown: closed until somebody opens them
  private unreadable: Trouble | undefined;
  private read = ""; // the case and version whose messages are shown

  override willUpdate(): void {
    const version = `${this.case.id}/${this.case.version}`;
    if (version === this.read) return;
    if (!this.read.startsWith(`${this.case.id}/`)) {
      this.messages = undefined;
      this.fresh = new Set();
    }
    this.read = version;
    void this.readMessages();
  }

  private async readMessages(): Promise<void> {
    const of = this.case.id;
    try {
      const all: CaseMessage[] = [];
      let pageToken = "";
      do {
        const { messages, nextPageToken } = await contacts.listMessages({ caseId: of, pageSize: PAGE, pageToken });
        all.push(...messages);
        pageToken = nextPageToken;
      } while (pageToken !== "");
      if (of !== this.case.id) return;
      for (const one of all) if (this.isUnread(one)) this.fresh.add(one.id);
      this.messages = all;
      this.unreadable = undefined;
      this.dispatchEvent(new CustomEvent("unread", { bubbles: true, detail: all.filter((one) => this.isUnread(one)).length }));
    } catch (error) {
      if (of === this.case.id) this.unreadable = troubleOf(error);
    }
  }

  private isUnread = (one: CaseMessage): boolean => one.direction === MessageDirection.INBOUND && one.readAt === undefined;

  // To open an unread message is to have read it.
  private opened(one: CaseMessage, event: Event): void {
    if (!(event.target as HTMLDetailsElement).open || !this.isUnread(one)) return;
    void this.run("Meddelandet är läst.", async () => {
      await contacts.markMessageRead({ requestId: newRequestId(), messageId: one.id });
      await this.readMessages();
    }, "");
  }

  private message(one: CaseMessage): TemplateResult {
    const inbound = one.direction === MessageDirection.INBOUND;
    const unread = this.isUnread(one);
    const writer = inbound ? personWord(one.person, this.case.application?.persons ?? []) || "Hushållet" : nameOf(one.author);
    const head = html`<b>${writer}</b> <span class="soft">${inbound ? `${channelWord(one.channel)}, ` : ""}${moment(one.sentAt)}</span>`;
    const text = html`<blockquote dir="auto">${one.text}</blockquote>
      ${inbound ? (unread ? nothing : html`<p class="note">Läst av ${nameOf(one.readBy)} ${moment(one.readAt)}</p>`)
        : html`<p class="note">${one.readAt ? `Läst av ${personWord(one.readBy, this.case.application?.persons ?? [])} ${moment(one.readAt)}` : "Hushållet har inte läst det ännu."}</p>`}`;
    return html`<li class=${inbound ? "inbound" : "outbound"}>${this.fresh.has(one.id)
      ? html`<details @toggle=${(event: Event) => this.opened(one, event)}><summary>${head} ${unread ? mark("open", "oläst") : mark("pass", "läst")}</summary>${text}</details>`
      : html`<p>${head}</p>${text}`}</li>`;
  }

  private round(one: CompletionRound): TemplateResult {
    const persons = this.case.application?.persons ?? [];
    const answer = (id: string) => this.case.application?.documents.find((document) => document.id === id);
    return html`<li><p><b>Komplettering ${one.number}</b> från ${one.askedBy ? nameOf(one.askedBy) : "medarbetaren"} ${moment(one.askedAt)}, senast <b>${day(one.due)}</b> ${ROUNDS[one.state]}
        ${one.endedAt && one.state !== CompletionState.OPEN ? html`<span class="note">${moment(one.endedAt)}</span>` : nothing}
        ${one.remindedAt ? html`<span class="note">påmint ${moment(one.remindedAt)}</span>` : one.remindOn && one.state === CompletionState.OPEN ? html`<span class="note">påminns ${day(one.remindOn)}</span>` : nothing}</p>
      <ul class="findings">${one.items.map(({ item, why, how, answeredBy }) => html`<li>${item?.text}${item?.person ? html` <span class="soft">(${personWord(item.person, persons)})</span>` : nothing}
        ${answeredBy ? html`${mark("pass", "har kommit")} <span class="soft">${moment(answer(answeredBy)?.receivedAt, "")}</span>` : one.state === CompletionState.OPEN ? mark("open", "saknas ännu") : mark("plain", "kom inte")}
        <span class="note" dir="auto">${why}</span>${how ? html`<span class="note" dir="auto">${how}</span>` : nothing}</li>`)}</ul></li>`;
  }

  private withdrawal(): TemplateResult | typeof nothing {
    const taken = this.case.contact?.withdrawal;
    if (taken === undefined) return nothing;
    const persons = this.case.application?.persons ?? [];
    const adults = persons.filter(({ role }) => role === PersonRole.APPLICANT || role === PersonRole.CO_APPLICANT);
    const missing = adults.filter(({ key }) => !taken.signatures.some(({ person }) => person === key));
    return html`<div class="notice warn"><p><b>Ansökan är återkallad</b> ${moment(taken.receivedAt)}. Undertecknad av ${taken.signatures.map(({ person, signedAt }) => `${personWord(person, persons)} (${moment(signedAt)})`).join(", ") || "ingen"}.
      ${missing.length > 0 ? html`<b>Underskrift saknas av ${missing.map(({ key }) => personWord(key, persons)).join(", ")}.</b>` : "Alla vuxna har skrivit under: avskriv ärendet om inget talar emot."}</p>
      <p>Tecken på påtryckning: ${answeredWord(taken.pressure)}.</p></div>`;
  }

  override render(): TemplateResult {
    const { contact, state } = this.case;
    const rounds = contact?.completions ?? [];
    const persons = this.case.application?.persons ?? [];
    const ended = state === CaseState.CLOSED || state === CaseState.WRITTEN_OFF;
    return html`
      ${troubleBox(this.trouble)}
      ${contact?.wish ? html`<div class="notice warn"><p><b>Vill tala med en handläggare.</b> ${contact.wish.person ? `${personWord(contact.wish.person, persons)}, ` : ""}${channelWord(contact.wish.channel)}, ${moment(contact.wish.saidAt)}${
        contact.wish.registeredBy ? `, antecknat av ${nameOf(contact.wish.registeredBy)}` : ""}. Automatiken är stoppad för ansökan.</p></div>` : nothing}
      ${this.withdrawal()}
      ${rounds.length > 0 ? html`<h3>Kompletteringar</h3><ul class="plain decisions">${[...rounds].reverse().map((one) => this.round(one))}</ul>` : nothing}
      <h3>Meddelanden</h3>
      ${troubleBox(this.unreadable)}
      ${this.messages === undefined ? html`<p class="soft">${this.unreadable ? "Meddelandena är okända just nu." : "Hämtar …"}</p>`
        : this.messages.length === 0 ? html`<p class="soft">Inga meddelanden.</p>`
        : html`<ul class="plain messages">${repeat(this.messages, ({ id }) => id, (one) => this.message(one))}</ul>`}
      ${this.answerField("message", "Nytt meddelande till hushållet", "Skicka meddelandet", async (text) => {
        await contacts.sendMessage({ requestId: newRequestId(), caseId: this.case.id, text });
        await this.readMessages();
      }, "Meddelandet är skickat.")}
      <div class="actions"><button type="button" class="small" @click=${() => this.querySelector<Form>("dm-note")?.open()}>Anteckna vad hushållet har sagt …</button>
        ${contact?.wish || ended ? nothing : html`<button type="button" class="small" @click=${() => this.querySelector<Form>("dm-wish")?.open()}>Vill tala med någon …</button>`}</div>
      <dm-note .case=${this.case}></dm-note>
      <dm-wish .case=${this.case}></dm-wish>`;
  }
}

customElements.define("dm-contact", ContactPart);

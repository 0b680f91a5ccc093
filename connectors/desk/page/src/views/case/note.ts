// What the household says by telephone, on paper or at the desk, taken down by the one who heard it.
import { html, type TemplateResult } from "lit";

import { contacts } from "../../core/api.js";
import { channelWord, personWord } from "../../core/words.js";
import { Channel } from "../../gen/medarbetare/v1/application_pb.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import { PersonRole } from "../../gen/medarbetare/v1/household_pb.js";
import { field, Form } from "../../parts/form.js";

const CHANNELS = [Channel.ORAL, Channel.PAPER].map((code) => ({ code: `${code}`, text: channelWord(code) }));

abstract class FromHousehold extends Form {
  static override properties = { ...Form.properties, case: { attribute: false } };
  case!: Case;
  protected typed = { person: "", channel: `${Channel.ORAL}`, text: "" };

  protected adults(): { code: string; text: string }[] {
    const persons = this.case.application?.persons ?? [];
    return persons.filter(({ role }) => role === PersonRole.APPLICANT || role === PersonRole.CO_APPLICANT).map(({ key }) => ({ code: key, text: personWord(key, persons) }));
  }
  protected override opened(): void {
    const adults = this.adults();
    if (adults.length === 1) this.typed.person = adults[0]!.code;
  }
  protected put(part: Partial<typeof this.typed>): void {
    this.typed = { ...this.typed, ...part };
    this.set({});
  }
  protected who(id: string): TemplateResult {
    return html`${field({ id: `${id}-person`, label: "Vem", value: this.typed.person, set: (person) => this.put({ person }), options: this.adults() })}
      ${field({ id: `${id}-channel`, label: "Hur", value: this.typed.channel, set: (channel) => this.put({ channel }), options: CHANNELS })}`;
  }
  protected needs(): string[] {
    return [...(this.typed.person === "" ? ["Välj vem."] : []), ...(this.typed.channel === "" ? ["Välj hur."] : [])];
  }
  protected override clear(): void {
    this.typed = { person: "", channel: `${Channel.ORAL}`, text: "" };
  }
}

export class Note extends FromHousehold {
  protected heading(): string {
    return "Anteckna vad hushållet har sagt";
  }
  protected verb(): string {
    return "Spara anteckningen";
  }
  protected override needs(): string[] {
    return [...super.needs(), ...(this.typed.text.trim() === "" ? ["Skriv vad som sades."] : [])];
  }
  protected fields(): TemplateResult {
    return html`<p class="soft">Sparas som ett meddelande från hushållet. Inget beslutas automatiskt förrän någon har läst det.</p>
      ${this.who("note")}${field({ id: "note-text", label: "Vad som sades", rows: 4, max: 4000, value: this.typed.text, set: (text) => this.put({ text }) })}`;
  }
  protected async send(requestId: string): Promise<string> {
    const { person, channel, text } = this.typed;
    await contacts.receiveMessage({ requestId, caseId: this.case.id, person, channel: Number(channel), text: text.trim() });
    return "Anteckningen är sparad.";
  }
}

export class Wish extends FromHousehold {
  protected heading(): string {
    return "Vill tala med en handläggare";
  }
  protected verb(): string {
    return "Anteckna önskemålet";
  }
  protected fields(): TemplateResult {
    return html`<p class="soft">Automatiken stoppas för ansökan och en handläggare har ärendet.</p>${this.who("wish")}`;
  }
  protected async send(requestId: string): Promise<string> {
    const { person, channel } = this.typed;
    await contacts.requestPerson({ requestId, caseId: this.case.id, person, channel: Number(channel) });
    return "Önskemålet är antecknat.";
  }
}

customElements.define("dm-note", Note);
customElements.define("dm-wish", Wish);

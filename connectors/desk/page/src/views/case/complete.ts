// What the household is asked for, why, and until when. A last day past the payment run is refused by the worker.
import { html, nothing, type TemplateResult } from "lit";

import { contacts } from "../../core/api.js";
import { listOf, type Entry } from "../../core/policy.js";
import { personWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import { field, Form } from "../../parts/form.js";

interface Asked {
  code: string;
  person: string;
  why: string;
  how: string;
}

const empty = (): Asked => ({ code: "", person: "", why: "", how: "" });

export class Complete extends Form {
  static override properties = { ...Form.properties, case: { attribute: false }, item: { attribute: false }, codes: { state: true } };
  case!: Case;
  item!: Escalation;
  private codes: Entry[] = [];
  private asked: Asked[] = [empty()];
  private due = "";

  protected override opened(): void {
    const set = this.case.assessment?.policySha256 ?? "";
    void Promise.all([listOf(set, "completion_items"), listOf(set, "document_kinds")]).then(([items, kinds]) => {
      this.codes = [...items, ...kinds.filter(({ code }) => !items.some((one) => one.code === code))];
    });
    // What the calculation misses is most often what is to be asked for.
    const missing = this.case.assessment?.missingItems ?? [];
    if (this.asked.length === 1 && this.asked[0]!.code === "" && missing.length > 0) {
      this.asked = missing.map(({ code, person, text }) => ({ code, person, why: `Vi behöver ${text.charAt(0).toLowerCase()}${text.slice(1)} för att kunna räkna ut vad du har rätt till.`, how: "" }));
    }
  }
  private changed(): void {
    this.set({});
  }
  protected heading(): string {
    return "Begär komplettering";
  }
  protected verb(): string {
    return "Skicka begäran";
  }
  protected needs(): string[] {
    return this.asked.flatMap(({ code, why }, index) => {
      const which = this.asked.length > 1 ? `Rad ${index + 1}: ` : "";
      return [...(code === "" ? [`${which}välj vad som behövs.`] : []), ...(why.trim() === "" ? [`${which}skriv varför det behövs.`] : [])];
    }).map((text) => text.charAt(0).toUpperCase() + text.slice(1));
  }
  protected fields(): TemplateResult {
    const persons = this.case.application?.persons ?? [];
    return html`
      ${this.asked.map((one, index) => html`<fieldset><legend>${index + 1}</legend>
        ${field({ id: `ask-code-${index}`, label: "Vad som behövs", value: one.code, set: (code) => (one.code = code, this.changed()), options: this.codes })}
        ${persons.length > 1 ? field({ id: `ask-person-${index}`, label: "För vem", hint: "om det gäller en person", value: one.person, set: (person) => (one.person = person, this.changed()),
          options: persons.map(({ key }) => ({ code: key, text: personWord(key, persons) })) }) : nothing}
        ${field({ id: `ask-why-${index}`, label: "Varför", hint: "den sökande läser det", rows: 2, max: 500, value: one.why, set: (why) => (one.why = why, this.changed()) })}
        ${field({ id: `ask-how-${index}`, label: "Hur", hint: "frivilligt: hur man lämnar det", rows: 2, max: 500, value: one.how, set: (how) => (one.how = how, this.changed()) })}
        ${this.asked.length > 1 ? html`<button type="button" class="small quiet" @click=${() => {
          this.asked.splice(index, 1);
          this.changed();
        }}>Ta bort<span class="unseen"> rad ${index + 1}</span></button>` : nothing}</fieldset>`)}
      <button type="button" class="small" ?disabled=${this.asked.length >= 20} @click=${() => {
        this.asked.push(empty());
        this.changed();
      }}>Lägg till</button>
      ${field({ id: "ask-due", label: "Senast", hint: "tomt: kommunens vanliga tid, alltid före utbetalningen", type: "date", value: this.due, set: (due) => (this.due = due, this.changed()) })}`;
  }
  protected async send(requestId: string): Promise<string> {
    await contacts.requestCompletion({
      requestId, escalationId: this.item.id, expectedVersion: this.item.version, due: this.due,
      items: this.asked.map(({ code, person, why, how }) => ({ code, person, why: why.trim(), how: how.trim() })),
    });
    return "Begäran om komplettering är skickad.";
  }
  protected override clear(): void {
    this.asked = [empty()];
    this.due = "";
  }
}

customElements.define("dm-complete", Complete);

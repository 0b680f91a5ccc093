// How a decision affects one child. A person writes it; nothing is suggested.
import { html, type TemplateResult } from "lit";

import { decisions } from "../../core/api.js";
import { personWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import { PersonRole } from "../../gen/medarbetare/v1/household_pb.js";
import { checkedOf, field, Form, mandateField } from "../../parts/form.js";

export const SITUATIONS: [string, string][] = [["housing", "boende"], ["health", "hälsa"], ["school", "skola och förskola"], ["leisure", "fritid"], ["special_need", "särskilt behov"]];
const EMPTY = { child: "", codes: [] as string[], situation: "", effect: "", view: "", notAsked: "", conclusion: "", decisive: false, mandate: "" };

export class ChildAnalysis extends Form {
  static override properties = { ...Form.properties, case: { attribute: false }, item: { attribute: false }, mandates: { attribute: false }, typed: { state: true } };
  case!: Case;
  item!: Escalation;
  mandates: { reference: string }[] = [];
  private typed = { ...EMPTY };

  private get children2() {
    return (this.case.application?.persons ?? []).filter(({ role }) => role === PersonRole.CHILD || role === PersonRole.SCHOOL_YOUTH);
  }
  private put(part: Partial<typeof EMPTY>): void {
    this.typed = { ...this.typed, ...part };
    this.set({});
  }
  protected override opened(): void {
    if (this.typed.child === "") this.put({ child: this.children2[0]?.key ?? "" });
    if (this.typed.mandate === "" && this.mandates.length === 1) this.put({ mandate: this.mandates[0]!.reference });
  }
  protected heading(): string {
    return "Barnprövning";
  }
  protected verb(): string {
    return "Spara prövningen";
  }
  protected needs(): string[] {
    const { child, codes, situation, effect, view, notAsked, conclusion, mandate } = this.typed;
    return [
      ...(child === "" ? ["Välj barn."] : []), ...(codes.length === 0 ? ["Välj vad prövningen gäller."] : []), ...(situation.trim() === "" ? ["Beskriv barnets situation."] : []),
      ...(effect.trim() === "" ? ["Beskriv hur beslutet påverkar barnet."] : []),
      ...(view.trim() === "" && notAsked.trim() === "" ? ["Skriv barnets egen syn, eller varför barnet inte är tillfrågat."] : []),
      ...(conclusion.trim() === "" ? ["Skriv hur barnets bästa har vägts."] : []), ...(mandate.trim() === "" ? ["Ange delegation."] : []),
    ];
  }
  protected fields(): TemplateResult {
    const { typed } = this;
    const persons = this.case.application?.persons ?? [];
    return html`
      ${field({ id: "child-key", label: "Barn", value: typed.child, set: (child) => this.put({ child }), options: this.children2.map(({ key }) => ({ code: key, text: personWord(key, persons) })) })}
      <fieldset><legend>Prövningen gäller</legend>${SITUATIONS.map(([code, text]) => html`<label><input type="checkbox" .checked=${typed.codes.includes(code)}
        @change=${(event: Event) => this.put({ codes: checkedOf(event) ? [...typed.codes, code] : typed.codes.filter((one) => one !== code) })}> ${text}</label> `)}</fieldset>
      ${field({ id: "child-situation", label: "Barnets situation", rows: 3, max: 4000, value: typed.situation, set: (situation) => this.put({ situation }) })}
      ${field({ id: "child-effect", label: "Hur beslutet påverkar barnet", rows: 3, max: 4000, value: typed.effect, set: (effect) => this.put({ effect }) })}
      ${field({ id: "child-view", label: "Barnets egen syn", rows: 2, max: 4000, value: typed.view, set: (view) => this.put({ view }) })}
      ${field({ id: "child-not-asked", label: "Varför barnet inte är tillfrågat", rows: 2, max: 1000, value: typed.notAsked, set: (notAsked) => this.put({ notAsked }) })}
      ${field({ id: "child-conclusion", label: "Hur barnets bästa har vägts", rows: 3, max: 4000, value: typed.conclusion, set: (conclusion) => this.put({ conclusion }) })}
      <p><label><input type="checkbox" .checked=${typed.decisive} @change=${(event: Event) => this.put({ decisive: checkedOf(event) })}> Barnets bästa avgjorde utfallet</label></p>
      ${mandateField("child-mandate", typed.mandate, this.mandates, (mandate) => this.put({ mandate }))}`;
  }
  protected async send(requestId: string): Promise<string> {
    const { child, codes, situation, effect, view, notAsked, conclusion, decisive, mandate } = this.typed;
    await decisions.recordChildAnalysis({
      requestId, escalationId: this.item.id, expectedVersion: this.item.version, mandate,
      analysis: { child, situationCodes: codes, situation, effect, view, viewNotAsked: view.trim() === "" ? notAsked : "", conclusion, decisive },
    });
    return "Barnprövningen är sparad.";
  }
  protected override clear(): void {
    this.typed = { ...EMPTY };
  }
}

customElements.define("dm-child-analysis", ChildAnalysis);

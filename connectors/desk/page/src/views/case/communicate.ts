// 25 § förvaltningslagen: the household sees what an intended adverse decision rests on, and has time to answer.
import { html, nothing, type TemplateResult } from "lit";

import { decisions } from "../../core/api.js";
import { outcomeWord } from "../../core/words.js";
import type { CommunicatedFact } from "../../gen/medarbetare/v1/human_decision_pb.js";
import { Outcome } from "../../gen/medarbetare/v1/history_pb.js";
import { field, Form } from "../../parts/form.js";
import type { Request } from "./decision_request.js";

export class Communicate extends Form {
  static override properties = { ...Form.properties, unseen: { attribute: false }, request: { attribute: false }, extra: { state: true }, answerBy: { state: true } };
  unseen: CommunicatedFact[] = [];
  request!: Request;
  private extra = "";
  private answerBy = "";

  protected heading(): string {
    return "Kommunicera underlaget";
  }
  protected verb(): string {
    return "Skicka underlaget";
  }
  protected needs(): string[] {
    const { outcome = Outcome.UNSPECIFIED, motivation = "", mandate = "" } = this.request;
    const adverse = outcome === Outcome.DELAVSLAG || outcome === Outcome.AVSLAG;
    return [...(adverse ? [] : ["Välj först delavslag eller avslag som utfall: det är det beslutet som kommuniceras."]),
      ...(motivation === "" ? ["Skriv motiveringen först: den sökande ska kunna svara på den."] : []), ...(mandate === "" ? ["Ange delegation."] : [])];
  }
  protected fields(): TemplateResult {
    return html`
      <p>Den sökande får läsa vad ett ${outcomeWord(this.request.outcome ?? Outcome.UNSPECIFIED).toLowerCase()} skulle bygga på och får tid att svara (25 § förvaltningslagen).</p>
      ${this.unseen.length > 0 ? html`<h3>Det som den sökande inte har sett</h3><ul class="findings">${this.unseen.map(({ text, source, date }) => html`<li>${text} <span class="soft">${source} ${date}</span></li>`)}</ul>` : nothing}
      ${field({ id: "communicate-extra", label: "Annat som beslutet bygger på", hint: "en uppgift per rad", rows: 4, max: 8000, value: this.extra, set: (extra) => this.change({ extra }) })}
      ${field({ id: "communicate-by", label: "Svar senast", hint: "tomt: kommunens vanliga tid", type: "date", value: this.answerBy, set: (answerBy) => this.change({ answerBy }) })}`;
  }
  private change(part: { extra?: string; answerBy?: string }): void {
    Object.assign(this, part);
    this.set({});
  }
  protected async send(requestId: string): Promise<string> {
    const facts = this.extra.split("\n").map((text) => text.trim()).filter(Boolean).map((text) => ({ text }));
    await decisions.communicateCase({ requestId, intended: this.request, facts, answerBy: this.answerBy });
    return "Underlaget är skickat till den sökande.";
  }
  protected override clear(): void {
    this.extra = "";
    this.answerBy = "";
  }
}

customElements.define("dm-communicate", Communicate);

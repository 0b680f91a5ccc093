// A decision that waits for another person. What is approved is bound to its content: when that changes, nothing is approved.
import { html, nothing, type TemplateResult } from "lit";

import { decisions, newRequestId } from "../../core/api.js";
import { View } from "../../core/element.js";
import { troubleOf, type Trouble } from "../../core/errors.js";
import { kr, moment } from "../../core/format.js";
import { nameOf } from "../../core/names.js";
import type { Entry } from "../../core/policy.js";
import { say } from "../../core/say.js";
import type { Person } from "../../core/session.js";
import { outcomeWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import type { Mandate } from "../../gen/medarbetare/v1/staff_pb.js";
import { field, mandateField } from "../../parts/form.js";
import { troubleBox, unheard } from "../../parts/marks.js";
import "./letter.js";

const WHY: Record<string, string> = { "ATTEST.AMOUNT": "Beloppet är över gränsen för att beslutas av en person.", "ATTEST.CHANGE": "Beloppet skiljer mycket från förra månaden." };

export class Attest extends View {
  static override properties = {
    case: { attribute: false }, item: { attribute: false }, person: { attribute: false }, mandates: { attribute: false }, codes: { attribute: false },
    trouble: { state: true }, busy: { state: true }, mandate: { state: true }, reason: { state: true }, returning: { state: true },
  };
  case!: Case;
  item!: Escalation;
  person!: Person;
  mandates: Mandate[] = [];
  codes: Entry[] = [];
  private trouble: Trouble | undefined;
  private busy = false;
  private mandate = "";
  private reason = "";
  private returning = false;

  override willUpdate(): void {
    if (this.mandate === "" && this.mandates.length === 1) this.mandate = this.mandates[0]!.reference;
  }

  private async run(said: string, call: (common: { requestId: string; escalationId: string; expectedVersion: bigint; mandate: string; contentSha256: string }) => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      const { id, version, waiting } = this.item;
      await call({ requestId: newRequestId(), escalationId: id, expectedVersion: version, mandate: this.mandate.trim(), contentSha256: waiting?.decision?.contentSha256 ?? "" });
      say(said);
      this.dispatchEvent(new CustomEvent("acted", { bubbles: true }));
    } catch (error) {
      this.trouble = troubleOf(error);
      if (this.trouble.stale) this.dispatchEvent(new CustomEvent("stale", { bubbles: true }));
    } finally {
      this.busy = false;
    }
  }

  override render(): TemplateResult {
    const waiting = this.item.waiting!;
    const decision = waiting.decision;
    if (decision === undefined) return html``;
    const own = decision.decidedBy === this.person.userId;
    const sentence = `${outcomeWord(decision.outcome).toLowerCase()}, ${kr(decision.granted)}`;
    const ready = this.mandate.trim() !== "";
    return html`
      ${troubleBox(this.trouble)}
      <p class="sum"><span>${outcomeWord(decision.outcome)}</span> <b>${kr(decision.granted)}</b></p>
      <p>Beslutat av <b>${nameOf(decision.decidedBy)}</b>, väntar sedan ${moment(waiting.since)}.</p>
      <ul class="findings">${waiting.reasons.map((code) => html`<li>${WHY[code] ?? code}</li>`)}</ul>
      ${decision.rows.some(({ humanAmount }) => humanAmount) ? html`<h3>Ändrade rader</h3><ul class="findings">${decision.rows.filter(({ humanAmount }) => humanAmount).map(({ label, workerAmount, humanAmount, note }) =>
        html`<li>${label}: medarbetaren ${kr(workerAmount)}, handläggaren <b>${kr(humanAmount)}</b> ${note}</li>`)}</ul>` : nothing}
      ${unheard(decision, this.codes)}
      ${decision.motivation ? html`<blockquote dir="auto">${decision.motivation}</blockquote>` : nothing}
      <dm-letter .caseId=${this.case.id} .open=${!own} .content=${decision.contentSha256}></dm-letter>
      <p class="soft">Innehåll <code title=${decision.contentSha256}>${decision.contentSha256.slice(0, 12)}</code>. Ändras något faller attesten.</p>
      ${own
        ? html`<p class="notice">En annan person ska läsa och attestera.</p>`
        : html`
          ${mandateField("attest-mandate", this.mandate, this.mandates, (mandate) => (this.mandate = mandate))}
          ${this.returning
            ? html`${field({ id: "return-reason", label: "Varför skickar du tillbaka det?", rows: 3, max: 1000, value: this.reason, set: (reason) => (this.reason = reason) })}
              <div class="actions"><button type="button" class="main" ?disabled=${!ready || this.reason.trim() === ""} aria-disabled=${this.busy}
                @click=${() => this.run("Beslutet är tillbakaskickat.", (common) => decisions.returnDecision({ ...common, reason: this.reason.trim() }))}>Skicka tillbaka</button>
                <button type="button" @click=${() => (this.returning = false)}>Avbryt</button></div>`
            : html`<div class="actions"><button type="button" class="main" ?disabled=${!ready} aria-disabled=${this.busy}
                @click=${() => this.run(`Attesterat: ${sentence}.`, (common) => decisions.attestDecision(common))}>Attestera ${sentence}</button>
                <button type="button" @click=${() => (this.returning = true)}>Skicka tillbaka …</button></div>`}`}`;
  }
}

customElements.define("dm-attest", Attest);

// What the caseworker does with the case: take it, decide it, sign it.
import { html, nothing, type TemplateResult } from "lit";

import { escalations as api, newRequestId } from "../../core/api.js";
import { effective, forget, rowKey, sums, type Draft } from "../../core/draft.js";
import { View } from "../../core/element.js";
import { troubleOf, type Trouble } from "../../core/errors.js";
import { clock, dateOf, kr, krOfOre } from "../../core/format.js";
import { useKeys } from "../../core/keys.js";
import { say } from "../../core/say.js";
import { isLeader, type Person } from "../../core/session.js";
import { outcomeWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import { EscalationState, type Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import { Outcome } from "../../gen/medarbetare/v1/history_pb.js";
import { troubleBox } from "../../parts/marks.js";
import "./more.js";

const OUTCOMES = [Outcome.BIFALL, Outcome.DELAVSLAG, Outcome.AVSLAG, Outcome.AVVISNING, Outcome.AVSKRIVNING];
const WITHOUT_AMOUNT = [Outcome.AVSLAG, Outcome.AVVISNING, Outcome.AVSKRIVNING];

export class Act extends View {
  static override properties = {
    case: { attribute: false }, item: { attribute: false }, person: { attribute: false }, draft: { attribute: false }, rows: { attribute: false },
    trouble: { state: true }, busy: { state: true },
  };
  case!: Case;
  item!: Escalation;
  person!: Person;
  draft!: Draft;
  rows = 0; // rises when a row is edited elsewhere on the page
  private trouble: Trouble | undefined;
  private busy = false;
  private stop = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = useKeys([
      { key: "c", text: "Ta ärendet", run: () => this.item.state === EscalationState.OPEN && void this.claim() },
      { key: "b", text: "Till beslutet", run: () => this.querySelector<HTMLElement>("input[name=outcome]:checked, input[name=outcome]")?.focus() },
    ]);
  }

  override disconnectedCallback(): void {
    this.stop();
    super.disconnectedCallback();
  }

  get mine(): boolean {
    return this.item.state === EscalationState.CLAIMED && this.item.handler === this.person.userId;
  }

  private async run(what: string, act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = undefined;
    try {
      await act();
      say(what);
      this.dispatchEvent(new CustomEvent("acted", { bubbles: true }));
      return true;
    } catch (error) {
      this.trouble = troubleOf(error);
      if (this.trouble.stale) this.dispatchEvent(new CustomEvent("stale", { bubbles: true }));
      return false;
    } finally {
      this.busy = false;
    }
  }

  private claim(): Promise<boolean> {
    const { id, version } = this.item;
    return this.run("Ärendet är ditt.", () => api.claimEscalation({ requestId: newRequestId(), escalationId: id, expectedVersion: version }));
  }

  private release(): Promise<boolean> {
    const { id, version } = this.item;
    return this.run("Ärendet är lämnat tillbaka.", () => api.releaseEscalation({ requestId: newRequestId(), escalationId: id, expectedVersion: version }));
  }

  private changed(part: Partial<Draft>): void {
    Object.assign(this.draft, part, { requestId: "" });
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("drafted", { bubbles: true }));
  }

  // What is still needed before there is anything to confirm; one sentence each.
  private needs(): string[] {
    const { draft } = this;
    const { assessment } = this.case;
    const needs: string[] = [];
    if (draft.outcome === Outcome.UNSPECIFIED) needs.push("Välj utfall.");
    if (draft.mandate.trim() === "") needs.push("Ange delegation.");
    if (draft.outcome !== Outcome.BIFALL && draft.outcome !== Outcome.UNSPECIFIED && draft.motivation.trim() === "") needs.push("Skriv en motivering.");
    for (const row of assessment?.rows ?? []) {
      const edited = draft.rows.get(rowKey(row));
      if (edited === undefined) continue;
      const own = effective(row, draft);
      if (own === undefined) needs.push(`${row.label}: beloppet är inget belopp.`);
      else if (edited.reason === "" && row.applied !== undefined && own < row.applied.ore) needs.push(`${row.label}: välj skäl.`);
    }
    const total = assessment ? sums(assessment, draft) : undefined;
    if (draft.outcome === Outcome.BIFALL && total?.lowered) needs.push("Någon rad är lägre än det sökta: välj delavslag, eller höj raden.");
    return needs;
  }

  private amount(): bigint {
    if (WITHOUT_AMOUNT.includes(this.draft.outcome)) return 0n;
    return (this.case.assessment ? sums(this.case.assessment, this.draft) : undefined)?.grant ?? 0n;
  }

  private sentence(): string {
    const { outcome } = this.draft;
    return WITHOUT_AMOUNT.includes(outcome) ? outcomeWord(outcome).toLowerCase() : `${outcomeWord(outcome).toLowerCase()}, ${krOfOre(this.amount())}`;
  }

  private async decide(): Promise<void> {
    const { draft, item } = this;
    const { assessment } = this.case;
    draft.requestId ||= newRequestId();
    const editedRows = (assessment?.rows ?? []).flatMap((row) => {
      const edited = draft.rows.get(rowKey(row));
      const ore = effective(row, draft);
      return edited === undefined || ore === undefined ? [] : [{ code: row.code, person: row.person, amount: { ore }, reason: edited.reason, note: edited.note }];
    });
    const sentence = this.sentence();
    const done = await this.run(`Beslutat: ${sentence}.`, () => api.decideCase({
      requestId: draft.requestId, escalationId: item.id, expectedVersion: item.version, mandate: draft.mandate.trim(), outcome: draft.outcome,
      motivation: draft.motivation.trim(), editedRows,
    }));
    this.querySelector<HTMLDialogElement>("dialog")?.close();
    if (done) {
      forget(item.id);
      this.dispatchEvent(new CustomEvent("decided", { bubbles: true, detail: sentence }));
    } else if (!this.trouble?.again) {
      draft.requestId = "";
    }
  }

  private form(): TemplateResult {
    const { draft } = this;
    const { assessment } = this.case;
    const needs = this.needs();
    const value = (event: Event) => (event.target as HTMLInputElement).value;
    return html`
      <form @submit=${(event: Event) => {
        event.preventDefault();
        if (needs.length === 0) this.querySelector<HTMLDialogElement>("dialog")?.showModal();
      }}>
        <fieldset class="outcomes"><legend>Utfall</legend>
          ${OUTCOMES.map((outcome) => html`<label><input type="radio" name="outcome" .checked=${draft.outcome === outcome}
            @change=${() => this.changed({ outcome })}> ${outcomeWord(outcome)}</label>`)}</fieldset>
        <p class="sum"><span>Att bevilja</span> <b>${draft.outcome === Outcome.UNSPECIFIED && !assessment?.computable ? "–" : krOfOre(this.amount())}</b>
          ${draft.rows.size > 0 ? html`<span class="soft">${draft.rows.size} ${draft.rows.size === 1 ? "rad" : "rader"} ändrade, medarbetaren ${kr(assessment?.grant)}</span>` : nothing}</p>
        <p class="field"><label for="motivation">Motivering <span class="hint">${draft.outcome === Outcome.BIFALL ? "behövs inte vid bifall" : "den sökande läser den"}</span></label>
          <textarea id="motivation" maxlength="4000" .value=${draft.motivation} @input=${(event: Event) => this.changed({ motivation: value(event) })}></textarea></p>
        <p class="field"><label for="mandate">Delegation <span class="hint">nämndens beslut</span></label>
          <input id="mandate" autocomplete="off" maxlength="200" .value=${draft.mandate} @input=${(event: Event) => this.changed({ mandate: value(event) })}></p>
        ${needs.length > 0 ? html`<div class="needs"><p>Kvar innan du kan besluta:</p><ul>${needs.map((need) => html`<li>${need}</li>`)}</ul></div>` : nothing}
        <div class="actions"><button class="main" ?disabled=${needs.length > 0 || this.busy}>Granska beslutet</button>
          <button type="button" class="quiet" ?disabled=${this.busy} @click=${() => this.release()}>Lämna tillbaka</button></div>
      </form>
      <dialog aria-labelledby="confirm-title">
        <h2 id="confirm-title">Besluta ${this.sentence()}?</h2>
        <p>${this.case.id}, hushåll ${this.case.application?.household}.</p>
        ${draft.rows.size > 0 ? html`<p>${draft.rows.size} ${draft.rows.size === 1 ? "rad är ändrad" : "rader är ändrade"} av dig. Medarbetarens värden sparas bredvid dina.</p>` : nothing}
        ${draft.motivation.trim() ? html`<blockquote dir="auto">${draft.motivation.trim()}</blockquote>` : nothing}
        <p class="soft">Beslut, brev och utbetalning går i väg när du beslutar.</p>
        <div class="actions"><button type="button" class="main" ?disabled=${this.busy} @click=${() => this.decide()}>Besluta ${this.sentence()}</button>
          <form method="dialog"><button>Avbryt</button></form></div>
      </dialog>`;
  }

  private state(): TemplateResult {
    const { item } = this;
    switch (item.state) {
      case EscalationState.OPEN:
        return html`<p>Ingen har ärendet.</p><div class="actions"><button type="button" class="main" ?disabled=${this.busy} @click=${() => this.claim()}>Ta ärendet</button></div>`;
      case EscalationState.CLAIMED: {
        const until = dateOf(item.claimedUntil);
        return this.mine
          ? html`${until ? html`<p class="soft">Ditt till ${clock(until)}. Tiden förlängs medan du arbetar.</p>` : nothing}${this.form()}`
          : html`<p><b>${item.handler}</b> har ärendet${until ? ` till ${clock(until)}` : ""}. Du kan läsa men inte ändra.</p>`;
      }
      case EscalationState.DECIDED: {
        const last = this.case.decisions.at(-1);
        return html`<p class="notice">${last ? html`Beslutat: <b>${outcomeWord(last.outcome)}, ${kr(last.granted)}</b> av ${last.decidedBy}.` : "Ärendet är beslutat."}</p>
          <div class="actions"><a class="button main" href="#/">Till kön</a></div>`;
      }
      default:
        return html`<p class="notice">Raden har utgått: ärendet behöver ingen handläggare nu.</p><div class="actions"><a class="button" href="#/">Till kön</a></div>`;
    }
  }

  override render(): TemplateResult {
    return html`
      <section class="act" aria-labelledby="act-title">
        <h2 id="act-title">${this.mine ? "Ditt beslut" : "Ärendet"}</h2>
        ${troubleBox(this.trouble)}
        ${this.state()}
        ${this.item.state === EscalationState.OPEN || this.mine ? html`<dm-more .case=${this.case} .item=${this.item} .person=${this.person} .mine=${this.mine} .leader=${isLeader(this.person)}></dm-more>` : nothing}
      </section>`;
  }
}

customElements.define("dm-act", Act);

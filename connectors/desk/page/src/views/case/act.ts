// What the caseworker does with the case: take it, decide it, sign it. The worker says what is still needed and what the letter would say.
import { html, nothing, type TemplateResult } from "lit";

import { decisions, escalations as api, newRequestId } from "../../core/api.js";
import { basisChanges } from "../../core/changed.js";
import { changedRows, effective, forget, groupsOf, isChanged, sums, type Draft } from "../../core/draft.js";
import { View } from "../../core/element.js";
import { isAbsent, reasonText, troubleOf, type Trouble } from "../../core/errors.js";
import { clock, dateOf, day, kr, krOfOre, moment } from "../../core/format.js";
import { useKeys } from "../../core/keys.js";
import { mandatesOf, reasonCodes } from "../../core/lists.js";
import { nameOf } from "../../core/names.js";
import { caseAddress } from "../../core/route.js";
import { say } from "../../core/say.js";
import { isLeader, type Person } from "../../core/session.js";
import { outcomeWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { PreviewDecisionResponse, ReasonCode } from "../../gen/medarbetare/v1/decision_service_pb.js";
import { EscalationState, type Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import { Outcome } from "../../gen/medarbetare/v1/history_pb.js";
import type { Mandate } from "../../gen/medarbetare/v1/staff_pb.js";
import { field, mandateField } from "../../parts/form.js";
import { troubleBox } from "../../parts/marks.js";
import "./attest.js";
import { requestOf, type Request } from "./decision_request.js";
import "./more.js";

const OUTCOMES = [Outcome.BIFALL, Outcome.DELAVSLAG, Outcome.AVSLAG, Outcome.AVVISNING, Outcome.AVSKRIVNING];
const WITHOUT_AMOUNT = [Outcome.AVSLAG, Outcome.AVVISNING, Outcome.AVSKRIVNING];
const USES: Partial<Record<Outcome, string>> = { [Outcome.AVVISNING]: "dismissal", [Outcome.AVSKRIVNING]: "write_off" };
const FIELD = /^[a-z_]+(\[\d+\])?[a-z_.]*: /; // a need in a program's words: "edited_rows[0].reason: …"
const TRIES = 3; // to ask what a decision would be, where something changes while the answer is under way
const SETTLE_MS = 400; // after the last key, before the worker is asked what the decision would be

const sentenceOf = ({ decision }: PreviewDecisionResponse): string => {
  const outcome = decision?.outcome ?? Outcome.UNSPECIFIED;
  return WITHOUT_AMOUNT.includes(outcome) ? outcomeWord(outcome).toLowerCase() : `${outcomeWord(outcome).toLowerCase()}, ${kr(decision?.granted)}`;
};

// The worker binds what it shows to these two: the decision with its letter, and what it rests on.
const isSame = (one: PreviewDecisionResponse, other: PreviewDecisionResponse): boolean =>
  one.decision?.contentSha256 === other.decision?.contentSha256 && basisChanges(one, other).length === 0 && one.needs.length === other.needs.length;

// A question about what a decision would be, with its answer: the two belong together.
interface Asked {
  request: Request;
  preview: PreviewDecisionResponse;
}

export class Act extends View {
  static override properties = {
    case: { attribute: false }, item: { attribute: false }, person: { attribute: false }, draft: { attribute: false }, rows: { attribute: false },
    trouble: { state: true }, busy: { state: true }, preview: { state: true }, codes: { state: true }, mandates: { state: true },
    shown: { state: true }, overtaken: { state: true }, fresh: { state: true }, checking: { state: true },
  };
  case!: Case;
  item!: Escalation;
  person!: Person;
  draft!: Draft;
  rows = 0; // rises when a row is edited elsewhere on the page
  private trouble: Trouble | undefined;
  private busy = false;
  private checking = false; // the worker is asked what is to be confirmed
  private preview: PreviewDecisionResponse | undefined;
  private fresh = false; // the preview is of what is typed now
  private shown: Asked | undefined; // what the box that is open asks about, and nothing else is decided there
  private overtaken: Asked | undefined; // what it asked about when the case changed
  private codes: ReasonCode[] = [];
  private mandates: Mandate[] = [];
  private asking: ReturnType<typeof setTimeout> | undefined;
  private taken = false; // claimed here, and not yet shown so
  private stop = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = useKeys([
      { key: "c", text: "Ta ärendet", run: () => this.item.state === EscalationState.OPEN && void this.claim() },
      { key: "b", text: "Till beslutet", run: () => this.querySelector<HTMLElement>("input[name=outcome]:checked, input[name=outcome]")?.focus() },
    ]);
    void reasonCodes().then((codes) => (this.codes = codes));
    void mandatesOf(this.person.userId).then((mandates) => {
      this.mandates = mandates;
      if (this.draft.mandate === "" && mandates.length === 1) this.changed({ mandate: mandates[0]!.reference });
    });
  }

  override disconnectedCallback(): void {
    this.stop();
    clearTimeout(this.asking);
    super.disconnectedCallback();
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("rows") || this.hasMoved(changed)) this.askSoon();
    if (this.shown && !this.busy && (!this.mine || this.waiting || this.item.version !== this.shown.request.expectedVersion)) this.takeBack();
    if (this.taken && this.mine) this.goOn();
  }

  // A look that found nothing new, or a claim that was made longer, is no change.
  private hasMoved(changed: Map<string, unknown>): boolean {
    const [item, one] = [changed.get("item") as Escalation | undefined, changed.get("case") as Case | undefined];
    return (changed.has("item") && (item?.id !== this.item.id || item.version !== this.item.version)) || (changed.has("case") && one?.version !== this.case.version);
  }

  // The button that took the case is gone: who pressed it with a key stands at what comes next.
  private goOn(): void {
    this.taken = false;
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) this.querySelector<HTMLElement>("#act-title")?.focus({ preventScroll: true });
  }

  get mine(): boolean {
    return this.item.state === EscalationState.CLAIMED && this.item.handler === this.person.userId;
  }

  private get waiting() {
    const { waiting } = this.item;
    return waiting !== undefined && waiting.returned === undefined ? waiting : undefined;
  }

  // What DecideCase would make of what is typed, once somebody has stopped typing.
  private askSoon(): void {
    clearTimeout(this.asking);
    this.latest(); // an answer that is under way is about something else
    this.setFresh(false);
    if (!this.mine || this.waiting || this.draft.outcome === Outcome.UNSPECIFIED) return;
    this.asking = setTimeout(() => void this.ask(), SETTLE_MS);
  }

  // Undefined where something else has been asked since, or the answer did not come: that is told where somebody waits for it.
  private async ask({ aloud = false } = {}): Promise<Asked | undefined> {
    const latest = this.latest();
    const request = requestOf(this.case, this.item, this.draft);
    try {
      const preview = await decisions.previewDecision({ decision: request });
      if (!latest()) return undefined;
      this.preview = preview;
      this.setFresh(true);
      if (this.shown && !this.busy && !isSame(this.shown.preview, preview)) this.takeBack();
      return { request, preview };
    } catch (error) {
      if (!latest()) return undefined;
      this.preview = undefined;
      const trouble = troubleOf(error);
      if (aloud) this.trouble = trouble;
      if (trouble.stale && !isAbsent(error)) this.dispatchEvent(new CustomEvent("stale", { bubbles: true }));
      return undefined;
    }
  }

  // The amount that the worker would grant stands in the calculation too.
  private setFresh(fresh: boolean): void {
    this.fresh = fresh;
    const granted = fresh && !WITHOUT_AMOUNT.includes(this.draft.outcome) && this.preview?.decision?.rows.length ? this.preview.decision.granted?.ore : undefined;
    this.dispatchEvent(new CustomEvent("previewed", { bubbles: true, detail: granted }));
  }

  // Something changed behind the box: what it shows is not what would be decided.
  private takeBack(): void {
    this.overtaken = this.mine && !this.waiting ? this.shown : undefined;
    if (this.overtaken === undefined) this.trouble = undefined; // an answer that was lost: what came of it stands there now
    this.shown = undefined;
    this.querySelector<HTMLDialogElement>("dialog.confirm")?.close();
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
      if (this.trouble.stale || this.trouble.again) this.dispatchEvent(new CustomEvent("stale", { bubbles: true }));
      return false;
    } finally {
      this.busy = false;
    }
  }

  private async claim(): Promise<void> {
    const { id, version } = this.item;
    this.taken = await this.run("Ärendet är ditt.", () => api.claimEscalation({ requestId: newRequestId(), escalationId: id, expectedVersion: version }));
  }

  private release(): Promise<boolean> {
    const { id, version } = this.item;
    return this.run("Ärendet är lämnat tillbaka.", () => api.releaseEscalation({ requestId: newRequestId(), escalationId: id, expectedVersion: version }));
  }

  private changed(part: Partial<Draft>): void {
    Object.assign(this.draft, part, { requestId: "" });
    this.askSoon();
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("drafted", { bubbles: true }));
  }

  // What is still needed before there is anything to confirm: what the page sees at once, then what the worker says.
  private needs(): TemplateResult[] {
    const { draft } = this;
    const { assessment } = this.case;
    const own: string[] = [];
    if (draft.outcome === Outcome.UNSPECIFIED) own.push("Välj utfall.");
    if (draft.mandate.trim() === "") own.push("Ange delegation.");
    if (draft.outcome !== Outcome.BIFALL && draft.outcome !== Outcome.UNSPECIFIED && draft.motivation.trim() === "") own.push("Skriv en motivering.");
    if (USES[draft.outcome] && draft.reason === "" && this.codesFor(USES[draft.outcome]!).length > 0) own.push("Välj grund.");
    for (const group of groupsOf(assessment?.rows ?? [])) {
      const edited = draft.rows.get(group.key);
      if (edited === undefined) continue;
      const ore = effective(group, draft);
      if (ore === undefined) own.push(`${group.label}: beloppet är inget belopp.`);
      else if (edited.reason === "" && isChanged(group, draft)) own.push(`${group.label}: välj skäl.`);
    }
    const total = assessment ? sums(assessment, draft) : undefined;
    if (draft.outcome === Outcome.BIFALL && total?.lowered) own.push("Någon rad är lägre än det sökta: välj delavslag, eller höj raden.");
    const told = own.length > 0 ? [] : (this.preview?.needs ?? []);
    return [
      ...own.map((text) => html`${text}`),
      ...told.map(({ code, text, remedy, date }) => FIELD.test(text) ? html`${reasonText(code)}` : html`${text}${remedy ? html` <span class="soft">${remedy}</span>` : nothing}${date ? html` <b>${day(date)}</b>` : nothing}`),
    ];
  }

  private codesFor(use: string): ReasonCode[] {
    return this.codes.filter((one) => one.use === use);
  }

  // As the worker grants it, rounded: until it has said so, the sum of the rows.
  private amount(): bigint {
    const { draft, preview } = this;
    const { assessment } = this.case;
    if (WITHOUT_AMOUNT.includes(draft.outcome)) return 0n;
    if (this.fresh && preview?.decision?.rows.length && preview.decision.granted) return preview.decision.granted.ore;
    if (assessment?.computable && changedRows(assessment, draft) === 0) return assessment.grant?.ore ?? 0n;
    return (assessment ? sums(assessment, draft) : undefined)?.grant ?? 0n;
  }

  private async confirm(): Promise<void> {
    if (this.busy || this.checking) return;
    this.checking = true;
    this.trouble = undefined;
    this.overtaken = undefined;
    let asked: Asked | undefined;
    // What is typed or comes in meanwhile is asked about too.
    for (let tries = 0; tries < TRIES && asked === undefined && this.trouble === undefined; tries++) asked = await this.ask({ aloud: true });
    this.checking = false;
    if (asked === undefined || !this.mine || this.waiting || this.needs().length > 0) return;
    this.draft.requestId ||= newRequestId();
    const { request, preview } = asked;
    this.shown = { preview, request: { ...request, requestId: this.draft.requestId, expectedContentSha256: preview.decision?.contentSha256 ?? "", ...(preview.basis ? { expectedBasis: preview.basis } : {}) } };
    await this.updateComplete;
    this.querySelector<HTMLDialogElement>("dialog.confirm")?.showModal();
  }

  private async decide(): Promise<void> {
    const { draft, item, shown } = this;
    if (shown === undefined) return;
    const sentence = sentenceOf(shown.preview);
    const done = await this.run(shown.preview.attestNeeded ? `Lämnat för attest: ${sentence}.` : `Beslutat: ${sentence}.`, () => api.decideCase(shown.request));
    if (done) forget(item.id);
    // Nobody knows whether it arrived: the box stays, and the same call may be made again.
    if (!done && this.trouble?.again && this.shown === shown) return;
    if (!done) draft.requestId = "";
    this.shown = undefined;
    this.querySelector<HTMLDialogElement>("dialog.confirm")?.close();
  }

  private form(): TemplateResult {
    const { draft, preview } = this;
    const { assessment } = this.case;
    const needs = this.needs();
    const rows = changedRows(assessment, draft);
    const use = USES[draft.outcome];
    const adverse = draft.outcome === Outcome.DELAVSLAG || draft.outcome === Outcome.AVSLAG;
    return html`
      <form @submit=${(event: Event) => {
        event.preventDefault();
        void this.confirm();
      }}>
        <fieldset class="outcomes"><legend>Utfall</legend>
          ${OUTCOMES.map((outcome) => html`<label><input type="radio" name="outcome" .checked=${draft.outcome === outcome}
            @change=${() => this.changed({ outcome, reason: "" })}> ${outcomeWord(outcome)}</label>`)}</fieldset>
        <p class="sum"><span>Att bevilja</span> <b>${draft.outcome === Outcome.UNSPECIFIED && !assessment?.computable ? "–" : krOfOre(this.amount())}</b>
          ${rows > 0 ? html`<span class="soft">${rows} ${rows === 1 ? "rad ändrad" : "rader ändrade"}, medarbetaren ${kr(assessment?.grant)}</span>` : nothing}
          ${preview?.attestNeeded ? html`<span class="mark open">kräver attest</span>` : nothing}</p>
        ${use && this.codesFor(use).length > 0 ? field({ id: "ground", label: "Grund", value: draft.reason, set: (reason) => this.changed({ reason }), options: this.codesFor(use) }) : nothing}
        ${field({ id: "motivation", label: "Motivering", hint: draft.outcome === Outcome.BIFALL ? "behövs inte vid bifall" : "den sökande läser den", rows: 4, max: 4000,
          value: draft.motivation, set: (motivation) => this.changed({ motivation }) })}
        ${adverse && this.codesFor("communication").length > 0 && (draft.exception !== "" || preview?.needs.some(({ code }) => code.startsWith("COMMUNICATION")))
          ? field({ id: "exception", label: "Undantag från kommunicering", hint: "bara om det finns en grund", value: draft.exception, set: (exception) => this.changed({ exception }),
            options: this.codesFor("communication") }) : nothing}
        ${mandateField("mandate", draft.mandate, this.mandates, (mandate) => this.changed({ mandate }))}
        ${needs.length > 0 ? html`<div class="needs"><p>Kvar innan du kan besluta:</p><ul>${needs.map((need) => html`<li>${need}</li>`)}</ul></div>` : nothing}
        <div class="actions"><button class="main" ?disabled=${needs.length > 0} aria-disabled=${this.busy}>Granska beslutet</button>
          <button type="button" class="quiet" aria-disabled=${this.busy} @click=${() => this.release()}>Lämna tillbaka</button>
          <span class="soft" role="status">${this.checking ? "Hämtar beslutet och brevet …" : nothing}</span></div>
      </form>
      <dialog class="confirm" aria-labelledby="confirm-title" @close=${() => (this.shown = undefined)}>${this.shown ? this.box(this.shown, rows) : nothing}</dialog>`;
  }

  private box({ preview }: Asked, rows: number): TemplateResult {
    const sentence = sentenceOf(preview);
    const verb = preview.attestNeeded ? "Lämna för attest:" : "Besluta";
    const { trouble } = this;
    return html`
      <h2 id="confirm-title">${verb} ${sentence}?</h2>
      <p>${this.case.id}, hushåll ${this.case.application?.household}.${preview.decision?.payDate ? ` Utbetalas ${day(preview.decision.payDate).replace(/\.?$/, ".")}` : ""}</p>
      ${rows > 0 ? html`<p>${rows} ${rows === 1 ? "rad är ändrad" : "rader är ändrade"} av dig. Medarbetarens värden sparas bredvid dina.</p>` : nothing}
      ${preview.letter ? html`<details open><summary>Brevet till den sökande</summary><pre class="letter" tabindex="0">${preview.letter.body}</pre></details>`
        : preview.decision?.motivation ? html`<blockquote dir="auto">${preview.decision.motivation}</blockquote>` : nothing}
      <p class="soft">${preview.attestNeeded ? "En annan person läser och attesterar innan beslutet gäller." : "Beslut, brev och utbetalning går i väg när du beslutar."}</p>
      ${troubleBox(trouble, html`<p>Det är inte säkert om beslutet kom fram. Försök igen: det är samma beslut och fattas bara en gång.</p>`)}
      <div class="actions"><button type="button" class="main" aria-disabled=${this.busy} @click=${() => this.decide()}>${trouble ? "Försök igen: " : ""}${trouble ? verb.toLowerCase() : verb} ${sentence}</button>
        <form method="dialog"><button>Avbryt</button></form></div>`;
  }

  // Why the box closed by itself, and what is different now.
  private overtakenBox(before: Asked): TemplateResult {
    const now = this.fresh ? this.preview : undefined;
    const told = now === undefined ? [] : basisChanges(before.preview, now);
    return html`<div class="notice warn" role="alert"><p><b>Beslutet är inte fattat: ärendet ändrades medan du granskade det.</b></p>
      ${told.length > 0 ? html`<ul>${told.map((text) => html`<li>${text}</li>`)}</ul>` : nothing}
      <p>Det du har skrivit står kvar. Granska beslutet på nytt.</p></div>`;
  }

  private state(): TemplateResult {
    const { item } = this;
    if (this.waiting) return html`<dm-attest .case=${this.case} .item=${item} .person=${this.person} .mandates=${this.mandates} .codes=${this.codes}></dm-attest>`;
    switch (item.state) {
      case EscalationState.OPEN:
        return html`<p>Ingen har ärendet.</p><div class="actions"><button type="button" class="main" aria-disabled=${this.busy} @click=${() => this.claim()}>Ta ärendet</button></div>`;
      case EscalationState.CLAIMED: {
        const until = dateOf(item.claimedUntil);
        return this.mine
          ? html`${until ? html`<p class="soft">Ditt till ${clock(until)}. Tiden förlängs medan du arbetar.</p>` : nothing}${this.form()}`
          : html`<p><b>${nameOf(item.handler)}</b> har ärendet${until ? ` till ${clock(until)}` : ""}. Du kan läsa men inte ändra.</p>`;
      }
      case EscalationState.DECIDED: {
        const last = this.case.decisions.at(-1);
        return html`<p class="notice">${last ? html`Beslutat: <b>${outcomeWord(last.outcome)}, ${kr(last.granted)}</b> av ${nameOf(last.decidedBy)}${last.attestedBy ? html`, attesterat av ${nameOf(last.attestedBy)}` : nothing}.` : "Ärendet är beslutat."}</p>
          <div class="actions"><a class="button main" href="#/">Till kön</a></div>`;
      }
      default:
        return this.ended();
    }
  }

  // The row has ended. The case may be back as another one.
  private ended(): TemplateResult {
    const next = this.case.escalation;
    const back = next !== undefined && next.id !== this.item.id && (next.state === EscalationState.OPEN || next.state === EscalationState.CLAIMED);
    return html`<p class="notice">${back ? "Den här raden har utgått. Ärendet är tillbaka i kön som en ny rad." : "Raden har utgått: ärendet behöver ingen handläggare nu."}</p>
      <div class="actions">${back ? html`<a class="button main" href=${caseAddress(next.id)}>Till den nya raden</a>` : html`<a class="button" href="#/">Till kön</a>`}</div>`;
  }

  override render(): TemplateResult {
    const returned = this.item.waiting?.returned;
    const open = this.item.state === EscalationState.OPEN || this.item.state === EscalationState.CLAIMED;
    return html`
      <section class="act" aria-labelledby="act-title">
        <h2 id="act-title" tabindex="-1">${this.waiting ? "Attest" : this.mine ? "Ditt beslut" : "Ärendet"}</h2>
        ${this.shown ? nothing : troubleBox(this.trouble)}
        ${this.overtaken && this.mine && !this.waiting ? this.overtakenBox(this.overtaken) : nothing}
        ${open && returned ? html`<div class="notice warn"><p><b>${nameOf(returned.by)} skickade tillbaka beslutet</b> ${moment(returned.at)}:</p><blockquote dir="auto">${returned.reason}</blockquote></div>` : nothing}
        ${this.state()}
        ${open ? html`<dm-more .case=${this.case} .item=${this.item} .person=${this.person} .mandates=${this.mandates} .codes=${this.codes} .mine=${this.mine}
          .leader=${isLeader(this.person)} .unseen=${this.preview?.unseen ?? []} .request=${requestOf(this.case, this.item, this.draft)}></dm-more>` : nothing}
      </section>`;
  }
}

customElements.define("dm-act", Act);

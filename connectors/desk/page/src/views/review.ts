// The sample, blind first: the reviewer sees the facts and decides, and only then sees what was decided.
import type { MessageInitShape } from "@bufbuild/protobuf";
import { html, nothing, type TemplateResult } from "lit";

import { newRequestId, quality } from "../core/api.js";
import { View } from "../core/element.js";
import { isAbsent, troubleOf, type Trouble } from "../core/errors.js";
import { kr, month, oreOf, typed as typedAmount } from "../core/format.js";
import { nameOf } from "../core/names.js";
import { rowWord, rowWords, wordIn, type RowWords } from "../core/policy.js";
import { say } from "../core/say.js";
import type { Person } from "../core/session.js";
import { channelWord, costWord, outcomeWord, personWord, presenceWord, roleWord, sourceWord, answerWord, isKnown, tenureWord } from "../core/words.js";
import type { CaseInput } from "../gen/medarbetare/v1/case_input_pb.js";
import { Outcome } from "../gen/medarbetare/v1/history_pb.js";
import { BlindReviewSchema, ReviewCause, ReviewKind, ReviewOutcome, ReviewState, SamplePart, type ErrorRate, type Review } from "../gen/medarbetare/v1/quality_pb.js";
import type { SubmitBlindReviewResponse } from "../gen/medarbetare/v1/quality_service_pb.js";
import { field } from "../parts/form.js";
import { deadline, mark, troubleBox } from "../parts/marks.js";

const OUTCOMES = [Outcome.BIFALL, Outcome.DELAVSLAG, Outcome.AVSLAG, Outcome.AVVISNING, Outcome.AVSKRIVNING];
const FOUND: [ReviewOutcome, string][] = [
  [ReviewOutcome.CORRECT, "Rätt"], [ReviewOutcome.WRONG_AMOUNT, "Fel belopp"], [ReviewOutcome.WRONG_OUTCOME, "Fel utfall"], [ReviewOutcome.NOT_PROVABLE, "Går inte att avgöra"],
];
const WRONG = [ReviewOutcome.WRONG_AMOUNT, ReviewOutcome.WRONG_OUTCOME]; // both cost somebody money, or nothing
const CAUSES: [ReviewCause, string][] = [
  [ReviewCause.SLIP, "Hushållets misstag"], [ReviewCause.MISUNDERSTANDING, "Hushållet missförstod"], [ReviewCause.HANDLER, "Handläggningen"], [ReviewCause.RULE, "En regel i medarbetaren"],
  [ReviewCause.SOURCE, "Ett register eller en handling"], [ReviewCause.INTENT, "Avsiktligt oriktig uppgift"],
];
const STATES: Partial<Record<ReviewState, string>> = {
  [ReviewState.OPEN]: "ledig", [ReviewState.STARTED]: "påbörjad", [ReviewState.SUBMITTED]: "bedömd blint", [ReviewState.COMPLETED]: "klar",
};
// What a reviewer has typed and not sent, by review; in memory alone.
const typedBlind = new Map<string, { outcome: Outcome; granted: string; note: string }>();

export class ReviewView extends View {
  static override properties = {
    review: { attribute: false }, person: { attribute: false }, list: { state: true }, rates: { state: true }, facts: { state: true }, open: { state: true }, result: { state: true },
    trouble: { state: true }, busy: { state: true }, found: { state: true }, cause: { state: true }, error: { state: true }, tooLittle: { state: true }, absent: { state: true }, words: { state: true },
  };
  review = "";
  person!: Person;
  private list: Review[] = [];
  private rates: ErrorRate[] = [];
  private open: Review | undefined;
  private facts: CaseInput | undefined;
  private result: SubmitBlindReviewResponse | undefined;
  private trouble: Trouble | undefined;
  private busy = false;
  private absent = false;
  private found = ReviewOutcome.UNSPECIFIED;
  private cause = ReviewCause.UNSPECIFIED;
  private error = "";
  private tooLittle = false;
  private words: RowWords = { costs: [], incomes: [] };

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Stickprov – Medarbetare";
    void rowWords().then((words) => (this.words = words));
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.list = (await quality.listReviews({ pageSize: 200 })).reviews;
      const now = new Date().toISOString().slice(0, 7);
      this.rates = (await quality.getErrorRates({ fromMonth: `${Number(now.slice(0, 4)) - 1}${now.slice(4)}`, toMonth: now }).catch(() => ({ rates: [] }))).rates;
    } catch (error) {
      this.absent = isAbsent(error);
      this.trouble = this.absent ? undefined : troubleOf(error);
    }
  }

  private async run(call: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      await call();
    } catch (error) {
      this.trouble = troubleOf(error);
    } finally {
      this.busy = false;
    }
  }

  private start(id: string): Promise<void> {
    return this.run(async () => {
      const { review, facts } = await quality.startReview({ requestId: newRequestId(), reviewId: id });
      this.open = review;
      this.facts = facts;
      this.result = undefined;
      this.found = ReviewOutcome.UNSPECIFIED;
      this.cause = ReviewCause.UNSPECIFIED;
      this.error = "";
      // Judged before, and the page was left then: what it came to is answered again.
      if (review?.state === ReviewState.SUBMITTED && review.blind) this.show(await this.send(review.blind, review.version - 1n), review.blind.granted?.ore ?? 0n);
      await this.updateComplete;
      this.querySelector<HTMLElement>("h2")?.focus();
    });
  }

  // One id for each review: a second try, also after the page was opened anew, is the same call.
  private send(blind: MessageInitShape<typeof BlindReviewSchema>, expectedVersion: bigint): Promise<SubmitBlindReviewResponse> {
    const reviewId = this.open!.id;
    return quality.submitBlindReview({ requestId: `blind-${reviewId}`, reviewId, expectedVersion, blind });
  }

  private show(result: SubmitBlindReviewResponse, granted: bigint): void {
    this.result = result;
    this.open = result.review;
    this.found = result.indicated;
    const off = (result.decision?.granted?.ore ?? 0n) - granted;
    if (WRONG.includes(this.found)) {
      this.error = typedAmount(off < 0n ? -off : off);
      this.tooLittle = off < 0n;
    }
  }

  private get blind() {
    const id = this.open!.id;
    if (!typedBlind.has(id)) typedBlind.set(id, { outcome: Outcome.UNSPECIFIED, granted: "", note: "" });
    return typedBlind.get(id)!;
  }

  private submit(): Promise<void> {
    return this.run(async () => {
      const { outcome, granted, note } = this.blind;
      const ore = oreOf(granted) ?? 0n;
      this.show(await this.send({ outcome, granted: { ore }, note: note.trim() }, this.open!.version), ore);
      say("Din bedömning är sparad. Nu visas beslutet.");
    });
  }

  private complete(): Promise<void> {
    return this.run(async () => {
      const ore = oreOf(this.error) ?? 0n;
      const { demotion } = await quality.completeReview({
        requestId: newRequestId(), reviewId: this.open!.id, expectedVersion: this.open!.version, outcome: this.found, cause: this.cause,
        ...(WRONG.includes(this.found) ? { error: { ore: this.tooLittle ? -ore : ore } } : {}),
      });
      say(demotion ? `Granskningen är klar. ${demotion.typfall} är sänkt till förslag tills någon har analyserat felet.` : "Granskningen är klar.");
      this.open = undefined;
      this.facts = undefined;
      this.result = undefined;
      await this.load();
    });
  }

  private shown(facts: CaseInput): TemplateResult {
    const application = facts.application;
    const persons = application?.persons ?? [];
    return html`
      <div class="columns">
        <section><h3>Uppgett</h3>
          <ul class="findings">${persons.map(({ role, presence }) => html`<li>${roleWord(role)}, ${presenceWord(presence?.kind ?? 0)}</li>`)}
            <li>${tenureWord(application?.home?.tenure ?? 0)}, ${application?.home?.personsInHome ?? "–"} i hemmet</li>
            ${application?.costs.map(({ type, otherCode, applied, proven }) => html`<li>${otherCode ? wordIn(this.words.costs, otherCode) : costWord(type)}: sökt ${kr(applied)}, styrkt ${kr(proven, "nej")}</li>`)}
            ${application?.incomes.map(({ person, kind, net }) => html`<li>${wordIn(this.words.incomes, kind)}, ${personWord(person, persons)}: ${kr(net)}</li>`)}</ul>
          ${application?.freeText ? html`<blockquote dir="auto">${application.freeText}</blockquote>` : nothing}</section>
        <section><h3>Register</h3>
          <ul class="findings">${(facts.evidence?.persons ?? []).flatMap(({ person, answers }) => answers.map((answer) => html`<li>${sourceWord(answer.source)}, ${personWord(person, persons)}:
            ${isKnown(answer.state) ? answerWord(answer.state) : mark("open", `okänt: ${answerWord(answer.state)}`)}
            ${answer.payments.map(({ text, net, payDate }) => html`<span class="note">${text}: ${kr(net)} ${payDate}</span>`)}</li>`))}</ul></section>
        <section><h3>Ram</h3>${facts.frame ? html`<ul class="findings"><li>${facts.frame.validFrom} – ${facts.frame.validTo}</li><li>Boende ${kr(facts.frame.housing?.acceptedCost)}</li>
          ${facts.frame.incomes.map(({ kind, expectedNet }) => html`<li>${wordIn(this.words.incomes, kind)}: ${kr(expectedNet)}</li>`)}${facts.frame.costs.map(({ type, otherCode, ceiling }) => html`<li>${otherCode ? wordIn(this.words.costs, otherCode) : costWord(type)}: högst ${kr(ceiling)}</li>`)}</ul>` : html`<p>${mark("open", "ingen ram")}</p>`}</section>
        <section><h3>Månaderna före</h3><ul class="findings">${(facts.history?.months ?? []).slice(0, 6).map((one) => html`<li>${month(one.month)}: ${outcomeWord(one.outcome)}, ${kr(one.granted)}</li>`)}</ul></section>
      </div>`;
  }

  private blindForm(): TemplateResult {
    const { blind } = this;
    const put = (part: Partial<typeof blind>) => {
      Object.assign(blind, part);
      this.requestUpdate();
    };
    const ready = blind.outcome !== Outcome.UNSPECIFIED && oreOf(blind.granted) !== undefined;
    return html`
      <form class="act" @submit=${(event: Event) => {
        event.preventDefault();
        void this.submit();
      }}>
        <h3>Din bedömning, innan du ser beslutet</h3>
        <fieldset class="outcomes"><legend>Utfall</legend>${OUTCOMES.map((outcome) => html`<label><input type="radio" name="blind" .checked=${blind.outcome === outcome} @change=${() => put({ outcome })}> ${outcomeWord(outcome)}</label>`)}</fieldset>
        ${field({ id: "blind-granted", label: "Belopp att bevilja", hint: "kronor; 0 om inget beviljas", value: blind.granted, set: (granted) => put({ granted }), max: 12 })}
        ${field({ id: "blind-note", label: "Anteckning", rows: 3, max: 4000, value: blind.note, set: (note) => put({ note }) })}
        <div class="actions"><button class="main" ?disabled=${!ready} aria-disabled=${this.busy}>Spara min bedömning och visa beslutet</button></div>
        <p class="soft">Bedömningen går inte att ändra efteråt.</p>
      </form>`;
  }

  private resultForm(result: SubmitBlindReviewResponse): TemplateResult {
    const { decision, comparison } = result;
    const wrong = WRONG.includes(this.found);
    const off = oreOf(this.error);
    const ready = this.found !== ReviewOutcome.UNSPECIFIED && (!wrong || this.cause !== ReviewCause.UNSPECIFIED)
      && (!wrong || (off !== undefined && (off > 0n || this.found === ReviewOutcome.WRONG_OUTCOME)));
    return html`
      <table class="cards"><caption>Beslutet och din bedömning</caption>
        <thead><tr><th scope="col"><span class="unseen">Vad</span></th><th scope="col">Beslutet</th><th scope="col">Du</th></tr></thead>
        <tbody><tr><th scope="row">Utfall</th><td data-label="Beslutet">${decision ? outcomeWord(decision.outcome) : "–"}</td><td data-label="Du">${outcomeWord(this.open?.blind?.outcome ?? 0)}</td></tr>
          <tr><th scope="row">Belopp</th><td data-label="Beslutet">${kr(decision?.granted)}</td><td data-label="Du">${kr(this.open?.blind?.granted)}</td></tr>
          ${comparison?.rows.map(({ code, first, second }) => html`<tr class="differs"><th scope="row">${rowWord(code, this.words)}</th><td data-label="Beslutet">${kr(first)}</td><td data-label="Du">${kr(second)}</td></tr>`)}</tbody></table>
      <form class="act" @submit=${(event: Event) => {
        event.preventDefault();
        void this.complete();
      }}>
        <h3>Vad visar granskningen?</h3>
        <fieldset class="outcomes"><legend>Resultat</legend>${FOUND.map(([code, text]) => html`<label><input type="radio" name="found" .checked=${this.found === code} @change=${() => (this.found = code)}> ${text}</label>`)}</fieldset>
        ${wrong ? field({ id: "review-cause", label: "Orsak", value: `${this.cause || ""}`, set: (cause) => (this.cause = Number(cause)), options: CAUSES.map(([code, text]) => ({ code: `${code}`, text })) }) : nothing}
        ${wrong ? html`${field({ id: "review-error", label: "Hur många kronor fel", hint: this.found === ReviewOutcome.WRONG_OUTCOME ? "0 om felet inte rör pengar" : "", value: this.error, set: (error) => (this.error = error), max: 12 })}
          <label><input type="checkbox" .checked=${this.tooLittle} @change=${(event: Event) => (this.tooLittle = (event.target as HTMLInputElement).checked)}> för lite beviljat</label>` : nothing}
        <div class="actions"><button class="main" ?disabled=${!ready} aria-disabled=${this.busy}>Avsluta granskningen</button></div>
      </form>`;
  }

  private one(review: Review): TemplateResult {
    return html`
      <p class="crumbs"><a href="#/granskning" @click=${() => (this.open = undefined)}>Stickprov</a></p>
      <h2 tabindex="-1">${month(review.month)} <span class="code">${review.caseId}</span> ${review.part === SamplePart.PRE_PAYMENT ? mark("open", "före utbetalning") : nothing}</h2>
      ${troubleBox(this.trouble)}
      ${this.facts ? this.shown(this.facts) : nothing}
      ${this.result ? this.resultForm(this.result) : this.blindForm()}`;
  }

  override render(): TemplateResult {
    return html`
      <h1>Stickprov</h1>
      ${this.open ? this.one(this.open) : html`
        ${troubleBox(this.trouble)}
        ${this.absent ? html`<p class="empty">Stickprov finns inte i den version som körs, eller så har du inte den rollen.</p>` : nothing}
        ${this.rates.length > 0 ? html`<p><b>Det senaste året:</b> ${this.rates[0]!.text} ${this.rates[0]!.alarm ? mark("fail", "larm") : nothing}</p>` : nothing}
        ${this.list.length === 0 && !this.absent ? html`<p class="empty">Inget att granska.</p>` : html`
        <table class="cards"><caption class="unseen">Granskningar efter sista dag</caption>
          <thead><tr><th scope="col">Sista dag</th><th scope="col">Ärende</th><th scope="col">Månad</th><th scope="col">Slag</th><th scope="col">Kanal</th><th scope="col">Läge</th><th scope="col"><span class="unseen">Gör</span></th></tr></thead>
          <tbody>${this.list.map((review) => html`<tr>
            <td data-label="Sista dag">${deadline(review.dueOn)}</td><th scope="row"><span class="code">${review.caseId}</span></th><td data-label="Månad">${month(review.month)}</td>
            <td data-label="Slag">${review.kind === ReviewKind.DOUBLE ? "dubbelbedömning" : review.part === SamplePart.PRE_PAYMENT ? "före utbetalning" : "efter utbetalning"}</td>
            <td data-label="Kanal">${channelNames[review.channel] ?? review.channel}</td><td data-label="Läge">${STATES[review.state]}${review.reviewer ? html`<span class="note">${nameOf(review.reviewer)}</span>` : nothing}</td>
            <td>${review.ready && (review.state === ReviewState.OPEN || review.reviewer === this.person.userId)
              ? html`<button type="button" class="small" aria-disabled=${this.busy} @click=${() => this.start(review.id)}>Granska<span class="unseen"> ${review.caseId}</span></button>` : html`<span class="soft">${review.ready ? "" : "inte beslutat"}</span>`}</td></tr>`)}</tbody></table>`}`}`;
  }
}

const channelNames: Record<string, string> = { E_APPLICATION: channelWord(1), PAPER: channelWord(2), ORAL: channelWord(3) };

customElements.define("dm-review", ReviewView);

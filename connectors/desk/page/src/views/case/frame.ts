// The reference frame: what holds now, and a new one, filled in from what is known and signed by the caseworker.
import { create } from "@bufbuild/protobuf";
import { html, nothing, type TemplateResult } from "lit";

import { frames, newRequestId } from "../../core/api.js";
import { View } from "../../core/element.js";
import { troubleOf, type Trouble } from "../../core/errors.js";
import { kr, moment, period } from "../../core/format.js";
import { mandatesOf } from "../../core/lists.js";
import { nameOf } from "../../core/names.js";
import { say } from "../../core/say.js";
import type { Person } from "../../core/session.js";
import { wordIn } from "../../core/policy.js";
import { costWord, personWord, tenureWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import { FrameSchema, type Frame } from "../../gen/medarbetare/v1/frame_pb.js";
import { FrameStanding, type FrameProblem, type FrameState } from "../../gen/medarbetare/v1/frame_service_pb.js";
import { checkedOf, field, mandateField } from "../../parts/form.js";
import { mark, troubleBox } from "../../parts/marks.js";
import { cell, faultsOf, messageOf, rowsEditor, typedOf, type Typed } from "../../parts/rows.js";
import { HOUSING, listsOf, wordsOf, type Words } from "./frame_fields.js";

interface TypedFrame {
  validFrom: string;
  validTo: string;
  language: string;
  wantsPerson: boolean;
  mandate: string;
  housing: Typed;
  lists: Record<string, Typed[]>;
}

export class FramePart extends View {
  static override properties = {
    case: { attribute: false }, person: { attribute: false }, frame: { attribute: false }, state: { attribute: false },
    draft: { state: true }, typed: { state: true }, problems: { state: true }, trouble: { state: true }, busy: { state: true }, mandates: { state: true },
  };
  case!: Case;
  person!: Person;
  frame: Frame | undefined;
  state: FrameState | undefined;
  private draft: Frame | undefined;
  private typed: TypedFrame | undefined;
  private words: Words = { barriers: [], incomes: [], costs: [], adjustments: [] };
  private problems: FrameProblem[] = [];
  private trouble: Trouble | undefined;
  private busy = false;
  private mandates: { reference: string }[] = [];
  private requestId = "";
  private basedOn = 0; // the household's latest version when the draft was made

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("frame") && this.frame && this.words.barriers.length === 0) {
      void wordsOf(this.case.assessment?.policySha256 ?? "").then((words) => {
        this.words = words;
        this.requestUpdate();
      });
    }
  }

  private get household(): string {
    return this.case.application?.household ?? "";
  }

  private async begin(from: "case" | "household" | "scratch"): Promise<void> {
    this.trouble = undefined;
    try {
      this.words = await wordsOf(this.case.assessment?.policySha256 ?? "");
      this.mandates = await mandatesOf(this.person.userId);
      if (from === "scratch") {
        this.problems = [];
        this.basedOn = this.frame?.version ?? 0;
        this.take(this.scratch());
        return;
      }
      const { frame, toFill, basedOnVersion } = await frames.draftFrame(from === "case" ? { caseId: this.case.id } : { household: this.household });
      this.problems = toFill;
      this.basedOn = basedOnVersion;
      if (frame) this.take(frame);
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  // An empty frame for the persons of the application.
  private scratch(): Frame {
    const persons = (this.case.application?.persons ?? []).map(({ key, personnummer, born, role, presence }) => ({ key, personnummer, born, role, ...(presence ? { presence } : {}) }));
    return create(FrameSchema, { household: this.household, persons, language: this.case.application?.language || "sv", validFrom: `${this.case.application?.month ?? ""}-01` });
  }

  private take(frame: Frame): void {
    this.draft = frame;
    this.typed = {
      validFrom: frame.validFrom, validTo: frame.validTo, language: frame.language || "sv", wantsPerson: frame.wantsPerson,
      mandate: this.mandates.length === 1 ? this.mandates[0]!.reference : "",
      housing: typedOf(frame.housing ?? {}, HOUSING),
      lists: Object.fromEntries(listsOf(frame, this.words).map(({ name, columns }) => [name, (frame[name] as object[]).map((row) => typedOf(row, columns))])),
    };
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(".frame-form h3")?.focus());
  }

  private change = (): void => {
    this.requestId = "";
    this.requestUpdate();
  };

  private lists() {
    return listsOf(this.draft!, this.words);
  }

  private built(): Frame {
    const typed = this.typed!;
    const lists = Object.fromEntries(this.lists().map(({ name, columns }) => [name, (typed.lists[name] ?? []).map((row) => messageOf(row, columns))]));
    return create(FrameSchema, {
      household: this.household, validFrom: typed.validFrom, validTo: typed.validTo, language: typed.language, wantsPerson: typed.wantsPerson,
      mandate: typed.mandate.trim(), signedBy: this.person.userId, housing: messageOf(typed.housing, HOUSING), ...lists,
    });
  }

  private faults(): string[] {
    return [...faultsOf([this.typed!.housing], HOUSING, "Boende"), ...this.lists().flatMap(({ name, title, columns }) => faultsOf(this.typed!.lists[name] ?? [], columns, title))];
  }

  private async check(): Promise<void> {
    try {
      this.problems = (await frames.checkFrame({ frame: this.built() })).problems;
      this.trouble = undefined;
      say(this.problems.length === 0 ? "Ramen går att skriva under." : `${this.problems.length} saker att rätta i ramen.`);
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  private async sign(): Promise<void> {
    if (this.busy || this.faults().length > 0) return;
    this.busy = true;
    this.requestId ||= newRequestId();
    try {
      const { frame } = await frames.signFrame({ requestId: this.requestId, frame: this.built(), basedOnVersion: this.basedOn });
      this.frame = frame;
      this.state = undefined;
      this.draft = undefined;
      this.typed = undefined;
      this.problems = [];
      this.trouble = undefined;
      this.requestId = "";
      say(`Ramen är underskriven, version ${frame?.version ?? ""}.`);
      this.dispatchEvent(new CustomEvent("framed", { bubbles: true }));
    } catch (error) {
      this.trouble = troubleOf(error);
      if (!this.trouble.again) this.requestId = "";
      await frames.checkFrame({ frame: this.built() }).then(({ problems }) => (this.problems = problems), () => {});
    } finally {
      this.busy = false;
    }
  }

  private now(frame: Frame): TemplateResult {
    const { state } = this;
    const holds = state === undefined || state.standing === FrameStanding.IN_FORCE;
    return html`
      <p>${holds ? mark("pass", "gäller") : mark("fail", "gäller inte")} Version ${frame.version}, ${frame.validFrom} – ${frame.validTo}. Underskriven av ${nameOf(frame.signedBy)} ${moment(frame.signedAt)}.
        ${state && !holds ? html`<b>${state.text}</b>` : nothing}</p>
      <dl class="facts">
        <div><dt>Boende</dt><dd>${kr(frame.housing?.acceptedCost)}<span class="note">${frame.housing ? tenureWord(frame.housing.tenure) : ""}, ${frame.housing?.personsInHome ?? "–"} i hemmet</span></dd></div>
        <div><dt>Inkomster</dt><dd>${frame.incomes.length === 0 ? "inga" : frame.incomes.map(({ person, kind, expectedNet }) => html`<span class="note">${wordIn(this.words.incomes, kind)}, ${personWord(person, frame.persons)}: ${kr(expectedNet)}</span>`)}</dd></div>
        <div><dt>Kostnader</dt><dd>${frame.costs.length === 0 ? "inga" : frame.costs.map(({ type, otherCode, ceiling }) => html`<span class="note">${otherCode ? wordIn(this.words.costs, otherCode) : costWord(type)}: högst ${kr(ceiling)}</span>`)}</dd></div>
        <div><dt>Hinder</dt><dd>${frame.barriers.length === 0 ? "inga" : frame.barriers.map(({ person, code, until }) => html`<span class="note">${personWord(person, frame.persons)}: ${wordIn(this.words.barriers, code)} ${until ? `till ${until}` : ""}</span>`)}</dd></div>
        <div><dt>Planering</dt><dd>${frame.plans.length === 0 ? "ingen" : frame.plans.map(({ person, valid }) => html`<span class="note">${personWord(person, frame.persons)}: ${period(valid)}</span>`)}</dd></div>
      </dl>`;
  }

  private form(): TemplateResult {
    const typed = this.typed!;
    const faults = this.faults();
    return html`
      <form class="frame-form" @submit=${(event: Event) => {
        event.preventDefault();
        void this.sign();
      }}>
        <h3 tabindex="-1">Ny referensram</h3>
        ${this.problems.length > 0 ? html`<div class="needs" role="status"><p>Att fylla i eller rätta:</p><ul>${this.problems.map(({ text, remedy, field: path }) => html`<li>${text} <span class="soft">${remedy}</span> <code>${path}</code></li>`)}</ul></div>` : nothing}
        <div class="fields">
          ${field({ id: "frame-from", label: "Gäller från", type: "date", value: typed.validFrom, set: (validFrom) => (typed.validFrom = validFrom, this.change()) })}
          ${field({ id: "frame-to", label: "Gäller till och med", type: "date", value: typed.validTo, set: (validTo) => (typed.validTo = validTo, this.change()) })}
          ${field({ id: "frame-language", label: "Brevens språk", value: typed.language, set: (language) => (typed.language = language, this.change()), max: 10 })}
          <p class="field"><label><input type="checkbox" .checked=${typed.wantsPerson} @change=${(event: Event) => {
            typed.wantsPerson = checkedOf(event);
            this.change();
          }}> Vill träffa en handläggare</label></p>
        </div>
        <fieldset><legend>Boende</legend><div class="fields">${HOUSING.map((column) => html`<div class="field"><span aria-hidden="true">${column.label}${column.hint ? html` <span class="hint">${column.hint}</span>` : nothing}</span>
          ${cell(`housing-${column.name}`, column, typed.housing, this.change, `Boende: ${column.label}`)}</div>`)}</div></fieldset>
        ${this.lists().map(({ name, title, add, hint, columns }) => rowsEditor(`frame-${name}`, title, add, columns, typed.lists[name] ??= [], this.change, hint ?? ""))}
        ${mandateField("frame-mandate", typed.mandate, this.mandates, (mandate) => (typed.mandate = mandate, this.change()))}
        ${faults.length > 0 ? html`<div class="needs"><ul>${faults.map((text) => html`<li>${text}</li>`)}</ul></div>` : nothing}
        <div class="actions"><button class="main" ?disabled=${faults.length > 0 || typed.mandate.trim() === ""} aria-disabled=${this.busy}>Skriv under ramen</button>
          <button type="button" @click=${() => this.check()}>Kontrollera</button>
          <button type="button" class="quiet" @click=${() => {
            this.draft = undefined;
            this.typed = undefined;
            this.problems = [];
          }}>Avbryt</button></div>
      </form>`;
  }

  override render(): TemplateResult {
    return html`
      <section class="part" id="ram" aria-labelledby="ram-title">
        <h2 id="ram-title">Referensram</h2>
        ${this.frame ? this.now(this.frame) : html`<p>${mark("open", "ingen ram")} Utan ram beslutas inget automatiskt för hushållet.</p>`}
        ${troubleBox(this.trouble)}
        ${this.typed ? this.form() : html`<div class="actions">
          <button type="button" @click=${() => this.begin(this.case.decisions.length > 0 ? "case" : "household")}>${this.frame ? "Förnya ramen" : "Ny ram av det som är känt"}</button>
          <button type="button" class="quiet" @click=${() => this.begin("scratch")}>Ny ram från början</button></div>`}
      </section>`;
  }
}

customElements.define("dm-frame", FramePart);

// For those on duty: whether the worker decides, how far each typfall goes and why no further, what is stuck, how the registers answer.
import { html, nothing, type TemplateResult } from "lit";

import { newRequestId, operations, quality } from "../core/api.js";
import { View } from "../core/element.js";
import { troubleOf, type Trouble } from "../core/errors.js";
import { moment } from "../core/format.js";
import { watch } from "../core/live.js";
import { nameOf } from "../core/names.js";
import { say } from "../core/say.js";
import { modeMeaning, modeWord, sourceWord, stateWord } from "../core/words.js";
import { Mode } from "../gen/medarbetare/v1/decision_pb.js";
import { SourceGate, type StuckCase, type TypfallStatus, type WorkerStatus } from "../gen/medarbetare/v1/operations_pb.js";
import { SwitchKind, type Promotion } from "../gen/medarbetare/v1/quality_pb.js";
import { field } from "../parts/form.js";
import { mark, troubleBox } from "../parts/marks.js";

// From the least to the most.
const STEPS = [Mode.OFF, Mode.SHADOW, Mode.PREPARE, Mode.PROPOSE, Mode.DECIDE];
const STUCK: Record<string, string> = {
  WORK_DELAYED: "skulle ha arbetats", SOURCE_SILENT: "register svarar inte", EFFECTS_NOT_DELIVERED: "beslut eller brev är inte levererat",
};
const GATES: Partial<Record<SourceGate, string>> = { [SourceGate.OPEN]: "öppen", [SourceGate.PROBING]: "provas", [SourceGate.BROKEN]: "bruten", [SourceGate.CLOSED]: "stängd för dagen" };
const KINDS: Partial<Record<SwitchKind, string>> = { [SwitchKind.GATE]: "kontroll", [SwitchKind.ROW]: "rad", [SwitchKind.TYPFALL]: "typfall" };

export class OperationsView extends View {
  static override properties = {
    status: { state: true }, stuck: { state: true }, trouble: { state: true }, reason: { state: true }, delegation: { state: true }, changing: { state: true }, promotion: { state: true },
    target: { state: true }, busy: { state: true }, switchKind: { state: true }, switchName: { state: true },
  };
  private status: WorkerStatus | undefined;
  private stuck: StuckCase[] = [];
  private trouble: Trouble | undefined;
  private reason = "";
  private delegation = "";
  private changing: TypfallStatus | undefined;
  private promotion: Promotion | undefined;
  private target = Mode.UNSPECIFIED;
  private switchKind = "";
  private switchName = "";
  private busy = false;
  private stop = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Drift – Medarbetare";
    this.stop = watch(() => void this.load());
    void this.load();
  }

  override disconnectedCallback(): void {
    this.stop();
    super.disconnectedCallback();
  }

  private async load(): Promise<void> {
    try {
      const [{ status }, { cases }] = await Promise.all([operations.getStatus({}), operations.listStuck({ pageSize: 100 })]);
      this.status = status;
      this.stuck = cases;
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  private async run(said: string, call: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      await call();
      say(said);
      this.reason = "";
      this.changing = undefined;
      await this.load();
    } catch (error) {
      this.trouble = troubleOf(error);
    } finally {
      this.busy = false;
    }
  }

  private async choose(one: TypfallStatus): Promise<void> {
    this.changing = one;
    this.target = one.mode;
    this.promotion = undefined;
    this.promotion = (await quality.getPromotion({ typfall: one.typfall }).catch(() => undefined))?.promotion;
  }

  private pauseBox(status: WorkerStatus): TemplateResult {
    const ready = this.reason.trim() !== "";
    return html`
      <section class="part" aria-labelledby="pause-title"><h2 id="pause-title">Automatiska beslut</h2>
        <p>${status.paused ? mark("fail", "pausade") : status.deciding ? mark("pass", "medarbetaren beslutar") : mark("open", "medarbetaren beslutar inte")}
          ${status.pauseReason || status.notDecidingReason ? html`<span>${status.pauseReason || status.notDecidingReason}</span>` : nothing}</p>
        ${field({ id: "pause-reason", label: "Orsak", hint: "utan personuppgifter; gäller det du gör här nedanför", value: this.reason, set: (reason) => (this.reason = reason), max: 1000 })}
        <div class="actions">${status.paused
          ? html`<button type="button" class="main" ?disabled=${!ready} aria-disabled=${this.busy} @click=${() => this.run("Automatiska beslut är igång.", () => operations.resume({ requestId: newRequestId(), reason: this.reason.trim() }))}>Sätt igång igen</button>`
          : html`<button type="button" class="bad" ?disabled=${!ready} aria-disabled=${this.busy} @click=${() => this.run("Automatiska beslut är pausade.", () => operations.pause({ requestId: newRequestId(), reason: this.reason.trim() }))}>Pausa automatiska beslut</button>`}</div>
      </section>`;
  }

  private modeForm(one: TypfallStatus): TemplateResult {
    const raising = STEPS.indexOf(this.target) > STEPS.indexOf(one.mode);
    const { promotion } = this;
    const ready = this.target !== one.mode && this.reason.trim() !== "" && (this.target !== Mode.DECIDE || this.delegation.trim() !== "");
    return html`
      <tr class="inset"><td colspan="5">
        <h3>${one.typfall} ${one.title}</h3>
        <fieldset class="outcomes"><legend>Läge</legend>${STEPS.filter((mode) => STEPS.indexOf(mode) <= STEPS.indexOf(one.maxMode)).map((mode) => html`
          <label><input type="radio" name="mode" .checked=${this.target === mode} @change=${() => (this.target = mode)}> ${modeWord(mode)} <span class="soft">${modeMeaning(mode)}</span></label>`)}</fieldset>
        ${promotion ? html`<p>${promotion.possible ? mark("pass", `kan höjas till ${modeWord(promotion.next)}`) : mark("open", "kan inte höjas nu")} ${promotion.compared} jämförda av ${promotion.needed} som behövs, ${promotion.serious} allvarliga.</p>
          <ul class="plain">${promotion.items.map(({ met, required, text }) => html`<li>${met ? mark("pass", "finns") : required ? mark("fail", "saknas") : mark("open", "att veta")} ${text}</li>`)}</ul>` : nothing}
        ${one.demoted ? html`<p>${mark("fail", "sänkt efter ett allvarligt fel")} <button type="button" class="small" ?disabled=${this.reason.trim() === ""} @click=${() =>
          this.run(`${one.typfall} är släppt.`, () => operations.releaseDemotion({ requestId: newRequestId(), typfall: one.typfall, reason: this.reason.trim() }))}>Släpp efter analys</button></p>` : nothing}
        ${field({ id: "mode-reason", label: raising ? "Varför höjs läget?" : "Orsak", value: this.reason, set: (reason) => (this.reason = reason), max: 1000 })}
        ${this.target === Mode.DECIDE ? field({ id: "mode-delegation", label: "Delegation", hint: "nämndens beslut", value: this.delegation, set: (delegation) => (this.delegation = delegation), max: 200 }) : nothing}
        <div class="actions"><button type="button" class="main" ?disabled=${!ready} aria-disabled=${this.busy} @click=${() => this.run(`${one.typfall}: ${modeWord(this.target)}.`, () => operations.setMode({
          requestId: newRequestId(), typfall: one.typfall, mode: this.target, reason: this.reason.trim(), delegation: this.target === Mode.DECIDE ? this.delegation.trim() : "" }))}>
          ${this.target === one.mode ? "Välj ett annat läge" : `${raising ? "Höj" : "Sänk"} ${one.typfall} till ${modeWord(this.target)}`}</button>
          <button type="button" @click=${() => (this.changing = undefined)}>Avbryt</button></div></td></tr>`;
  }

  private modes(status: WorkerStatus): TemplateResult {
    return html`
      <section class="part" aria-labelledby="modes-title"><h2 id="modes-title">Typfall och lägen</h2>
        <p class="soft">Alla i tjänst får sänka, med verkan före nästa ärende. Att höja kräver underlag och rätt roll.</p>
        <table class="cards"><caption class="unseen">Typfall och lägen</caption>
          <thead><tr><th scope="col">Typfall</th><th scope="col">Läge</th><th scope="col">Enligt reglerna</th><th scope="col">Högst</th><th scope="col"><span class="unseen">Ändra</span></th></tr></thead>
          <tbody>${status.typfall.map((one) => html`<tr><th scope="row"><span class="code">${one.typfall}</span> ${one.title}</th>
            <td data-label="Läge"><b>${modeWord(one.mode)}</b> ${one.demoted ? mark("fail", "sänkt efter fel") : nothing}${one.switchedOff ? mark("open", "avstängt") : nothing}</td>
            <td data-label="Enligt reglerna">${modeWord(one.policyMode)}</td><td data-label="Högst">${modeWord(one.maxMode)}</td>
            <td><button type="button" class="small" aria-expanded=${this.changing?.typfall === one.typfall} @click=${() => this.choose(one)}>Ändra<span class="unseen"> läge för ${one.typfall}</span></button></td></tr>
            ${this.changing?.typfall === one.typfall ? this.modeForm(one) : nothing}`)}</tbody></table>
      </section>`;
  }

  private switches(status: WorkerStatus): TemplateResult {
    const ready = this.reason.trim() !== "" && this.switchKind !== "" && this.switchName.trim() !== "";
    const set = (kind: SwitchKind, name: string, on: boolean) => this.run(`${name} är ${on ? "på" : "avstängd"}.`, () => operations.setSwitch({ requestId: newRequestId(), kind, name, on, reason: this.reason.trim() }));
    return html`
      <section class="part" aria-labelledby="switch-title"><h2 id="switch-title">Avstängda kontroller, rader och typfall</h2>
        ${status.switchedOff.length === 0 ? html`<p class="soft">Inget är avstängt.</p>` : html`<ul class="plain">${status.switchedOff.map((one) => html`<li>${mark("open", "avstängd")} ${KINDS[one.kind]} <span class="code">${one.name}</span>, ${nameOf(one.actor)} ${moment(one.setAt)}: ${one.reason}
          <button type="button" class="small" ?disabled=${this.reason.trim() === ""} @click=${() => set(one.kind, one.name, true)}>Slå på<span class="unseen"> ${one.name}</span></button></li>`)}</ul>`}
        <details><summary>Stäng av något</summary>
          <div class="fields">${field({ id: "switch-kind", label: "Slag", value: this.switchKind, set: (kind) => (this.switchKind = kind), options: Object.entries(KINDS).map(([code, text]) => ({ code, text: text! })) })}
            ${field({ id: "switch-name", label: "Namn", hint: "till exempel G-07, cost.boende, TF-02", value: this.switchName, set: (name) => (this.switchName = name), max: 64 })}
            ${field({ id: "switch-reason", label: "Orsak", value: this.reason, set: (reason) => (this.reason = reason), max: 1000 })}</div>
          <div class="actions"><button type="button" class="bad" ?disabled=${!ready} aria-disabled=${this.busy} @click=${() => set(Number(this.switchKind), this.switchName.trim(), false)}>Stäng av</button></div></details>
      </section>`;
  }

  private stuckList(): TemplateResult {
    return html`
      <section class="part" aria-labelledby="stuck-title"><h2 id="stuck-title">Ärenden som står stilla</h2>
        ${this.stuck.length === 0 ? html`<p>${mark("pass", "inget står stilla")}</p>` : html`<table class="cards"><caption class="unseen">Ärenden som står stilla</caption>
          <thead><tr><th scope="col">Ärende</th><th scope="col">Läge</th><th scope="col">Orsak</th><th scope="col">Nästa försök</th><th scope="col"><span class="unseen">Gör</span></th></tr></thead>
          <tbody>${this.stuck.map(({ case: one, reason, sources, dueAt }) => html`<tr><th scope="row"><span class="code">${one?.id}</span></th><td data-label="Läge">${stateWord(one?.state ?? 0)}</td>
            <td data-label="Orsak">${STUCK[reason] ?? reason}${sources.length > 0 ? `: ${sources.map(sourceWord).join(", ")}` : ""}</td><td data-label="Nästa försök">${moment(dueAt, "–")}</td>
            <td>${reason === "SOURCE_SILENT" ? html`<button type="button" class="small" @click=${() => this.run("Ärendet försöks nu.", () => operations.retryNow({ requestId: newRequestId(), caseId: one?.id ?? "" }))}>Försök nu<span class="unseen"> med ${one?.id}</span></button>` : nothing}</td></tr>`)}</tbody></table>
          <div class="actions"><button type="button" @click=${() => this.run("Alla som väntar på register försöks nu.", () => operations.retryNow({ requestId: newRequestId() }))}>Försök alla nu</button></div>`}
      </section>`;
  }

  private sourceList(status: WorkerStatus): TemplateResult {
    return html`
      <section class="part" aria-labelledby="sources-title"><h2 id="sources-title">Register</h2>
        <table class="cards"><caption class="unseen">Registren sedan start</caption>
          <thead><tr><th scope="col">Källa</th><th scope="col">Frågor</th><th scope="col">Senaste kända svar</th><th scope="col" class="num">Kända</th><th scope="col" class="num">Okända</th><th scope="col" class="num">Avvikelser</th></tr></thead>
          <tbody>${status.sources.map((one) => html`<tr class=${one.gate === SourceGate.OPEN ? "" : "differs"}><th scope="row">${sourceWord(one.source)}</th>
            <td data-label="Frågor">${mark(one.gate === SourceGate.OPEN ? "pass" : "open", GATES[one.gate] ?? "okänt")}${one.until ? html`<span class="note">till ${moment(one.until)}</span>` : nothing}</td>
            <td data-label="Senaste kända svar">${moment(one.answeredAt, "inget")}</td><td class="num" data-label="Kända">${one.known}</td><td class="num" data-label="Okända">${one.unknown}</td>
            <td class="num" data-label="Avvikelser">${one.schemaDeviations}${one.unlistedCodes.length > 0 ? html`<span class="note">okända koder: ${one.unlistedCodes.map(({ code, count }) => `${code} (${count})`).join(", ")}</span>` : nothing}</td></tr>`)}</tbody></table>
        ${status.certificates.length > 0 ? html`<h3>Certifikat</h3><ul class="plain">${status.certificates.map((one) => html`<li>${one.daysLeft < 0 ? mark("fail", "har gått ut") : one.daysLeft < 30 ? mark("open", `${one.daysLeft} dagar kvar`) : mark("pass", `${one.daysLeft} dagar kvar`)}
          <span class="code">${one.name}</span> ${moment(one.notAfter)} ${one.problem ? html`<code>${one.problem}</code>` : nothing}</li>`)}</ul>` : nothing}
      </section>`;
  }

  override render(): TemplateResult {
    const { status } = this;
    return html`
      <h1>Drift</h1>
      ${troubleBox(this.trouble)}
      ${status === undefined ? html`<p class="empty">Hämtar …</p>` : html`
        <p class="soft">Medarbetare ${status.version}, regler ${status.policyVersion} <code>${status.policySha256.slice(0, 12)}</code>. ${status.effectsPending} ${status.effectsPending === 1 ? "leverans väntar" : "leveranser väntar"}.</p>
        <ul class="states" aria-label="Ärenden per läge">${status.states.filter(({ count }) => count > 0).map(({ state, count }) => html`<li><b>${count}</b> ${stateWord(state)}</li>`)}</ul>
        ${this.pauseBox(status)}${this.stuckList()}${this.modes(status)}${this.switches(status)}${this.sourceList(status)}`}`;
  }
}

customElements.define("dm-operations", OperationsView);

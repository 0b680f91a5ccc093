// For team leads: who has how much, what nobody has, and moving many at once.
import { html, nothing, type TemplateResult } from "lit";

import { escalations, newRequestId } from "../core/api.js";
import { View } from "../core/element.js";
import { reasonText, troubleOf, type Trouble } from "../core/errors.js";
import { age, moment } from "../core/format.js";
import { colleagues } from "../core/lists.js";
import { nameOf } from "../core/names.js";
import { reasonsOf, setInForce, type Entry } from "../core/policy.js";
import { told } from "../core/reasons.js";
import { caseAddress } from "../core/route.js";
import { say } from "../core/say.js";
import type { Escalation } from "../gen/medarbetare/v1/escalation_pb.js";
import type { Load } from "../gen/medarbetare/v1/load_pb.js";
import type { StaffMember } from "../gen/medarbetare/v1/staff_pb.js";
import { field } from "../parts/form.js";
import { deadline, mark, troubleBox } from "../parts/marks.js";

export class LoadView extends View {
  static override properties = { load: { state: true }, items: { state: true }, more: { state: true }, chosen: { state: true }, trouble: { state: true }, staff: { state: true }, from: { state: true }, to: { state: true }, why: { state: true }, refused: { state: true }, reasons: { state: true },
    busy: { state: true } };
  private load: Load | undefined;
  private items: Escalation[] = [];
  private more = "";
  private chosen = new Set<string>();
  private staff: StaffMember[] = [];
  private from = ""; // whose items are listed; empty: nobody's
  private to = "";
  private why = "";
  private refused: string[] = [];
  private busy = false;
  private reasons: Entry[] = [];
  private trouble: Trouble | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Belastning – Medarbetare";
    void colleagues().then((staff) => (this.staff = staff));
    void setInForce().then((set) => reasonsOf(set, "ASSIGN")).then((reasons) => (this.reasons = reasons));
    void this.read();
  }

  private async read(pageToken = ""): Promise<void> {
    try {
      const [{ load }, page] = await Promise.all([
        escalations.getLoad({ includeRestricted: true }),
        escalations.listEscalations({ pageSize: 100, pageToken, includeRestricted: true, ...(this.from ? { assignedTo: this.from } : { unassigned: true }) }),
      ]);
      this.load = load;
      this.items = pageToken ? [...this.items, ...page.escalations] : page.escalations;
      this.more = page.nextPageToken;
      if (!pageToken) this.chosen = new Set();
      this.trouble = undefined;
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  private async move(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const items = this.items.filter(({ id }) => this.chosen.has(id)).slice(0, 100).map(({ id, version }) => ({ escalationId: id, expectedVersion: version }));
    try {
      const { results } = await escalations.reassignEscalations({ requestId: newRequestId(), items, toHandler: this.to, reasonCode: this.why });
      this.refused = results.filter(({ moved }) => !moved).map(({ escalationId, refusal }) => `${escalationId}: ${refusal ? reasonText(refusal.reason) : "nekad"}`);
      say(`${results.length - this.refused.length} ärenden fördelade${this.refused.length > 0 ? `, ${this.refused.length} gick inte` : ""}.`);
      await this.read();
    } catch (error) {
      this.trouble = troubleOf(error);
    } finally {
      this.busy = false;
    }
  }

  private people(load: Load): TemplateResult {
    const name = nameOf;
    return html`
      <dl class="facts">
        <div><dt>Hos ingen</dt><dd>${load.unassigned}<span class="note">äldst ${age(load.oldestUnassigned)}</span></dd></div>
        <div><dt>Alla som väntar</dt><dd>${load.items}<span class="note">äldst ${age(load.oldest)}</span></dd></div>
        <div><dt>Larm vid</dt><dd>${load.alarmAt} per handläggare</dd></div>
      </dl>
      <table class="cards tight"><caption class="unseen">Belastning per handläggare</caption>
        <thead><tr><th scope="col">Handläggare</th><th scope="col" class="num">Ärenden</th><th scope="col">Äldsta</th><th scope="col">Köer</th><th scope="col">Läge</th><th scope="col"><span class="unseen">Visa</span></th></tr></thead>
        <tbody>${load.handlers.map((one) => html`<tr><th scope="row">${name(one.handler)}<span class="note">${one.handler}</span></th><td class="num" data-label="Ärenden">${one.held}</td>
          <td data-label="Äldsta"><time title=${moment(one.oldest)}>${age(one.oldest)}</time></td><td data-label="Köer">${one.queues.map(({ queue, items }) => `${queue}: ${items}`).join(", ")}</td>
          <td data-label="Läge">${one.alarm ? mark("fail", "för många") : nothing} ${one.absent ? mark("open", "frånvarande") : nothing} ${one.inService ? (one.alarm || one.absent ? nothing : html`<span class="soft">på plats</span>`) : mark("open", "inte i tjänst")}</td>
          <td><button type="button" class="small" @click=${() => {
            this.from = one.handler;
            void this.read();
          }}>Visa<span class="unseen"> ärenden hos ${name(one.handler)}</span></button></td></tr>`)}</tbody></table>`;
  }

  override render(): TemplateResult {
    const all = this.items.length > 0 && this.items.every(({ id }) => this.chosen.has(id));
    // What nobody has is not given to nobody.
    const ready = this.chosen.size > 0 && this.why !== "" && (this.to !== "" || this.from !== "");
    const choose = (ids: string[], on: boolean) => {
      const next = new Set(this.chosen);
      ids.forEach((id) => (on ? next.add(id) : next.delete(id)));
      this.chosen = next;
    };
    return html`
      <h1>Belastning</h1>
      ${troubleBox(this.trouble)}
      ${this.load ? this.people(this.load) : nothing}
      <h2 class="spaced">${this.from ? `Ärenden hos ${nameOf(this.from)}` : "Ärenden hos ingen"}</h2>
      ${this.from ? html`<p><button type="button" class="small" @click=${() => {
        this.from = "";
        void this.read();
      }}>Visa ärenden hos ingen</button></p>` : nothing}
      ${this.items.length === 0 ? html`<p class="empty">Inga ärenden.</p>` : html`
      <div class="fields">
        ${this.staff.length > 0
          ? field({ id: "load-to", label: "Fördela till", hint: this.from ? "tomt: till ingen" : "", value: this.to, set: (to) => (this.to = to), options: this.staff.filter(({ inService }) => inService).map(({ userId, name, absent }) => ({ code: userId, text: `${name || userId}${absent ? " (frånvarande)" : ""}` })) })
          : field({ id: "load-to", label: "Fördela till", hint: "användarnamn; tomt: till ingen", value: this.to, set: (to) => (this.to = to.trim()), max: 64 })}
        ${field({ id: "load-why", label: "Orsak", value: this.why, set: (why) => (this.why = why), options: this.reasons })}
        <p><button type="button" class="main" ?disabled=${!ready} aria-disabled=${this.busy} @click=${() => this.move()}>${this.to ? `Fördela ${this.chosen.size} ärenden till ${nameOf(this.to)}` : this.from ? `Ta ifrån ${this.chosen.size} ärenden` : `Fördela ${this.chosen.size} ärenden`}</button></p>
      </div>
      ${this.refused.length > 0 ? html`<div class="trouble" role="alert"><p>De här gick inte att fördela:</p><ul>${this.refused.map((text) => html`<li>${text}</li>`)}</ul></div>` : nothing}
      <table class="cards tight"><caption class="unseen">Ärenden att fördela</caption>
        <thead><tr><th scope="col"><input type="checkbox" aria-label="Välj alla" .checked=${all} @change=${(event: Event) => choose(this.items.map(({ id }) => id), (event.target as HTMLInputElement).checked)}></th>
          <th scope="col">Sista dag</th><th scope="col">Varför</th><th scope="col">Kö</th><th scope="col">I kön</th></tr></thead>
        <tbody>${this.items.map((item) => html`<tr><td><input type="checkbox" aria-label="Välj ${item.caseId}" .checked=${this.chosen.has(item.id)} @change=${(event: Event) => choose([item.id], (event.target as HTMLInputElement).checked)}></td>
          <td data-label="Sista dag">${deadline(item.actBy || item.routing?.criticalDate || "")}</td><th scope="row"><a href=${caseAddress(item.id)}>${told(item.routing?.reasons ?? [])[0]?.text ?? item.caseId}</a><span class="note">${item.caseId}</span></th>
          <td data-label="Kö"><span class="code">${item.routing?.queue}</span></td><td data-label="I kön">${age(item.createdAt)}</td></tr>`)}</tbody></table>
      ${this.more ? html`<p><button type="button" @click=${() => this.read(this.more)}>Visa fler</button></p>` : nothing}`}`;
  }
}

customElements.define("dm-load", LoadView);

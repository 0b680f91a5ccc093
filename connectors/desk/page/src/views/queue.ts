// The queue: what is next, why it is here, who has it.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { escalations as api, newRequestId } from "../core/api.js";
import { View } from "../core/element.js";
import { troubleOf, type Trouble } from "../core/errors.js";
import { age, moment } from "../core/format.js";
import { useKeys } from "../core/keys.js";
import { watch } from "../core/live.js";
import { nameOf } from "../core/names.js";
import { typfallTitles } from "../core/policy.js";
import { told } from "../core/reasons.js";
import { caseAddress, go, queueAddress } from "../core/route.js";
import { say } from "../core/say.js";
import type { Person } from "../core/session.js";
import { modeWord } from "../core/words.js";
import { EscalationState, type Escalation, type Queue } from "../gen/medarbetare/v1/escalation_pb.js";
import { AccessClass, Mode } from "../gen/medarbetare/v1/decision_pb.js";
import { accessMark, deadline, lock, troubleBox } from "../parts/marks.js";

const PAGE = 50;

export class QueueView extends View {
  static override properties = {
    queue: { attribute: false }, mine: { attribute: false }, person: { attribute: false },
    queues: { state: true }, items: { state: true }, more: { state: true }, free: { state: true }, nothing: { state: true }, trouble: { state: true },
    fresh: { state: true }, loaded: { state: true }, titles: { state: true },
  };
  queue = "";
  mine = false;
  person!: Person;
  private queues: Queue[] = [];
  private items: Escalation[] = [];
  private more = "";
  private free = false; // only items that nobody has
  private withChildren = false;
  private mustSee = false;
  private nothing = false;
  private trouble: Trouble | undefined;
  private loaded = false;
  private titles = new Map<string, string>();
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void typfallTitles().then((titles) => (this.titles = titles));
    this.stops = [
      watch(() => void this.load({ quietly: true })),
      useKeys([
        { key: "j", text: "Nästa rad", run: () => this.step(1) },
        { key: "k", text: "Föregående rad", run: () => this.step(-1) },
        { key: "Enter", text: "Öppna raden", run: () => this.open() },
        { key: "c", text: "Ta raden och öppna den", run: () => void this.claim(this.current()) },
        { key: "n", text: "Ta nästa lediga ärende", run: () => void this.claimNext() },
        { key: "r", text: "Läs in kön på nytt", run: () => void this.load() },
      ]),
    ];
  }

  override disconnectedCallback(): void {
    this.stops.forEach((stop) => stop());
    super.disconnectedCallback();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("queue") || changed.has("mine")) {
      document.title = this.mine ? "Mina ärenden – Medarbetare" : "Kö – Medarbetare";
      void this.load();
    }
  }

  private filter() {
    return {
      queue: this.queue,
      handler: this.mine ? this.person.userId : "",
      states: this.free && !this.mine ? [EscalationState.OPEN] : [],
      withChildren: this.withChildren,
      mustSee: this.mustSee,
      includeRestricted: true,
      pageSize: PAGE,
    };
  }

  private async load({ quietly = false } = {}): Promise<void> {
    const latest = this.latest();
    if (!quietly) this.nothing = false;
    try {
      const [{ queues }, page] = await Promise.all([api.listQueues({}), api.listEscalations(this.filter())]);
      if (!latest()) return;
      // A longer list that is only refreshed keeps what was read beyond its first page.
      const kept = quietly ? this.items.slice(PAGE).filter(({ id }) => !page.escalations.some((one) => one.id === id)) : [];
      this.queues = queues;
      this.items = [...page.escalations, ...kept];
      if (!quietly || kept.length === 0) this.more = page.nextPageToken;
      this.trouble = undefined;
      this.loaded = true;
      if (!quietly) say(this.heading());
    } catch (error) {
      if (!quietly && latest()) this.trouble = troubleOf(error);
    }
  }

  private async loadMore(): Promise<void> {
    const latest = this.latest();
    try {
      const page = await api.listEscalations({ ...this.filter(), pageToken: this.more });
      if (!latest()) return;
      this.items = [...this.items, ...page.escalations];
      this.more = page.nextPageToken;
      say(`${this.items.length} rader`);
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  private rows(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>("a.open")];
  }

  private step(by: number): void {
    const rows = this.rows();
    const at = rows.indexOf(document.activeElement as HTMLAnchorElement);
    rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
  }

  private current(): Escalation | undefined {
    const id = document.activeElement?.closest<HTMLElement>("[data-item]")?.dataset["item"] ?? this.items[0]?.id;
    return this.items.find((one) => one.id === id);
  }

  private open(): void {
    const item = this.current();
    if (item) go(caseAddress(item.id));
  }

  private async claim(item: Escalation | undefined): Promise<void> {
    if (item === undefined) return;
    if (item.state === EscalationState.CLAIMED) return go(caseAddress(item.id));
    try {
      await api.claimEscalation({ requestId: newRequestId(), escalationId: item.id, expectedVersion: item.version });
      say("Ärendet är ditt.");
      go(caseAddress(item.id));
    } catch (error) {
      this.trouble = troubleOf(error);
      void this.load({ quietly: true });
    }
  }

  // The worker picks: what is assigned to the person first, then by last day, children and age; many at once get different ones.
  private async claimNext(): Promise<void> {
    try {
      const { escalation } = await api.claimNextEscalation({ requestId: newRequestId(), queues: this.queue ? [this.queue] : [], includeRestricted: this.person.cleared ?? false });
      if (escalation) return go(caseAddress(escalation.id));
      this.trouble = undefined;
      say("Det finns inget ledigt ärende som du kan ta.");
      this.nothing = true;
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  private name(): string {
    if (this.mine) return "Mina ärenden";
    const queue = this.queues.find((one) => one.queue === this.queue);
    return queue ? `${queue.queue} ${queue.title}` : this.queue ? `Kö ${this.queue}` : "Alla köer";
  }

  private whyEmpty(): string {
    if (!this.loaded) return "Hämtar …";
    if (this.mine) return "Du har inga ärenden. Ta nästa ur kön.";
    const known = !this.queue || this.queues.some((one) => one.queue === this.queue);
    return known ? "Kön är tom." : "Det finns ingen sådan kö. Välj en i listan.";
  }

  private heading(): string {
    const rows = this.items.length;
    return `${this.name()}: ${rows === 0 ? "inga ärenden" : `${rows}${this.more ? " första" : ""} ärenden`}`;
  }

  private rail(): TemplateResult {
    const busy = this.queues.filter(({ open, claimed }) => open + claimed > 0);
    const empty = this.queues.filter(({ open, claimed }) => open + claimed === 0);
    const total = busy.reduce((sum, { open }) => sum + open, 0);
    const row = (queue: string, title: string, open: number, claimed: number, restricted: boolean, target: string) => html`
      <li><a href=${queueAddress(queue)} aria-current=${!this.mine && this.queue === queue ? "true" : nothing}>
        <span class="title">${queue ? html`<span class="code">${queue}</span> ` : nothing}${title}${restricted ? html` ${lock("begränsad behörighet")}` : nothing}</span>
        <span class="count" title=${target ? `Mål: ${target}` : nothing}><b>${open}</b><span class="unseen"> lediga</span>${claimed > 0 ? html`<span class="soft"> +${claimed}<span class="unseen"> tagna</span></span>` : nothing}</span>
      </a></li>`;
    return html`
      <nav class="rail" aria-label="Köer">
        <ul>${row("", "Alla köer", total, 0, false, "")}
          ${busy.map(({ queue, title, open, claimed, access, target }) => row(queue, title, open, claimed, access !== AccessClass.OPEN, target))}</ul>
        ${empty.length > 0 ? html`<details><summary>${empty.length} tomma köer</summary>
          <ul>${empty.map(({ queue, title, access, target }) => row(queue, title, 0, 0, access !== AccessClass.OPEN, target))}</ul></details>` : nothing}
      </nav>`;
  }

  private why(item: Escalation): TemplateResult {
    const all = told(item.routing?.reasons ?? []);
    const first = all[0];
    const reason = first?.routine && item.mode === Mode.PROPOSE ? "Förslag att bekräfta" : (first?.text ?? "Skäl saknas");
    return html`<span class="reason">${item.waiting ? (item.waiting.returned ? "Tillbakaskickat vid attest. " : "Väntar på attest. ") : nothing}${reason}</span>
      ${all.length > 1 ? html` <span class="soft more">+${all.length - 1} skäl</span>` : nothing}`;
  }

  private row(item: Escalation): TemplateResult {
    const { routing } = item;
    const held = item.state === EscalationState.CLAIMED;
    const mine = held && item.handler === this.person.userId;
    return html`
      <tr data-item=${item.id} class=${mine ? "mine" : held ? "held" : ""}>
        <td class="when">${deadline(item.actBy || routing?.criticalDate || "")}</td>
        <th scope="row" class="what"><a class="open" href=${caseAddress(item.id)}>${this.why(item)}</a>
          <span class="sub"><span class="code">${item.caseId}</span> ${this.titles.get(item.typfall) ?? ""} ${accessMark(routing?.access ?? AccessClass.OPEN)}</span></th>
        <td data-label="Typfall">${item.typfall ? html`<abbr title="Läge: ${modeWord(item.mode)}">${item.typfall}</abbr>` : html`<span class="soft">inget</span>`}</td>
        <td data-label="Kö"><span class="code">${routing?.queue}</span></td>
        <td data-label="Barn">${routing?.hasChildren ? html`<span class="mark child">barn</span>` : html`<span class="soft">nej</span>`}</td>
        <td data-label="I kön"><time title=${moment(item.createdAt)}>${age(item.createdAt)}</time></td>
        <td data-label="Hos">${mine ? html`<b>dig</b>` : held ? html`<span class="holder">${nameOf(item.handler)}</span>` : item.assignedTo ? html`<span class="soft">för ${item.assignedTo === this.person.userId ? "dig" : nameOf(item.assignedTo)}</span>` : html`<span class="soft">ledigt</span>`}</td>
        <td class="do">${held ? nothing : html`<button type="button" class="small" @click=${() => this.claim(item)}>Ta<span class="unseen"> ${item.caseId}</span></button>`}</td>
      </tr>`;
  }

  private toggle(text: string, on: boolean, set: (on: boolean) => void): TemplateResult {
    return html`<label><input type="checkbox" .checked=${on} @change=${(event: Event) => {
      set((event.target as HTMLInputElement).checked);
      void this.load();
    }}> ${text}</label>`;
  }

  override render(): TemplateResult {
    const rows = this.items;
    return html`
      <div class="with-rail">
        ${this.rail()}
        <section class="list" aria-labelledby="list-title">
          <div class="list-head">
            <h1 id="list-title">${this.name()}</h1>
            <button type="button" class="main" @click=${() => this.claimNext()}>Ta nästa</button>
            <div class="filters" role="group" aria-label="Visa">
              ${this.mine ? nothing : this.toggle("bara lediga", this.free, (on) => (this.free = on))}
              ${this.toggle("bara med barn", this.withChildren, (on) => (this.withChildren = on))}
              ${this.toggle("måste ses före utbetalningen", this.mustSee, (on) => (this.mustSee = on))}
            </div>
          </div>
          ${troubleBox(this.trouble)}
          ${this.nothing ? html`<p class="notice">Det finns inget ledigt ärende som du kan ta${this.queue ? ` i ${this.queue}` : ""}.</p>` : nothing}
          ${rows.length === 0
            ? html`<p class="empty">${this.whyEmpty()}</p>`
            : html`<table class="rows">
                <caption class="unseen">${this.heading()}, mest brådskande först</caption>
                <thead><tr><th scope="col">Sista dag</th><th scope="col">Varför</th><th scope="col">Typfall</th><th scope="col">Kö</th><th scope="col">Barn</th>
                  <th scope="col">I kön</th><th scope="col">Hos</th><th scope="col"><span class="unseen">Ta</span></th></tr></thead>
                <tbody>${repeat(rows, ({ id }) => id, (item) => this.row(item))}</tbody>
              </table>
              ${this.more ? html`<p><button type="button" @click=${() => this.loadMore()}>Visa fler</button></p>` : nothing}`}
        </section>
      </div>`;
  }
}

customElements.define("dm-queue", QueueView);

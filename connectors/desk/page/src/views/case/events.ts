// Who did what with the case, and when: the worker's own record, which nobody can change. Read when somebody asks for it, as that too is recorded.
import { html, nothing, type TemplateResult } from "lit";

import { cases } from "../../core/api.js";
import { View } from "../../core/element.js";
import { troubleOf, type Trouble } from "../../core/errors.js";
import { actorOf, doneWord, gathered, isPerson, isRead, isSystem } from "../../core/events.js";
import { moment } from "../../core/format.js";
import { nameOf } from "../../core/names.js";
import { say } from "../../core/say.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { CaseEvent } from "../../gen/medarbetare/v1/case_event_pb.js";
import { troubleBox } from "../../parts/marks.js";

const PAGE = 200;

export class Events extends View {
  static override properties = { case: { attribute: false }, events: { state: true }, more: { state: true }, reads: { state: true }, trouble: { state: true }, busy: { state: true } };
  case!: Case;
  private events: CaseEvent[] | undefined;
  private more = "";
  private reads = false; // also who has only looked
  private trouble: Trouble | undefined;
  private busy = false;
  private of = "";

  override willUpdate(): void {
    if (this.of === this.case.id) return;
    this.of = this.case.id;
    this.events = undefined;
    this.more = "";
    this.trouble = undefined;
  }

  private async read(pageToken = ""): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const of = this.case.id;
    try {
      const page = await cases.listCaseEvents({ caseId: of, pageSize: PAGE, pageToken });
      if (of !== this.case.id) return;
      this.events = pageToken === "" ? page.events : [...(this.events ?? []), ...page.events];
      this.more = page.nextPageToken;
      this.trouble = undefined;
      say(`${this.events.length} händelser`);
    } catch (error) {
      this.trouble = troubleOf(error);
    } finally {
      this.busy = false;
    }
  }

  private table(events: CaseEvent[]): TemplateResult {
    const shown = gathered(this.reads ? events : events.filter(({ action }) => !isRead(action)));
    return html`
      <div class="wide" tabindex="0" role="region" aria-label="Händelser, den senaste först"><table class="cards">
        <caption class="unseen">Händelser i ärendet, den senaste först</caption>
        <thead><tr><th scope="col">När</th><th scope="col">Vem</th><th scope="col">Vad</th><th scope="col">Delegation</th></tr></thead>
        <tbody>${shown.map(({ event, times }) => html`<tr>
          <td data-label="När" class="when"><time>${moment(event.at)}</time></td>
          <th scope="row">${isSystem(event) ? html`<span title=${actorOf(event)}>Ett annat system</span>` : isPerson(event) ? nameOf(actorOf(event)) : "Medarbetaren"}</th>
          <td data-label="Vad">${doneWord(event)}${times > 1 ? html` <span class="soft">${times} gånger</span>` : nothing}</td>
          <td data-label="Delegation">${event.mandate || html`<span class="soft">–</span>`}</td></tr>`)}</tbody></table></div>
      ${shown.length === 0 ? html`<p class="soft">Inget annat än läsningar.</p>` : nothing}`;
  }

  override render(): TemplateResult {
    const { events } = this;
    return html`
      <section class="part" id="handelser" aria-labelledby="handelser-title">
        <h2 id="handelser-title">Händelser</h2>
        ${troubleBox(this.trouble)}
        ${events === undefined
          ? html`<p class="soft">Vem som har gjort vad i ärendet, och när. Att du läser det antecknas också.</p>
            <div class="actions"><button type="button" aria-disabled=${this.busy} @click=${() => this.read()}>Visa händelserna</button></div>`
          : html`<div class="actions"><label><input type="checkbox" .checked=${this.reads} @change=${(event: Event) => (this.reads = (event.target as HTMLInputElement).checked)}> visa också vem som har läst</label>
              <button type="button" class="small" aria-disabled=${this.busy} @click=${() => this.read()}>Läs in på nytt</button></div>
            ${this.table(events)}
            ${this.more ? html`<p><button type="button" aria-disabled=${this.busy} @click=${() => this.read(this.more)}>Visa äldre</button></p>` : nothing}`}
      </section>`;
  }
}

customElements.define("dm-events", Events);

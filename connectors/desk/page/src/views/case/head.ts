// What one must know before anything else: which month and household, how long there is, where it stands, what is suggested.
import { html, nothing, type TemplateResult } from "lit";

import { age, kr, month } from "../../core/format.js";
import { nameOf } from "../../core/names.js";
import type { Person } from "../../core/session.js";
import { applicationWord, itemWord, modeMeaning, modeWord, outcomeWord, stateWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import { AccessClass } from "../../gen/medarbetare/v1/decision_pb.js";
import { EscalationState, type Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import { accessMark, deadline } from "../../parts/marks.js";

export const PARTS: [string, string][] = [
  ["varfor", "Varför"], ["jamforelse", "Jämförelse"], ["berakning", "Beräkning"], ["register", "Register"], ["hushall", "Hushållet"],
  ["handlingar", "Handlingar"], ["kontakt", "Kontakt"], ["ram", "Referensram"], ["historik", "Beslut"], ["forklaring", "Förklaring"], ["handelser", "Händelser"],
];

const monthTitle = (text: string): string => {
  const words = month(text);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function head(one: Case, item: Escalation, person: Person, jump: (part: string) => void, unread: number, title: string): TemplateResult {
  const routing = item.routing;
  const held = item.state === EscalationState.CLAIMED ? (item.handler === person.userId ? "hos dig" : `hos ${nameOf(item.handler)}`) : itemWord(item.state);
  return html`
    <header class="case-head">
      <p class="crumbs"><a href="#/">Kö</a> <span aria-hidden="true">›</span> <span class="code">${routing?.queue}</span></p>
      <h1>${monthTitle(one.application?.month ?? "")} <span class="code">${one.id}</span> ${accessMark(routing?.access ?? AccessClass.OPEN)} ${routing?.hasChildren ? html`<span class="mark child">barn</span>` : nothing}</h1>
      <dl class="facts">
        <div><dt>Sista dag</dt><dd>${deadline(item.actBy || routing?.criticalDate || "")}</dd></div>
        <div><dt>Läge</dt><dd>${stateWord(one.state)}<span class="note">${held}, ${age(item.createdAt)} i kön</span></dd></div>
        <div><dt>Hushåll</dt><dd>${one.application?.household}<span class="note">${applicationWord(one.application?.kind ?? 0)}</span></dd></div>
        <div><dt>Typfall</dt><dd>${item.typfall || "inget"}${title ? html`<span class="note">${title}</span>` : nothing}<span class="note" title=${modeMeaning(item.mode)}>${item.typfall ? `läge: ${modeWord(item.mode)}` : "inget typfall stämmer"}</span></dd></div>
        <div class="grant"><dt>${item.suggested ? "Medarbetarens förslag" : "Förslag"}</dt><dd>${item.suggested ? html`${outcomeWord(item.suggested.outcome)}, ${kr(item.suggested.granted)}` : html`<span class="soft">visas inte</span>`}</dd></div>
      </dl>
      <nav class="parts" aria-label="Delar av ärendet"><ul>${PARTS.map(([id, title]) => html`
        <li><a href="#/arende/${item.id}/${id}" @click=${(event: Event) => {
          event.preventDefault();
          jump(id);
        }}>${title}${id === "kontakt" && unread > 0 ? html` <span class="mark open">${unread} ${unread === 1 ? "oläst" : "olästa"}</span>` : nothing}</a></li>`)}</ul></nav>
    </header>`;
}

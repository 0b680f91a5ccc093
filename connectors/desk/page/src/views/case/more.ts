// What else can be done with the case, besides deciding it.
import { html, nothing, type TemplateResult } from "lit";

import { View } from "../../core/element.js";
import type { Person } from "../../core/session.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { ReasonCode } from "../../gen/medarbetare/v1/decision_service_pb.js";
import type { Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import { PersonRole } from "../../gen/medarbetare/v1/household_pb.js";
import type { CommunicatedFact } from "../../gen/medarbetare/v1/human_decision_pb.js";
import type { Form } from "../../parts/form.js";
import "./child_analysis.js";
import "./communicate.js";
import "./complete.js";
import type { Request } from "./decision_request.js";
import "./move.js";

export class More extends View {
  static override properties = {
    case: { attribute: false }, item: { attribute: false }, person: { attribute: false }, mandates: { attribute: false }, codes: { attribute: false },
    mine: { attribute: false }, leader: { attribute: false }, unseen: { attribute: false }, request: { attribute: false },
  };
  case!: Case;
  item!: Escalation;
  person!: Person;
  mandates: { reference: string }[] = [];
  codes: ReasonCode[] = [];
  mine = false;
  leader = false;
  unseen: CommunicatedFact[] = [];
  request!: Request;

  private button(tag: string, text: string): TemplateResult {
    return html`<button type="button" class="small" @click=${() => this.querySelector<Form>(tag)?.open()}>${text}</button>`;
  }

  override render(): TemplateResult {
    const children = this.case.application?.persons.some(({ role }) => role === PersonRole.CHILD || role === PersonRole.SCHOOL_YOUTH) ?? false;
    return html`
      <div class="more-acts" role="group" aria-label="Annat du kan göra">
        ${this.mine ? this.button("dm-complete", "Begär komplettering …") : nothing}
        ${this.mine ? this.button("dm-communicate", "Kommunicera …") : nothing}
        ${this.mine && children ? this.button("dm-child-analysis", "Barnprövning …") : nothing}
        ${this.button("dm-consult", "Fråga specialist …")}
        ${this.mine || this.leader ? this.button("dm-route", "Flytta …") : nothing}
        <a class="button small" href="#/arende/${this.item.id}/ram">Referensram</a>
      </div>
      ${this.mine ? html`<dm-complete .case=${this.case} .item=${this.item}></dm-complete>` : nothing}
      ${this.mine ? html`<dm-communicate .unseen=${this.unseen} .request=${this.request}></dm-communicate>` : nothing}
      ${this.mine && children ? html`<dm-child-analysis .case=${this.case} .item=${this.item} .mandates=${this.mandates}></dm-child-analysis>` : nothing}
      <dm-consult .item=${this.item}></dm-consult>
      <dm-route .item=${this.item}></dm-route>
    `;
  }
}

customElements.define("dm-more", More);

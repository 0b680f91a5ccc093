// What else can be done with the case, besides deciding it.
import { html, nothing, type TemplateResult } from "lit";

import { View } from "../../core/element.js";
import type { Person } from "../../core/session.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import type { Form } from "../../parts/form.js";
import "./move.js";

export class More extends View {
  static override properties = {
  };
  case!: Case;
  item!: Escalation;
  person!: Person;
  mine = false;
  leader = false;

  private button(tag: string, text: string): TemplateResult {
    return html`<button type="button" class="small" @click=${() => this.querySelector<Form>(tag)?.open()}>${text}</button>`;
  }

  override render(): TemplateResult {
    return html`
      <div class="more-acts" role="group" aria-label="Annat du kan göra">
        ${this.button("dm-consult", "Fråga specialist …")}
        ${this.mine || this.leader ? this.button("dm-route", "Flytta …") : nothing}
        <a class="button small" href="#/arende/${this.item.id}/ram">Referensram</a>
      </div>
      <dm-consult .item=${this.item}></dm-consult>
      <dm-route .item=${this.item}></dm-route>
    `;
  }
}

customElements.define("dm-more", More);

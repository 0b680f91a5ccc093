// Questions to specialists about a case that stays where it is, and their answers.
import { html, nothing, type TemplateResult } from "lit";

import { escalations, newRequestId } from "../../core/api.js";
import { day, moment } from "../../core/format.js";
import { nameOf } from "../../core/names.js";
import type { Person } from "../../core/session.js";
import { ConsultationState, type Consultation } from "../../gen/medarbetare/v1/consultation_pb.js";
import { mark, troubleBox } from "../../parts/marks.js";
import { Talk } from "./talk.js";

export class Consultations extends Talk {
  static override properties = { ...Talk.properties, person: { attribute: false }, consultations: { attribute: false } };
  person!: Person;
  consultations: Consultation[] = [];

  private consultation(one: Consultation): TemplateResult {
    const asked = nameOf(one.specialist) || one.queue;
    return html`<li>
      <p><b>Fråga till ${asked}</b> från ${nameOf(one.askedBy)}, ${moment(one.askedAt)}${one.answerBy ? html`, svar senast ${day(one.answerBy)}` : nothing}
        ${one.state === ConsultationState.OPEN ? mark("open", "väntar på svar") : one.state === ConsultationState.ANSWERED ? mark("pass", "besvarad") : mark("plain", "utgått")}</p>
      ${one.question ? html`<blockquote dir="auto">${one.question}</blockquote>` : nothing}
      ${one.answer ? html`<p class="soft">${nameOf(one.specialist)} svarade ${moment(one.endedAt)}:</p><blockquote dir="auto">${one.answer}</blockquote>` : nothing}
      ${one.state === ConsultationState.OPEN && one.askedBy !== this.person.userId
        ? this.answerField(one.id, "Ditt svar", "Svara", (answer) => escalations.answerConsultation({ requestId: newRequestId(), consultationId: one.id, answer }), "Svaret är skickat.")
        : nothing}</li>`;
  }

  override render(): TemplateResult {
    if (this.consultations.length === 0) return html``;
    return html`<h3>Frågor till specialister</h3>${troubleBox(this.trouble)}<ul class="plain decisions">${this.consultations.map((one) => this.consultation(one))}</ul>`;
  }
}

customElements.define("dm-consultations", Consultations);

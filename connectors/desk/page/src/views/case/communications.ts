// What the household was told before an adverse decision, and what it answered (25 § förvaltningslagen).
import { html, nothing, type TemplateResult } from "lit";

import { decisions, newRequestId } from "../../core/api.js";
import { day, moment } from "../../core/format.js";
import { nameOf } from "../../core/names.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { Communication } from "../../gen/medarbetare/v1/human_decision_pb.js";
import { field } from "../../parts/form.js";
import { mark, troubleBox } from "../../parts/marks.js";
import { Talk } from "./talk.js";

// How an answer comes, as the worker takes it.
const CHANNELS: Record<string, string> = { phone: "telefon", letter: "brev", e_service: "e-tjänsten", oral: "muntligt", visit: "besök" };
const OPTIONS = Object.entries(CHANNELS).map(([code, text]) => ({ code, text }));

export class Communications extends Talk {
  static override properties = { ...Talk.properties, case: { attribute: false }, mine: { attribute: false }, channels: { state: true } };
  case!: Case;
  mine = false;
  private channels: Record<number, string> = {}; // how the answer came, by communication: chosen each time, as it stands in the file

  private communication(one: Communication): TemplateResult {
    return html`<li>
      <p><b>Kommunicering ${one.number}</b> av ${nameOf(one.by)}, ${moment(one.at)}, svar senast ${day(one.answerBy)}
        ${one.answers.length > 0 ? mark("pass", "besvarad") : mark("open", "inget svar ännu")}</p>
      <ul class="findings">${one.facts.map(({ text, source, date }) => html`<li>${text} <span class="soft">${source} ${date}</span></li>`)}</ul>
      ${one.answers.map(({ text, channel, at, notedBy }) => html`<p class="soft">Svar (${CHANNELS[channel] ?? channel}), antecknat av ${nameOf(notedBy)} ${moment(at)}:</p><blockquote dir="auto">${text}</blockquote>`)}
      ${this.mine ? this.answer(one.number) : nothing}</li>`;
  }

  private answer(number: number): TemplateResult {
    const channel = this.channels[number] ?? "";
    const choose = (value: string) => (this.channels = { ...this.channels, [number]: value });
    return html`${field({ id: `channel-${number}`, label: "Hur svaret kom", value: channel, set: choose, options: OPTIONS })}
      ${this.answerField(`communication-${number}`, "Anteckna den sökandes svar", "Anteckna svaret", async (text) => {
        await decisions.noteAnswer({ requestId: newRequestId(), caseId: this.case.id, number, answer: { channel, text } });
        choose("");
      }, "Svaret är antecknat.", channel !== "")}`;
  }

  override render(): TemplateResult {
    const { communications } = this.case;
    if (communications.length === 0) return html``;
    return html`<h3>Kommunicering</h3>${troubleBox(this.trouble)}<ul class="plain decisions">${communications.map((one) => this.communication(one))}</ul>`;
  }
}

customElements.define("dm-communications", Communications);

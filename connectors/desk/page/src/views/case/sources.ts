// What each register answered and when. An answer that is not known is said to be unknown, in words, and shows no figure.
import { html, nothing, type TemplateResult } from "lit";

import { kr, moment, period } from "../../core/format.js";
import { answerWord, isKnown, paymentWord, personWord, sourceWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import { AnswerState, type SourceAnswer } from "../../gen/medarbetare/v1/evidence_pb.js";
import { mark } from "../../parts/marks.js";

function facts(answer: SourceAnswer): TemplateResult[] {
  const told: TemplateResult[] = [];
  for (const { text, family, status, payDate, net, gross, period: days } of answer.payments) {
    told.push(html`<li>${text || family}: <b>${kr(net)}</b> ${paymentWord(status)} ${payDate}${days ? html`, avser ${period(days)}` : nothing}${gross ? html`, före skatt ${kr(gross)}` : nothing}</li>`);
  }
  for (const { text, benefit, pending, decidedOn, period: days } of answer.benefitCases) {
    told.push(html`<li>${text || benefit}: ${pending ? "ansökt, inte beslutat" : `beslut ${decidedOn || "utan dag"}`}${days ? html`, ${period(days)}` : nothing}</li>`);
  }
  const seeker = answer.jobSeeker;
  if (seeker) {
    told.push(html`<li>${seeker.registered ? `Inskriven sedan ${seeker.registeredSince || "okänd dag"}` : "Inte inskriven"}${seeker.category ? `, ${seeker.category}` : ""}${seeker.activityReportDate ? `, aktivitetsrapport ${seeker.activityReportDate}` : ""}</li>`);
  }
  for (const { period: days, fund } of answer.suspensions) told.push(html`<li>Avstängd ${period(days)} ${fund}</li>`);
  for (const { kind, model, year } of answer.vehicles) told.push(html`<li>Fordon: ${[kind, model, year].filter(Boolean).join(", ")}</li>`);
  for (const { kindText, kind, valid, openApplication } of answer.permits) told.push(html`<li>Tillstånd: ${kindText || kind}, ${period(valid)}${openApplication ? ", öppen ansökan" : ""}</li>`);
  for (const { year, income, surplus } of answer.capital) told.push(html`<li>Kapital ${year}: inkomst ${kr(income)}, överskott ${kr(surplus)}</li>`);
  for (const { group, state, code } of answer.groups) told.push(html`<li>${mark("open", "okänt")} ${group}: ${answerWord(state)} <code>${code}</code></li>`);
  for (const code of answer.unlistedCodes) told.push(html`<li>${mark("open", "okänd kod")} <code>${code}</code></li>`);
  return told;
}

function row(person: string, answer: SourceAnswer): TemplateResult {
  const list = facts(answer);
  const known = isKnown(answer.state);
  return html`
    <tr class=${known ? "" : "differs"}>
      <th scope="row">${sourceWord(answer.source)}<span class="note">${person}</span></th>
      <td data-label="Svar">${known ? mark(answer.state === AnswerState.DATA ? "pass" : "plain", answerWord(answer.state)) : mark("open", `okänt: ${answerWord(answer.state)}`)}
        ${answer.code ? html`<code>${answer.code}</code>` : nothing}${answer.protectedIdentity ? html` <span class="mark restricted">skyddade uppgifter</span>` : nothing}</td>
      <td data-label="Innehåll">${list.length > 0 ? html`<ul class="findings">${list}</ul>` : html`<span class="soft">${known ? "–" : "okänt"}</span>`}</td>
      <td data-label="Hämtat" class="when"><time>${answer.state === AnswerState.NOT_ASKED ? "–" : moment(answer.fetchedAt)}</time><span class="note">frågat om ${period(answer.asked)}</span></td>
    </tr>`;
}

interface Told {
  person: string;
  answer: SourceAnswer;
}

const table = (title: string, rows: Told[]): TemplateResult => html`
  <div class="wide" tabindex="0" role="region" aria-label=${title}><table class="cards">
    <caption class="unseen">${title}</caption>
    <thead><tr><th scope="col">Källa</th><th scope="col">Svar</th><th scope="col">Innehåll</th><th scope="col">Hämtat</th></tr></thead>
    <tbody>${rows.map(({ person, answer }) => row(person, answer))}</tbody></table></div>`;

export function sources(one: Case): TemplateResult {
  const persons = one.application?.persons ?? [];
  const rows = (one.evidence?.persons ?? []).flatMap(({ person, answers }) => answers.map((answer) => ({ person: personWord(person, persons), answer })));
  const sorted = [...rows].sort((a, b) => Number(isKnown(a.answer.state)) - Number(isKnown(b.answer.state)));
  // Verifiably nothing is good to know, and takes no room.
  const empty = sorted.filter(({ answer }) => answer.state === AnswerState.CONFIRMED_EMPTY && facts(answer).length === 0 && !answer.protectedIdentity);
  const told = sorted.filter((row) => !empty.includes(row));
  const unknowns = rows.filter(({ answer }) => !isKnown(answer.state)).length;
  return html`
    <section class="part" id="register" aria-labelledby="register-title">
      <h2 id="register-title">Register</h2>
      <p class="soft">${rows.length === 0 ? "Inga register är frågade." : unknowns === 0 ? `${rows.length} svar, alla kända.` : `${unknowns} av ${rows.length} svar är okända. Okänt är aldrig noll.`}</p>
      ${told.length > 0 ? table("Registrens svar, okända först", told) : nothing}
      ${empty.length > 0 ? html`<details><summary>${empty.length} svar: inget, bekräftat</summary>${table("Register som bekräftar att det inget finns", empty)}</details>` : nothing}
    </section>`;
}

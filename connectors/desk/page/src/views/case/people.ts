// The household: who is in it, numbers masked until asked for, and each child with its record.
import { html, nothing, type TemplateResult } from "lit";

import { daysUntil, kr, languageWord, masked, moment, period, shown, today } from "../../core/format.js";
import { nameOf } from "../../core/names.js";
import { answeredWord, assuranceWord, personWord, presenceWord, tenureWord } from "../../core/words.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { Frame } from "../../gen/medarbetare/v1/frame_pb.js";
import { Answer, PersonRole } from "../../gen/medarbetare/v1/household_pb.js";
import { mark } from "../../parts/marks.js";
import { SITUATIONS } from "./child_analysis.js";

export interface Numbers {
  revealed: Set<string>;
  reveal: (key: string) => void;
}

function childRecord(key: string, frame: Frame | undefined): TemplateResult {
  const record = frame?.childRecords.find(({ child }) => child === key);
  if (record === undefined) return html`${mark("fail", "prövning saknas")}`;
  const days = daysUntil(record.validUntil, today());
  return html`${days < 0 ? mark("fail", `gick ut ${record.validUntil}`) : mark("pass", `gäller till ${record.validUntil}`)}
    <span class="note">${nameOf(record.reviewer)}, ${record.reviewedOn}, ${record.reference}</span>`;
}

// What caseworkers have written in this case of how it affects each child.
const analyses = (one: Case): TemplateResult | typeof nothing => one.childAnalyses.length === 0 ? nothing : html`
  <h3>Barnprövningar i ärendet</h3><ul class="plain decisions">${[...one.childAnalyses].reverse().map((analysis) => html`<li>
    <p><b>${personWord(analysis.child, one.application?.persons ?? [])}</b> av ${nameOf(analysis.reviewer)} ${moment(analysis.at)}${analysis.decisive ? html` ${mark("plain", "avgjorde utfallet")}` : nothing}
      <span class="note">${analysis.situationCodes.map((code) => SITUATIONS.find(([known]) => known === code)?.[1] ?? code).join(", ")}</span></p>
    <dl class="told"><dt>Situation</dt><dd dir="auto">${analysis.situation}</dd><dt>Påverkan</dt><dd dir="auto">${analysis.effect}</dd>
      <dt>${analysis.view ? "Barnets syn" : "Inte tillfrågat"}</dt><dd dir="auto">${analysis.view || analysis.viewNotAsked}</dd><dt>Hur barnets bästa har vägts</dt><dd dir="auto">${analysis.conclusion}</dd></dl></li>`)}</ul>`;

export function people(one: Case, frame: Frame | undefined, { revealed, reveal }: Numbers): TemplateResult {
  const { application } = one;
  if (application === undefined) return html``;
  const circumstances = Object.entries(application.circumstances ?? {}).filter(([, value]) => value === Answer.YES || value === true).map(([name]) => name);
  return html`
    <section class="part" id="hushall" aria-labelledby="hushall-title">
      <h2 id="hushall-title">Hushållet</h2>
      <div class="wide" tabindex="0" role="region" aria-label="Personer i hushållet"><table class="cards">
        <caption class="unseen">Personer i hushållet</caption>
        <thead><tr><th scope="col">Person</th><th scope="col">Personnummer</th><th scope="col">I hemmet</th><th scope="col">Underskrift</th><th scope="col">Barnprövning</th></tr></thead>
        <tbody>${application.persons.map((person) => {
          const signed = application.signatures.find((two) => two.person === person.key);
          const child = person.role === PersonRole.CHILD || person.role === PersonRole.SCHOOL_YOUTH;
          return html`<tr>
            <th scope="row">${person.name || personWord(person.key, application.persons)}<span class="note">${personWord(person.key, application.persons)}${person.protectedIdentity === Answer.YES ? ", skyddade personuppgifter" : ""}</span></th>
            <td data-label="Personnummer"><span class="number">${revealed.has(person.key) ? shown(person.personnummer) : masked(person.personnummer)}</span>
              ${person.personnummer && !revealed.has(person.key) ? html`<button type="button" class="small quiet" @click=${() => reveal(person.key)}>Visa<span class="unseen"> personnummer för ${personWord(person.key, application.persons)}</span></button>` : nothing}</td>
            <td data-label="I hemmet">${presenceWord(person.presence?.kind ?? 0)}${person.presence?.days ? `, ${person.presence.days} dagar` : ""}</td>
            <td data-label="Underskrift">${signed ? html`${moment(signed.signedAt)}<span class="note">${assuranceWord(signed.level)}</span>` : child ? html`<span class="soft">–</span>` : mark("open", "saknas")}</td>
            <td data-label="Barnprövning">${child ? childRecord(person.key, frame) : html`<span class="soft">–</span>`}</td></tr>`;
        })}</tbody></table></div>
      ${analyses(one)}
      <dl class="facts">
        <div><dt>Bostad</dt><dd>${application.home ? tenureWord(application.home.tenure) : "inte uppgett"}</dd></div>
        <div><dt>Personer i hemmet</dt><dd>${application.home?.personsInHome || "inte uppgett"}</dd></div>
        <div><dt>Språk</dt><dd>${languageWord(application.language || "sv")}</dd></div>
        <div><dt>Vill träffa någon</dt><dd>${application.wantsPerson ? mark("open", "ja") : "nej"}</dd></div>
        <div><dt>Ändrat sedan sist</dt><dd>${application.changedSinceLast ? mark("open", "ja") : "nej"}</dd></div>
      </dl>
      ${application.freeText ? html`<h3>Egen text</h3><blockquote dir="auto">${application.freeText}</blockquote>` : nothing}
      ${circumstances.length > 0 ? html`<h3>Uppgett som ja</h3><p>${circumstances.map((name) => html`${mark("open", CIRCUMSTANCES[name] ?? name)} `)}</p>` : nothing}
      ${application.plans.length > 0 ? html`<h3>Planering</h3><ul class="findings">${application.plans.map((plan) => html`<li>${personWord(plan.person, application.persons)}:
        plan ${answeredWord(plan.hasPlan)}${plan.planValid ? ` (${period(plan.planValid)})` : ""}, missad aktivitet ${answeredWord(plan.missedActivity)}, sjuk ${answeredWord(plan.sick)}${
          plan.certificateValid ? `, intyg ${period(plan.certificateValid)}` : plan.sick === Answer.YES ? ", intyg saknas" : ""}</li>`)}</ul>` : nothing}
      ${application.assets.length > 0 ? html`<h3>Uppgivna tillgångar</h3><ul class="findings">${application.assets.map(({ person, value }) => html`<li>${personWord(person, application.persons)}: ${kr(value)}</li>`)}</ul>` : nothing}
    </section>`;
}

const CIRCUMSTANCES: Record<string, string> = {
  acuteNeed: "akut behov", evictionOrRentDebt: "hyresskuld eller avhysning", violence: "våld, hot eller kontroll", student: "studerar", selfEmployed: "eget företag",
  foreignIncome: "inkomst från annat land", guardianOrTrustee: "god man eller förvaltare", benefitPending: "förmån sökt, inte beslutad", openRecovery: "öppet återkrav",
  crimeInvestigation: "utredning om brott", openAppeal: "öppet överklagande", childConcern: "oro för barn", abroadOrInstitution: "utomlands eller på institution",
  interpreterNeeded: "behöver tolk", unreadMessage: "oläst meddelande", discretionaryAid: "söker annat bistånd", benefitNotAppliedFor: "förmån som inte är sökt",
  attachmentOfEarnings: "utmätning", aidElsewhere: "bistånd från annan kommun", surplusExplained: "överskott förklarat", drawnForSample: "draget till stickprov",
  correctsEarlier: "rättar en tidigare ansökan", livesWithParents: "bor hos föräldrar", schoolAbsence: "frånvaro i skolan", lawfulStay: "laglig vistelse",
};

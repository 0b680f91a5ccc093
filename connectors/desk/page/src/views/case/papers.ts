// What has come in, what has been asked for, what was decided, and the months before.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { html, nothing, type TemplateResult } from "lit";

import { dateOf, day, kr, moment, month, period } from "../../core/format.js";
import { nameOf } from "../../core/names.js";
import { wordIn, type Entry } from "../../core/policy.js";
import { channelWord, deciderWord, outcomeWord, personWord } from "../../core/words.js";
import { type Case } from "../../gen/medarbetare/v1/case_pb.js";
import { CompletionState } from "../../gen/medarbetare/v1/contact_pb.js";
import { ActorKind, type HistoryMonth } from "../../gen/medarbetare/v1/history_pb.js";
import { DecisionKind, type Decision } from "../../gen/medarbetare/v1/decision_pb.js";
import { mark, unheard } from "../../parts/marks.js";
import "./letter.js";

const FILES: Record<string, string> = { "application/pdf": "PDF", "image/jpeg": "bild", "image/png": "bild", "image/heic": "bild", "image/tiff": "bild" };

// What is known of a document that came in after the application: what it answers, and what it came too late for.
function late(one: Case, id: string, receivedAt: Timestamp | undefined): TemplateResult {
  const note = one.contact?.documents.find(({ document }) => document === id);
  const [came, applied] = [dateOf(receivedAt), dateOf(one.application?.receivedAt)];
  const asked = new Map((one.contact?.completions ?? []).flatMap(({ items }) => items.map(({ item }) => [item?.code ?? "", item?.text ?? ""])));
  return html`${note?.lateFrom ? html`${mark("open", "sen")} <span class="soft">kom efter beslutet i ${note.lateFrom} och hör därför hit</span>`
    : came && applied && came > applied ? mark("plain", "efter ansökan") : nothing}
    ${note && note.answers.length > 0 ? html`<span class="note">Svar på: ${note.answers.map((code) => asked.get(code) ?? code).join(", ")}</span>` : nothing}
    ${note?.file?.mediaType ? html`<span class="note">${FILES[note.file.mediaType] ?? "fil"}${note.file.pages ? `, ${note.file.pages} ${note.file.pages === 1 ? "sida" : "sidor"}` : ""}</span>` : nothing}`;
}

export function documents(one: Case, kinds: Entry[]): TemplateResult {
  const list = one.application?.documents ?? [];
  const title = (kind: string) => kinds.find(({ code }) => code === kind)?.text ?? kind;
  const open = one.contact?.completions.at(-1)?.state;
  const asked = open === undefined || open === CompletionState.OPEN ? one.completion : undefined;
  return html`
    <section class="part" id="handlingar" aria-labelledby="handlingar-title">
      <h2 id="handlingar-title">Handlingar och kompletteringar</h2>
      <p class="soft">Ansökan kom ${moment(one.application?.receivedAt)} (${channelWord(one.application?.channel ?? 0)}).</p>
      ${list.length === 0 ? html`<p>Inga handlingar.</p>` : html`<ul class="findings">${[...list].reverse().map(({ kind, receivedAt, valid, readable, id }) => html`
        <li><b>${title(kind)}</b> kom ${moment(receivedAt)}${valid ? html`, gäller ${period(valid)}` : nothing} ${readable ? nothing : mark("fail", "går inte att läsa")} ${late(one, id, receivedAt)} <code>${id}</code></li>`)}</ul>`}
      ${asked && asked.items.length > 0 ? html`<h3>Begärt, senast ${day(asked.due)}</h3><ul class="findings">${asked.items.map(({ text, person }) => html`<li>${text}${person ? ` (${personWord(person, one.application?.persons ?? [])})` : ""}</li>`)}</ul>` : nothing}
      ${one.assessment && one.assessment.missingItems.length > 0 ? html`<h3>Saknas enligt beräkningen</h3><ul class="findings">${one.assessment.missingItems.map(({ text, person }) => html`<li>${text}${person ? ` (${personWord(person, one.application?.persons ?? [])})` : ""}</li>`)}</ul>` : nothing}
    </section>`;
}

function months(list: HistoryMonth[]): TemplateResult {
  return html`<div class="wide" tabindex="0" role="region" aria-label="Månaderna före"><table class="cards">
    <caption class="unseen">Månaderna före, den senaste först</caption>
    <thead><tr><th scope="col">Månad</th><th scope="col">Utfall</th><th scope="col" class="num">Beviljat</th><th scope="col">Beslutat av</th></tr></thead>
    <tbody>${list.map((one) => html`<tr><th scope="row">${month(one.month)}${one.otherMunicipality ? html`<span class="note">annan kommun</span>` : nothing}</th>
      <td data-label="Utfall">${outcomeWord(one.outcome)}</td><td class="num" data-label="Beviljat">${kr(one.granted)}${one.surplus ? html`<span class="note">överskott ${kr(one.surplus)}</span>` : nothing}</td>
      <td data-label="Av">${one.decidedBy === ActorKind.WORKER ? "medarbetaren" : "handläggare"}</td></tr>`)}</tbody></table></div>`;
}

const decision = (one: Decision, reasons: Entry[], caseId: string): TemplateResult => html`
  <li><b>${outcomeWord(one.outcome)}, ${kr(one.granted)}</b> ${moment(one.decidedAt)}, ${deciderWord(one.kind)} ${one.kind === DecisionKind.HUMAN ? nameOf(one.decidedBy) : nothing}${one.attestedBy ? html`, attesterat av ${nameOf(one.attestedBy)} ${moment(one.attestedAt)}` : nothing}
    <span class="note">Version ${one.version}. Delegation ${one.delegation || "–"}.${one.payDate ? ` Utbetalas ${day(one.payDate).replace(/\.?$/, ".")}` : ""}</span>
    ${unheard(one, reasons)}
    ${one.motivation ? html`<blockquote dir="auto">${one.motivation}</blockquote>` : nothing}
    ${one.rows.some(({ humanAmount }) => humanAmount) ? html`<ul class="findings">${one.rows.filter(({ humanAmount }) => humanAmount).map(({ label, workerAmount, humanAmount, reason, note }) => html`
      <li>${label}: medarbetaren ${kr(workerAmount)}, handläggaren ${kr(humanAmount)} ${reason ? html`<span class="soft">(${wordIn(reasons, reason)})</span>` : nothing} ${note}</li>`)}</ul>` : nothing}
    <dm-letter .caseId=${caseId} .version=${one.version}></dm-letter></li>`;

export function history(one: Case, reasons: Entry[]): TemplateResult {
  const list = one.suppliedHistory?.months ?? [];
  return html`
    <section class="part" id="historik" aria-labelledby="historik-title">
      <h2 id="historik-title">Beslut och tidigare månader</h2>
      ${one.decisions.length === 0 ? html`<p>Ärendet är inte beslutat.</p>` : html`<ul class="plain decisions">${[...one.decisions].reverse().map((decided) => decision(decided, reasons, one.id))}</ul>`}
      ${list.length === 0 ? html`<p class="soft">Inga tidigare månader är kända.</p>` : html`<h3>Tidigare månader</h3>${months(list.slice(0, 6))}
        ${list.length > 6 ? html`<details><summary>${list.length - 6} månader till</summary>${months(list.slice(6))}</details>` : nothing}`}
    </section>`;
}

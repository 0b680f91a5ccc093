// Small marks. Each says in words what it says in colour.
import { html, nothing, type TemplateResult } from "lit";

import { Verdict } from "../gen/medarbetare/v1/assessment_pb.js";
import { AccessClass, type Decision } from "../gen/medarbetare/v1/decision_pb.js";
import { daysUntil, distance, day, today } from "../core/format.js";
import type { Trouble } from "../core/errors.js";
import { wordIn, type Entry } from "../core/policy.js";
import { accessWord, verdictWord } from "../core/words.js";

const SIGNS: Record<string, string> = { pass: "✓", fail: "✕", open: "?" };
const kindOf = (verdict: Verdict): string => (verdict === Verdict.PASS ? "pass" : verdict === Verdict.FAIL ? "fail" : "open");

export const mark = (kind: "pass" | "fail" | "open" | "plain", text: string): TemplateResult =>
  html`<span class="mark ${kind}">${SIGNS[kind] ? html`<span aria-hidden="true">${SIGNS[kind]} </span>` : nothing}${text}</span>`;

export const verdictMark = (verdict: Verdict): TemplateResult => mark(kindOf(verdict) as "pass", verdictWord(verdict));

// A lock, drawn: fonts without the sign show a box instead.
export const lock = (label = ""): TemplateResult => html`<svg class="lock" viewBox="0 0 12 14" role=${label ? "img" : nothing} aria-label=${label || nothing} aria-hidden=${label ? nothing : "true"}>
  <path d="M3 6V4a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.6"/><rect x="1.2" y="6" width="9.6" height="7" rx="1.4" fill="currentColor"/></svg>`;

export const accessMark = (access: AccessClass): TemplateResult | typeof nothing =>
  access === AccessClass.RESTRICTED || access === AccessClass.NAMED_PERSONS
    ? html`<span class="mark restricted">${lock()} ${accessWord(access)}</span>`
    : nothing;

// A day that matters: how far away it is first, then which day it is.
export function deadline(date: string): TemplateResult {
  if (date === "") return html`<span class="soft">ingen sista dag</span>`;
  const days = daysUntil(date, today());
  const urgency = days < 0 ? "late" : days <= 1 ? "now" : days <= 3 ? "soon" : "";
  return html`<span class="deadline ${urgency}"><b>${days < 0 ? "försenat, " : ""}${distance(date)}</b> <time datetime=${date}>${day(date)}</time></span>`;
}

// Why the household was not heard before a decision against it (FL 25): who attests it and who reads it afterwards is to know.
export const unheard = ({ communicationException }: Decision, reasons: Entry[]): TemplateResult | typeof nothing =>
  communicationException === "" ? nothing : html`<p>${mark("open", "inte kommunicerat")} Undantag: ${wordIn(reasons, communicationException)}</p>`;

export const troubleBox = (trouble: Trouble | undefined, more: TemplateResult | typeof nothing = nothing): TemplateResult | typeof nothing =>
  trouble === undefined
    ? nothing
    : html`<div class="trouble" role="alert">
        <p><strong>${trouble.text}</strong></p>
        ${trouble.field || trouble.reason ? html`<details><summary>Tekniska uppgifter</summary><p class="soft" lang="en"><code>${[trouble.reason, trouble.field].filter(Boolean).join(" · ")}</code> ${trouble.words}. ${trouble.remedy}</p></details>` : nothing}
        ${more}
      </div>`;

// "Varför är det här hos mig": the reasons in words, then every gate and trigger, the unusual first.
import { html, nothing, type TemplateResult } from "lit";

import { told } from "../../core/reasons.js";
import { personWord } from "../../core/words.js";
import { Verdict, type Assessment, type Finding } from "../../gen/medarbetare/v1/assessment_pb.js";
import type { Case } from "../../gen/medarbetare/v1/case_pb.js";
import type { Escalation } from "../../gen/medarbetare/v1/escalation_pb.js";
import { ExplanationSection, type ExplanationNode } from "../../gen/medarbetare/v1/explanation_pb.js";
import type { PersonRole } from "../../gen/medarbetare/v1/household_pb.js";
import { mark, verdictMark } from "../../parts/marks.js";

const RANK: Partial<Record<Verdict, number>> = { [Verdict.FAIL]: 0, [Verdict.UNKNOWN]: 1, [Verdict.PASS]: 2 };

// The title of a gate, trigger or check: the explanation has it.
export function titles(nodes: ExplanationNode[]): Map<string, string> {
  const sections = [ExplanationSection.GATES, ExplanationSection.TRIGGERS, ExplanationSection.CHECKS, ExplanationSection.TYPFALL];
  return new Map(nodes.filter(({ parentId, section, code }) => parentId === "" && code !== "" && sections.includes(section)).map(({ code, label }) => [code, label]));
}

type Persons = { key: string; role: PersonRole }[];

// Whom a sentence is about, where it does not say so itself.
const about = (person: string, text: string, persons: Persons): TemplateResult | typeof nothing =>
  person && !text.includes(personWord(person, persons)) ? html` <span class="soft">(${personWord(person, persons)})</span>` : nothing;

const findings = (list: Finding[], persons: Persons): TemplateResult =>
  html`<ul class="findings">${list.map(({ text, code, person }) => html`<li>${text}${about(person, text, persons)} <code>${code}</code></li>`)}</ul>`;

function gates(assessment: Assessment, names: Map<string, string>, persons: Persons): TemplateResult {
  const sorted = [...assessment.gates].sort((a, b) => (RANK[a.verdict] ?? 1) - (RANK[b.verdict] ?? 1));
  const passed = sorted.filter(({ verdict }) => verdict === Verdict.PASS);
  const rest = sorted.filter(({ verdict }) => verdict !== Verdict.PASS);
  const row = ({ gate, verdict, findings: found }: (typeof sorted)[number]) => html`
    <li class="gate">${verdictMark(verdict)} <span class="code">${gate}</span> <span>${names.get(gate) ?? ""}</span>${found.length > 0 ? findings(found, persons) : nothing}</li>`;
  return html`
    <h3>Kontroller: ${rest.length === 0 ? "alla godkända" : `${rest.length} av ${sorted.length} är inte godkända`}</h3>
    ${rest.length > 0 ? html`<ul class="plain">${rest.map(row)}</ul>` : nothing}
    <details><summary>${passed.length} godkända kontroller</summary><ul class="plain">${passed.map(row)}</ul></details>`;
}

export function why(one: Case, item: Escalation, nodes: ExplanationNode[]): TemplateResult {
  const names = titles(nodes);
  const reasons = told(item.routing?.reasons ?? []);
  const persons = one.application?.persons ?? [];
  const { assessment } = one;
  return html`
    <section class="part" id="varfor" aria-labelledby="varfor-title">
      <h2 id="varfor-title">Varför är det här hos mig?</h2>
      <ul class="reasons">${reasons.map(({ text, codes, person, routine }) => html`
        <li class=${routine ? "routine" : ""}><span>${text}</span>${about(person, text, persons)}
          <code>${codes.join(" ")}</code></li>`)}</ul>
      ${one.parkedReason ? html`<p>${mark("open", "Tekniskt stopp")} <code>${one.parkedReason}</code></p>` : nothing}
      ${assessment ? gates(assessment, names, persons) : html`<p>${mark("open", "inte beräknat")} Ärendet har ingen beräkning ännu.</p>`}
      ${assessment && assessment.triggers.length > 0
        ? html`<details><summary>${assessment.triggers.length} ${assessment.triggers.length === 1 ? "signal" : "signaler"} med kö</summary><ul class="plain">${assessment.triggers.map(({ trigger, queue, findings: found }) => html`
            <li class="gate">${mark("open", "signal")} <span class="code">${trigger}</span> <span>${names.get(trigger) ?? ""}</span> <span class="soft">till ${queue}</span>${findings(found, persons)}</li>`)}</ul></details>`
        : nothing}
      ${assessment && assessment.information.length > 0
        ? html`<h3>Att känna till</h3>${findings(assessment.information, persons)}`
        : nothing}
    </section>`;
}

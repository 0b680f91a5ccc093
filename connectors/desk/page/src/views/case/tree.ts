// How the amount came to be: the worker's own explanation, opened branch by branch.
import { html, nothing, type TemplateResult } from "lit";

import { kr } from "../../core/format.js";
import { verdictMark } from "../../parts/marks.js";
import { Verdict } from "../../gen/medarbetare/v1/assessment_pb.js";
import { ExplanationSection, type Counterfactual, type ExplanationNode } from "../../gen/medarbetare/v1/explanation_pb.js";

const SHOWN: [ExplanationSection, string][] = [
  [ExplanationSection.RESULT, "Beloppet"],
  [ExplanationSection.PREVIOUS, "Förra månaden med dagens regler"],
  [ExplanationSection.CHECKS, "Namngivna kontroller"],
  [ExplanationSection.TYPFALL, "Typfallens villkor"],
];

function branch(node: ExplanationNode, children: Map<string, ExplanationNode[]>, depth: number): TemplateResult {
  const below = children.get(node.id) ?? [];
  const head = html`<span class="label">${node.label}</span>
    ${node.amount ? html`<b class="num">${kr(node.amount)}</b>` : nothing}${node.value ? html` <span class="soft">${node.value}</span>` : nothing}
    ${node.verdict !== Verdict.UNSPECIFIED ? verdictMark(node.verdict) : nothing}`;
  const why = html`${node.why ? html`<p>${node.why}</p>` : nothing}
    ${node.sources.length > 0 ? html`<p class="soft">${node.sources.map(({ citation }) => citation).join("; ")}${node.rule ? html` <code>${node.rule}</code>` : nothing}</p>` : nothing}`;
  if (below.length === 0 && !node.why && node.sources.length === 0) return html`<li>${head}</li>`;
  return html`<li><details ?open=${depth === 0 && node.section === ExplanationSection.RESULT}><summary>${head}</summary>${why}
    ${below.length > 0 ? html`<ul class="tree">${below.map((one) => branch(one, children, depth + 1))}</ul>` : nothing}</details></li>`;
}

export function tree(nodes: ExplanationNode[], changes: Counterfactual[], loading: boolean): TemplateResult {
  const children = new Map<string, ExplanationNode[]>();
  for (const node of nodes) children.set(node.parentId, [...(children.get(node.parentId) ?? []), node]);
  const roots = children.get("") ?? [];
  return html`
    <section class="part" id="forklaring" aria-labelledby="forklaring-title">
      <h2 id="forklaring-title">Förklaring</h2>
      ${nodes.length === 0 ? html`<p class="soft">${loading ? "Hämtar …" : "Det finns ingen förklaring ännu."}</p>` : nothing}
      ${SHOWN.map(([section, title]) => {
        const top = roots.filter((one) => one.section === section);
        const list = (some: ExplanationNode[]) => html`<ul class="tree">${some.map((one) => branch(one, children, 0))}</ul>`;
        // What does not concern the case stands behind a click.
        const aside = top.filter(({ verdict }) => section === ExplanationSection.CHECKS ? verdict === Verdict.UNSPECIFIED : section === ExplanationSection.TYPFALL && verdict !== Verdict.PASS);
        const first = top.filter((one) => !aside.includes(one));
        return top.length === 0 ? nothing : html`<h3>${title}</h3>${first.length > 0 ? list(first) : nothing}
          ${aside.length > 0 ? html`<details><summary>${aside.length} ${section === ExplanationSection.CHECKS ? "kontroller som inte är gjorda" : "typfall som inte stämmer"}</summary>${list(aside)}</details>` : nothing}`;
      })}
      ${changes.length > 0 ? html`<h3>Det minsta som hade ändrat något</h3><ul class="findings">${changes.map(({ text }) => html`<li>${text}</li>`)}</ul>` : nothing}
    </section>`;
}

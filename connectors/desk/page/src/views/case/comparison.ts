// The four columns. What differs comes first and is marked with a sign, a word and a colour.
import { html, nothing, type TemplateResult } from "lit";

import type { Cell, Line } from "../../core/compare.js";
import { mark } from "../../parts/marks.js";

const cell = (label: string, { text, kind, note }: Cell): TemplateResult => html`
  <td data-label=${label} class="cell ${kind}">${kind === "unknown" ? mark("open", "okänt") : text}${note ? html`<span class="note">${note}</span>` : nothing}</td>`;

const row = (line: Line): TemplateResult => html`
  <tr class=${line.differs.length > 0 ? "differs" : ""}>
    <th scope="row">${line.label}</th>
    ${cell("Uppgett", line.declared)}${cell("Register", line.register)}${cell("Ram", line.frame)}${cell("Förra månaden", line.previous)}
    <td data-label="Skillnad">${line.differs.length > 0
      ? line.differs.map((text) => html`<span class="differ"><span aria-hidden="true">≠ </span>${text}</span>`)
      : html`<span class="same"><span aria-hidden="true">=</span><span class="unseen">ingen skillnad</span></span>`}</td>
  </tr>`;

export function comparison(lines: Line[]): TemplateResult {
  const sorted = [...lines].sort((a, b) => Number(b.differs.length > 0) - Number(a.differs.length > 0));
  const count = lines.filter(({ differs }) => differs.length > 0).length;
  return html`
    <section class="part" id="jamforelse" aria-labelledby="jamforelse-title">
      <h2 id="jamforelse-title">Uppgett, register, ram och förra månaden</h2>
      <p class="soft">${count === 0 ? "Inget skiljer." : `${count} av ${lines.length} rader skiljer.`} En skillnad är en fråga, inte ett fel.</p>
      <div class="wide" tabindex="0" role="region" aria-label="Jämförelse i fyra led"><table class="cards">
        <caption class="unseen">Jämförelse i fyra led, det som skiljer först</caption>
        <thead><tr><th scope="col">Uppgift</th><th scope="col">Uppgett</th><th scope="col">Register</th><th scope="col">Ram</th><th scope="col">Förra månaden</th>
          <th scope="col">Skillnad</th></tr></thead>
        <tbody>${sorted.map(row)}</tbody>
      </table></div>
    </section>`;
}

// The calculation, line by line: the worker's value, the caseworker's where one is typed, and the one that counts.
import { html, nothing, type TemplateResult } from "lit";

import { changedRows, effective, groupsOf, rowKey, shares, sums, type Draft, type RowGroup } from "../../core/draft.js";
import { kr, krOfOre, typed } from "../../core/format.js";
import type { Entry } from "../../core/policy.js";
import { isSubtracted, personWord } from "../../core/words.js";
import { RowKind, type Assessment, type CalculationRow } from "../../gen/medarbetare/v1/assessment_pb.js";
import type { Application } from "../../gen/medarbetare/v1/application_pb.js";

const GROUPS: [string, RowKind[]][] = [
  ["Riksnorm", [RowKind.NORM_PERSONAL, RowKind.NORM_COMMON]],
  ["Skäliga kostnader", [RowKind.COST]],
  ["Övriga levnadskostnader", [RowKind.EXTRA_COST]],
  ["Inkomster och tillgångar", [RowKind.INCOME, RowKind.ASSET]],
];

// Which reasons fit a row of the kind; what is put right fits each.
const COSTS = /^(COST|ROW)\./;
const KINDS: Partial<Record<RowKind, RegExp>> = {
  [RowKind.INCOME]: /^(INCOME|ROW)\./, [RowKind.ASSET]: /^(ASSET|ROW)\./, [RowKind.NORM_PERSONAL]: /^(NORM|ROW)\./, [RowKind.NORM_COMMON]: /^(NORM|ROW)\./,
};

export interface Editing {
  draft: Draft;
  reasons: Entry[]; // that a person may give for a row
  granted: bigint | undefined; // by the worker, rounded as the rules say
  changed: () => void;
}

function editor(group: RowGroup, { draft, reasons, changed }: Editing): TemplateResult {
  const { key, kind, rows } = group;
  const label = rows.length > 1 ? `${group.label}, ${rows.length} rader tillsammans` : group.label;
  const edited = draft.rows.get(key);
  const offered = reasons.filter(({ code }) => (KINDS[kind] ?? COSTS).test(code));
  const id = `row-${key.replace(/[^a-z0-9]/gi, "-")}`;
  if (edited === undefined) {
    return html`<button type="button" class="small" data-row=${key} @click=${() => {
      draft.rows.set(key, { text: typed(group.amount), reason: offered.some(({ code }) => code === rows[0]?.reason) ? rows[0]!.reason : "", note: "" });
      changed();
      requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`#${id}`)?.select());
    }}>Ändra<span class="unseen"> ${label}</span></button>`;
  }
  const own = effective(group, draft);
  const set = (part: Partial<typeof edited>) => {
    draft.rows.set(key, { ...edited, ...part });
    changed();
  };
  const value = (event: Event) => (event.target as HTMLInputElement).value;
  return html`
    <div class="editor">
      ${rows.length > 1 ? html`<span class="note">${rows.length} rader tillsammans</span>` : nothing}
      <label for=${id} class="unseen">Ditt belopp för ${label}</label>
      <input id=${id} inputmode="decimal" autocomplete="off" size="9" .value=${edited.text} aria-invalid=${own === undefined ? "true" : "false"}
        @input=${(event: Event) => set({ text: value(event) })}>
      ${own === undefined ? html`<span class="hint" role="alert">Skriv ett belopp i kronor, till exempel 4 904.</span>` : nothing}
      <label><span class="unseen">Skäl för ${label}</span>
        <select @change=${(event: Event) => set({ reason: value(event) })}>
          <option value="" ?selected=${edited.reason === ""}>Välj skäl …</option>
          ${offered.map(({ code, text }) => html`<option value=${code} ?selected=${edited.reason === code}>${text}</option>`)}
        </select></label>
      <label><span class="unseen">Mening till den sökande om ${label}</span>
        <input type="text" maxlength="1000" placeholder="Mening till den sökande" autocomplete="off" .value=${edited.note} @input=${(event: Event) => set({ note: value(event) })}></label>
      <button type="button" class="small quiet" @click=${() => {
        draft.rows.delete(key);
        changed();
      }}>Ångra<span class="unseen"> ändringen av ${label}</span></button>
    </div>`;
}

function line(row: CalculationRow, group: RowGroup, application: Application | undefined, editing: Editing | undefined): TemplateResult {
  const changed = editing?.draft.rows.has(group.key) ?? false;
  const all = effective(group, editing?.draft);
  const at = group.rows.indexOf(row);
  const own = !changed ? (row.amount?.ore ?? 0n) : all === undefined ? undefined : shares(group, all)[at];
  const sign = isSubtracted(row.kind) ? "−" : "";
  const who = personWord(row.person, application?.persons ?? []);
  const label = html`${row.label}${who && !row.label.includes(who) ? html`, ${who.toLowerCase()}` : nothing}`;
  const less = row.applied !== undefined && own !== undefined && own < row.applied.ore;
  return html`
    <tr class=${changed ? "changed" : ""}>
      <th scope="row">${row.why ? html`<details class="line"><summary>${label}</summary><p>${row.why}</p>
        <p class="soft">${row.sources.map(({ citation }) => citation).join("; ")} <code>${row.rule}</code></p></details>` : label}</th>
      <td class="num" data-label="Sökt">${row.applied ? kr(row.applied) : nothing}</td>
      <td class="num" data-label="Medarbetaren">${sign}${kr(row.amount, "okänt")}</td>
      ${editing ? html`<td data-label="Ditt värde">${at === 0 ? editor(group, editing) : html`<span class="soft">med ${group.rows.length === 2 ? "raden" : "raderna"} ovan</span>`}</td>` : nothing}
      <td class="num effective" data-label="Gäller">${own === undefined ? "–" : html`${sign}${krOfOre(own)}`}${less ? html` <span class="mark open">mindre än sökt</span>` : nothing}${changed ? html` <span class="mark child">ändrad</span>` : nothing}</td>
    </tr>`;
}

export function calculation(assessment: Assessment | undefined, application: Application | undefined, editing: Editing | undefined): TemplateResult {
  if (assessment === undefined || !assessment.computable) {
    return html`<section class="part" id="berakning" aria-labelledby="berakning-title"><h2 id="berakning-title">Beräkning</h2>
      <p><span class="mark open">? går inte att räkna</span> ${assessment?.undetermined.length ? html`Det här saknas: <code>${assessment.undetermined.join(", ")}</code>` : "Ärendet är inte beräknat."}</p></section>`;
  }
  const draft = editing?.draft;
  const own = draft !== undefined && changedRows(assessment, draft) > 0;
  const grant = editing?.granted ?? (own ? sums(assessment, draft)?.grant : assessment.grant?.ore);
  const columns = editing ? 5 : 4;
  const groups = new Map(groupsOf(assessment.rows).map((group) => [group.key, group]));
  return html`
    <section class="part" id="berakning" aria-labelledby="berakning-title">
      <h2 id="berakning-title">Beräkning</h2>
      <div class="wide" tabindex="0" role="region" aria-label="Beräkningens rader"><table class="cards calc">
        <caption class="unseen">Beräkningens rader</caption>
        <thead><tr><th scope="col">Rad</th><th scope="col" class="num">Sökt</th><th scope="col" class="num">Medarbetaren</th>
          ${editing ? html`<th scope="col">Ditt värde</th>` : nothing}<th scope="col" class="num">Gäller</th></tr></thead>
        ${GROUPS.map(([title, kinds]) => {
          const rows = assessment.rows.filter(({ kind }) => kinds.includes(kind));
          return rows.length === 0 ? nothing : html`<tbody>
            <tr class="group"><th colspan=${columns} scope="rowgroup">${title}</th></tr>
            ${rows.map((row) => line(row, groups.get(rowKey(row))!, application, editing))}</tbody>`;
        })}
        <tfoot><tr class="total"><th scope="row" colspan=${columns - 2}>Att bevilja</th>
          <td class="num"><span class="soft">Medarbetaren ${kr(assessment.grant)}</span></td>
          <td class="num" data-label="Gäller">${grant === undefined ? "–" : krOfOre(grant)}</td></tr></tfoot>
      </table></div>
      ${assessment.previousRecomputed ? html`<p class="soft">Förra månaden med dagens regler: ${kr(assessment.previousRecomputed)}.</p>` : nothing}
    </section>`;
}

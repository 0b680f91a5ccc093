// Rows that a person adds, fills in and takes away: one small table for each list of a message.
import { html, nothing, type TemplateResult } from "lit";

import { masked, oreOf, typed } from "../core/format.js";
import { valueOf } from "./form.js";

export interface Option {
  code: string;
  text: string;
}

export interface Column {
  name: string;
  label: string;
  kind: "select" | "code" | "money" | "date" | "text" | "number" | "masked"; // code: a select over numbers of an enum; masked: shown, not changed
  options?: Option[];
  hint?: string;
}

// A row as it is typed: text in each field, by name. "a.b" is a field of a field.
export type Typed = Record<string, string>;

const at = (row: Record<string, unknown>, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], row);

export function typedOf(row: object, columns: Column[]): Typed {
  return Object.fromEntries(columns.map(({ name, kind }) => {
    const value = at(row as Record<string, unknown>, name);
    if (value === undefined || value === null) return [name, ""];
    if (kind === "money") return [name, typed((value as { ore: bigint }).ore)];
    return [name, value === 0 ? "" : `${value as string | number}`];
  }));
}

// The message of a row; undefined in a field that was left empty.
export function messageOf(row: Typed, columns: Column[]): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const { name, kind } of columns) {
    const text = (row[name] ?? "").trim();
    const value = text === "" ? undefined : kind === "money" ? { ore: oreOf(text) ?? 0n } : kind === "code" || kind === "number" ? Number(text) : text;
    if (value === undefined) continue;
    const parts = name.split(".");
    const last = parts.pop()!;
    const inner = parts.reduce<Record<string, unknown>>((into, part) => (into[part] ??= {}) as Record<string, unknown>, message);
    inner[last] = value;
  }
  return message;
}

export function faultsOf(rows: Typed[], columns: Column[], title: string): string[] {
  return rows.flatMap((row, index) => columns.filter(({ name, kind }) => {
    const text = (row[name] ?? "").trim();
    if (text === "") return false;
    return kind === "money" ? oreOf(text) === undefined : kind === "number" ? !/^\d{1,5}$/.test(text) : false;
  }).map(({ label, kind }) => `${title}, rad ${index + 1}: ${label.toLowerCase()} ska vara ${kind === "money" ? "ett belopp i kronor" : "ett helt tal"}.`));
}

export function cell(id: string, column: Column, row: Typed, change: () => void, unseenLabel: string): TemplateResult {
  const { name, kind, options } = column;
  const value = row[name] ?? "";
  if (kind === "masked" && value !== "") return html`<span class="number">${masked(value)}</span>`;
  const set = (event: Event) => {
    row[name] = valueOf(event);
    change();
  };
  return html`<label for=${id} class="unseen">${unseenLabel}</label>${kind === "select" || kind === "code"
    ? html`<select id=${id} @change=${set}><option value="" ?selected=${value === ""}>–</option>
        ${value !== "" && !options?.some(({ code }) => code === value) ? html`<option value=${value} selected>${value}</option>` : nothing}
        ${(options ?? []).map(({ code, text }) => html`<option value=${code} ?selected=${code === value}>${text}</option>`)}</select>`
    : html`<input id=${id} type=${kind === "date" ? "date" : "text"} inputmode=${kind === "money" ? "decimal" : kind === "number" ? "numeric" : nothing} size=${kind === "text" ? 16 : 8}
        maxlength="200" autocomplete="off" .value=${value} @input=${set} aria-invalid=${value !== "" && kind === "money" && oreOf(value) === undefined ? "true" : "false"}>`}`;
}

export function rowsEditor(id: string, title: string, add: string, columns: Column[], rows: Typed[], change: () => void, hint = ""): TemplateResult {
  return html`
    <fieldset class="rows-editor"><legend>${title}</legend>
      ${hint ? html`<p class="soft">${hint}</p>` : nothing}
      ${rows.length > 0 ? html`<div class="wide" tabindex="0" role="region" aria-label=${title}><table class="cards">
        <caption class="unseen">${title}</caption>
        <thead><tr>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}<th scope="col"><span class="unseen">Ta bort</span></th></tr></thead>
        <tbody>${rows.map((row, index) => html`<tr>${columns.map((column) => html`<td data-label=${column.label}>${cell(`${id}-${index}-${column.name.replace(".", "-")}`, column, row, change, `${title}, rad ${index + 1}: ${column.label}`)}</td>`)}
          <td><button type="button" class="small quiet" @click=${() => {
            rows.splice(index, 1);
            change();
          }}>Ta bort<span class="unseen"> rad ${index + 1} av ${title}</span></button></td></tr>`)}</tbody></table></div>` : html`<p class="soft">Inga.</p>`}
      <button type="button" class="small" @click=${() => {
        rows.push(Object.fromEntries(columns.map(({ name }) => [name, ""])));
        change();
      }}>${add}</button>
    </fieldset>`;
}

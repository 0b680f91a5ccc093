// A form in a box over the page: what it needs, what went wrong, one call with one request id. What is typed stays until the call is answered.
import { html, nothing, type TemplateResult } from "lit";

import { newRequestId } from "../core/api.js";
import { View } from "../core/element.js";
import { troubleOf, type Trouble } from "../core/errors.js";
import { say } from "../core/say.js";
import { troubleBox } from "./marks.js";

export abstract class Form extends View {
  static override properties: Record<string, object> = { trouble: { state: true }, busy: { state: true } };
  protected trouble: Trouble | undefined;
  protected busy = false;
  private requestId = "";
  private wasOpen: HTMLElement | null = null;

  protected abstract heading(): string;
  protected abstract verb(): string;
  protected abstract fields(): TemplateResult;
  protected abstract needs(): string[];
  // Makes the call; answers what happened, for the live region.
  protected abstract send(requestId: string): Promise<string>;
  protected clear(): void {}
  protected opened(): void {}

  open(): void {
    this.wasOpen = document.activeElement as HTMLElement | null;
    this.trouble = undefined;
    this.opened();
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector("dialog")?.showModal());
  }

  close(): void {
    this.querySelector("dialog")?.close();
    this.wasOpen?.focus();
  }

  // Changes what is typed: another call from here on.
  protected set(part: Partial<this>): void {
    Object.assign(this, part);
    this.requestId = "";
    this.requestUpdate();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.needs().length > 0 || this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    this.requestId ||= newRequestId();
    try {
      const said = await this.send(this.requestId);
      this.requestId = "";
      this.clear();
      this.close();
      say(said);
      this.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: said }));
    } catch (error) {
      this.trouble = troubleOf(error);
      if (!this.trouble.again) this.requestId = "";
      if (this.trouble.stale) this.dispatchEvent(new CustomEvent("stale", { bubbles: true }));
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  override render(): TemplateResult {
    const needs = this.needs();
    const id = `${this.localName}-title`;
    return html`
      <dialog aria-labelledby=${id}>
        <form @submit=${(event: Event) => this.submit(event)}>
          <h2 id=${id}>${this.heading()}</h2>
          ${troubleBox(this.trouble)}
          ${this.fields()}
          ${needs.length > 0 ? html`<div class="needs"><p>Kvar att fylla i:</p><ul>${needs.map((need) => html`<li>${need}</li>`)}</ul></div>` : nothing}
          <div class="actions"><button class="main" ?disabled=${needs.length > 0} aria-disabled=${this.busy}>${this.verb()}</button>
            <button type="button" @click=${() => this.close()}>Avbryt</button></div>
        </form>
      </dialog>`;
  }
}

export const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
export const checkedOf = (event: Event): boolean => (event.target as HTMLInputElement).checked;

interface Field {
  id: string;
  label: string;
  value: string;
  set: (value: string) => void;
  hint?: string;
  type?: string;
  rows?: number;
  max?: number;
  options?: { code: string; text: string }[];
}

export function field({ id, label, value, set, hint, type = "text", rows, max = 400, options }: Field): TemplateResult {
  const change = (event: Event) => set(valueOf(event));
  return html`
    <p class="field"><label for=${id}>${label}${hint ? html` <span class="hint">${hint}</span>` : nothing}</label>
      ${options
        ? html`<select id=${id} @change=${change}><option value="" ?selected=${value === ""}>Välj …</option>
            ${options.map(({ code, text }) => html`<option value=${code} ?selected=${code === value}>${text}</option>`)}</select>`
        : rows
          ? html`<textarea id=${id} rows=${rows} maxlength=${max} .value=${value} @input=${change}></textarea>`
          : html`<input id=${id} type=${type} maxlength=${max} autocomplete="off" .value=${value} @input=${change}>`}</p>`;
}

// The delegation: the person's own where the staff list has them, else typed.
export const mandateField = (id: string, value: string, own: { reference: string }[], set: (value: string) => void): TemplateResult =>
  field({ id, label: "Delegation", hint: "nämndens beslut", value, set, max: 200, ...(own.length > 0 ? { options: own.map(({ reference }) => ({ code: reference, text: reference })) } : {}) });

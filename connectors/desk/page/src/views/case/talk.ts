// A part of the case in which people tell each other something: a text to write, a call, what came of it.
import { html, type TemplateResult } from "lit";

import { View } from "../../core/element.js";
import { troubleOf, type Trouble } from "../../core/errors.js";
import { say } from "../../core/say.js";
import { field } from "../../parts/form.js";

export abstract class Talk extends View {
  static override properties: Record<string, object> = { answers: { state: true }, trouble: { state: true }, busy: { state: true } };
  protected answers: Record<string, string> = {};
  protected trouble: Trouble | undefined;
  protected busy = false;

  protected async run(said: string, call: () => Promise<unknown>, key: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await call();
      this.trouble = undefined;
      this.answers = { ...this.answers, [key]: "" };
      say(said);
      this.dispatchEvent(new CustomEvent("acted", { bubbles: true }));
    } catch (error) {
      this.trouble = troubleOf(error);
      if (this.trouble.stale) this.dispatchEvent(new CustomEvent("stale", { bubbles: true }));
    } finally {
      this.busy = false;
    }
  }

  protected answerField(key: string, label: string, button: string, send: (text: string) => Promise<unknown>, said: string, ready = true): TemplateResult {
    const text = this.answers[key] ?? "";
    return html`${field({ id: `answer-${key}`, label, rows: 2, max: 4000, value: text, set: (value) => {
      this.answers = { ...this.answers, [key]: value };
      this.trouble = undefined;
    } })}
      <div class="actions"><button type="button" class="small" ?disabled=${text.trim() === "" || !ready} aria-disabled=${this.busy} @click=${() => this.run(said, () => send(text.trim()), key)}>${button}</button></div>`;
  }
}

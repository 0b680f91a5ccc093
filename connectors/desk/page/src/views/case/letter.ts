// The letter of a decision, as the household gets it: read when somebody asks for it, as that is recorded.
import { html, nothing, type TemplateResult } from "lit";

import { decisions } from "../../core/api.js";
import { View } from "../../core/element.js";
import { troubleOf, type Trouble } from "../../core/errors.js";
import { LetterForm } from "../../gen/medarbetare/v1/decision_service_pb.js";
import { troubleBox } from "../../parts/marks.js";

const KEEP_MS = 60_000; // a file that has been handed to the browser is let go of

export class LetterPart extends View {
  static override properties = { caseId: { attribute: false }, version: { attribute: false }, open: { attribute: false }, content: { attribute: false }, text: { state: true }, trouble: { state: true } };
  caseId = "";
  version = 0; // 0: the one that waits for attest, else the last
  open = false; // read at once
  content = ""; // hash of the decision that the letter is of: another decision has another letter
  private text: string | undefined;
  private trouble: Trouble | undefined;
  private of = "";

  override willUpdate(): void {
    const of = `${this.caseId}/${this.version}/${this.content}`;
    if (of === this.of) return;
    this.of = of;
    this.text = undefined;
    this.trouble = undefined;
    if (this.open) void this.read();
  }

  private async read(): Promise<void> {
    const of = this.of;
    try {
      const { content } = await decisions.getLetter({ caseId: this.caseId, decisionVersion: this.version, form: LetterForm.TEXT });
      if (of === this.of) this.text = new TextDecoder().decode(content);
    } catch (error) {
      if (of === this.of) this.trouble = troubleOf(error);
    }
  }

  private async save(): Promise<void> {
    try {
      const { content, mediaType } = await decisions.getLetter({ caseId: this.caseId, decisionVersion: this.version, form: LetterForm.PDF });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([new Uint8Array(content)], { type: mediaType }));
      link.download = `${this.caseId}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  }

  override render(): TemplateResult {
    return html`
      ${troubleBox(this.trouble)}
      ${this.text === undefined ? nothing : html`<details open><summary>Brevet till den sökande</summary><pre class="letter" tabindex="0">${this.text}</pre></details>`}
      <div class="actions">${this.text === undefined ? html`<button type="button" class="small" @click=${() => this.read()}>Läs brevet</button>` : nothing}
        <button type="button" class="small" @click=${() => this.save()}>Hämta brevet som PDF</button></div>`;
  }
}

customElements.define("dm-letter", LetterPart);

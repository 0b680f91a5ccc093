// What every view is: a lit element without a shadow, so that one style sheet, labels and the browser's own search reach all of the page.
import { LitElement } from "lit";

import { namesKnown } from "./names.js";

export abstract class View extends LitElement {
  private readonly anew = (): void => this.requestUpdate();
  private questions = 0;

  // Answers come in any order: says of one asked for now whether nothing has been asked for since.
  protected latest(): () => boolean {
    const mine = ++this.questions;
    return () => mine === this.questions;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    namesKnown.addEventListener("known", this.anew);
  }

  override disconnectedCallback(): void {
    namesKnown.removeEventListener("known", this.anew);
    super.disconnectedCallback();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

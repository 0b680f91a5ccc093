// What every view is: a lit element without a shadow, so that one style sheet, labels and the browser's own search reach all of the page.
import { LitElement } from "lit";

export abstract class View extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

// Sign-in: the ways that the gateway offers. A second sign-in in the middle of work lies over the page and leaves it as it is.
import { html, nothing, type TemplateResult } from "lit";

import { View } from "../core/element.js";
import { developmentPersons, signInAs, signInByCertificate, type Person, type Session } from "../core/session.js";

export class SignIn extends View {
  static override properties = { ways: { attribute: false }, again: { attribute: false }, persons: { state: true }, trouble: { state: true } };
  ways: string[] = [];
  again = false;
  persons: Person[] = [];
  trouble = "";

  override connectedCallback(): void {
    super.connectedCallback();
    if (new URLSearchParams(location.search).get("signin") === "failed") this.trouble = "Inloggningen lyckades inte. Försök igen.";
    if (this.ways.includes("development")) void developmentPersons().then((persons) => (this.persons = persons));
  }

  private async done(attempt: Promise<Session>): Promise<void> {
    try {
      this.dispatchEvent(new CustomEvent("signed-in", { detail: await attempt }));
    } catch {
      this.trouble = "Inloggningen lyckades inte. Finns du i personallistan? Fråga arbetsledaren.";
    }
  }

  override render(): TemplateResult {
    return html`
      <h1>${this.again ? "Logga in igen" : "Medarbetare"}</h1>
      <p>${this.again ? "Tiden gick ut. Det du har skrivit står kvar." : "Ekonomiskt bistånd: köer, ärenden och beslut."}</p>
      ${this.trouble ? html`<p role="alert" class="trouble">${this.trouble}</p>` : nothing}
      <div class="ways">
        ${this.ways.includes("certificate")
          ? html`<button type="button" class="main" @click=${() => this.done(signInByCertificate())}>Logga in med tjänstekort</button>`
          : nothing}
        ${this.ways.includes("oidc") ? html`<a class="button main" href="/desk/sign-in/oidc">Logga in med kommunens konto</a>` : nothing}
        ${this.ways.includes("development")
          ? html`<h2>Utvecklingsinloggning</h2>
            ${this.persons.map(({ userId, name }) => html`<button type="button" data-user=${userId} @click=${() => this.done(signInAs(userId))}>${name || userId}</button>`)}`
          : nothing}
        ${this.ways.length === 0 ? html`<p role="alert">Det finns inget sätt att logga in. Tala med drift.</p>` : nothing}
      </div>`;
  }
}

customElements.define("dm-sign-in", SignIn);

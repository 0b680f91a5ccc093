// The frame of the page: sign-in, head, ways, the view that the address names, help, and what is said aloud.
import { html, nothing, type TemplateResult } from "lit";

import { signedOut } from "../core/api.js";
import { View } from "../core/element.js";
import { allKeys, keysOn, switchKeys, useKeys } from "../core/keys.js";
import { go, routeOf, type Route } from "../core/route.js";
import { isLeader, isOperator, isReviewer, readSession, signOut, type Session } from "../core/session.js";
import { say } from "../core/say.js";
import "./sign_in.js";
import "./compare.js";
import "./load.js";
import "./operations.js";
import "./queue.js";
import "./review.js";
import "./case.js";

export class Desk extends View {
  static override properties = { route: { state: true }, session: { state: true }, ways: { state: true }, help: { state: true }, failed: { state: true }, away: { state: true } };
  route: Route = routeOf(location.hash);
  session: Session | undefined;
  ways: string[] | undefined;
  failed = false;
  private away = false; // signed out while views are open: they stay with what was typed in them, and nobody sees them
  private wasAt: HTMLElement | null = null; // where the person stood then
  private stop = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.moved);
    signedOut.addEventListener("ended", this.ended);
    this.stop = useKeys([
      { key: "?", text: "Visa den här hjälpen", run: () => this.openHelp() },
      { key: "g", text: "Till kön", run: () => go("#/") },
      { key: "m", text: "Till mina ärenden", run: () => go("#/mina") },
    ]);
    void this.begin();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("hashchange", this.moved);
    signedOut.removeEventListener("ended", this.ended);
    this.stop();
    super.disconnectedCallback();
  }

  private moved = (): void => {
    this.route = routeOf(location.hash);
    void this.updateComplete.then(() => document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true }));
  };

  private ended = (): void => {
    if (this.away) return;
    this.away = true;
    this.wasAt = document.activeElement as HTMLElement | null;
    say("");
    void this.begin();
  };

  private async begin(): Promise<void> {
    try {
      const answer = await readSession();
      this.failed = false;
      if ("session" in answer) this.signedIn(answer.session);
      else this.ways = answer.ways;
    } catch {
      this.failed = true;
    }
  }

  private signedIn(session: Session): void {
    // Another person at the same machine begins with an empty page.
    if (this.session !== undefined && this.session.person.userId !== session.person.userId) return location.reload();
    this.session = session;
    this.ways = undefined;
    if (!this.away) return;
    this.away = false;
    void this.updateComplete.then(() => (this.wasAt?.isConnected ? this.wasAt : document.querySelector<HTMLElement>("main"))?.focus({ preventScroll: true }));
  }

  // Over everything, also over a box that was open; Escape does not lead past it.
  override updated(): void {
    const again = this.querySelector<HTMLDialogElement>("dialog.again");
    if (again && !again.open) again.showModal();
  }

  private openHelp(): void {
    this.requestUpdate();
    this.querySelector<HTMLDialogElement>("#help")?.showModal();
  }

  private async leave(): Promise<void> {
    await signOut();
    location.hash = "";
    location.reload();
  }

  private way(address: string, text: string, current: boolean): TemplateResult {
    return html`<li><a href=${address} aria-current=${current ? "page" : nothing}>${text}</a></li>`;
  }

  private head(session: Session): TemplateResult {
    const { route } = this;
    return html`
      <a class="skip" href="#innehall" @click=${this.skip}>Till innehållet</a>
      <header class="top">
        <p class="name" aria-hidden="true">Medarbetare</p>
        <nav aria-label="Sidans delar">
          <ul>
            ${this.way("#/", "Kö", route.view === "queue" && !route.mine)}
            ${this.way("#/mina", "Mina ärenden", route.view === "queue" && route.mine)}
            ${isReviewer(session.person) ? this.way("#/granskning", "Stickprov", route.view === "review") : nothing}
            ${this.way("#/jamforelse", "Jämförelse", route.view === "compare")}
            ${isLeader(session.person) ? this.way("#/belastning", "Belastning", route.view === "load") : nothing}
            ${isOperator(session.person) ? this.way("#/drift", "Drift", route.view === "operations") : nothing}
          </ul>
        </nav>
        <div class="who">
          <span>${session.person.name || session.person.userId}</span>
          <button type="button" class="quiet" @click=${() => this.openHelp()}>Hjälp</button>
          <button type="button" class="quiet" @click=${() => this.leave()}>Logga ut</button>
        </div>
      </header>`;
  }

  private skip(event: Event): void {
    event.preventDefault();
    document.querySelector<HTMLElement>("main")?.focus();
  }

  private helpBox(): TemplateResult {
    return html`
      <dialog id="help" aria-labelledby="help-title">
        <h2 id="help-title">Tangenter</h2>
        <dl class="keys">${allKeys().map(({ key, text }) => html`<div><dt><kbd>${key}</kbd></dt><dd>${text}</dd></div>`)}</dl>
        <p><label><input type="checkbox" .checked=${keysOn()} @change=${(event: Event) => switchKeys((event.target as HTMLInputElement).checked)}>
          Tangenterna är på</label></p>
        <p class="soft">Tangenterna är avstängda medan du skriver. Allt går också att göra med mus, pekskärm och Tabb.</p>
        <form method="dialog"><button>Stäng</button></form>
      </dialog>`;
  }

  private view(session: Session): TemplateResult {
    const { route } = this;
    switch (route.view) {
      case "case":
        return html`<dm-case .item=${route.id} .place=${route.part} .person=${session.person}></dm-case>`;
      case "review":
        return html`<dm-review .review=${route.id} .person=${session.person}></dm-review>`;
      case "compare":
        return html`<dm-compare></dm-compare>`;
      case "load":
        return html`<dm-load></dm-load>`;
      case "operations":
        return html`<dm-operations></dm-operations>`;
      case "queue":
        return html`<dm-queue .queue=${route.queue} .mine=${route.mine} .person=${session.person}></dm-queue>`;
    }
  }

  override render(): TemplateResult {
    const { session, ways } = this;
    return html`
      ${session ? this.head(session) : nothing}
      ${this.failed ? html`<main class="narrow"><h1>Medarbetare</h1><p role="alert">Sidan når inte servern.</p>
        <button type="button" @click=${() => this.begin()}>Försök igen</button></main>` : nothing}
      ${ways && !session ? html`<main id="innehall" class="narrow" tabindex="-1"><dm-sign-in .ways=${ways}
        @signed-in=${(event: CustomEvent<Session>) => this.signedIn(event.detail)}></dm-sign-in></main>` : nothing}
      ${ways && session ? html`<dialog class="again" aria-label="Logga in igen" @cancel=${(event: Event) => event.preventDefault()} @close=${() => this.requestUpdate()}><dm-sign-in .ways=${ways} .again=${true}
        @signed-in=${(event: CustomEvent<Session>) => this.signedIn(event.detail)}></dm-sign-in></dialog>` : nothing}
      ${session ? html`<main id="innehall" tabindex="-1" ?hidden=${this.away}>${this.view(session)}</main>` : nothing}
      <p id="said" class="unseen" role="status" aria-live="polite"></p>
      ${session ? this.helpBox() : nothing}`;
  }
}

customElements.define("dm-desk", Desk);

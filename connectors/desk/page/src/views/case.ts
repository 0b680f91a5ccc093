// One case, whole: why it is here, what differs, the sum, what the registers said, and what to do.
import { html, nothing, type TemplateResult } from "lit";

import { cases, escalations, frames } from "../core/api.js";
import { changes, type Look } from "../core/changed.js";
import { compare } from "../core/compare.js";
import { draftOf, type Draft } from "../core/draft.js";
import { View } from "../core/element.js";
import { troubleOf, type Trouble } from "../core/errors.js";
import { useKeys } from "../core/keys.js";
import { reasonCodes } from "../core/lists.js";
import { watch } from "../core/live.js";
import { nameOf } from "../core/names.js";
import { listOf, type Entry } from "../core/policy.js";
import { caseOf, go } from "../core/route.js";
import { say } from "../core/say.js";
import type { Person } from "../core/session.js";
import { EscalationState } from "../gen/medarbetare/v1/escalation_pb.js";
import { ExplanationView, type Counterfactual, type ExplanationNode } from "../gen/medarbetare/v1/explanation_pb.js";
import type { Frame } from "../gen/medarbetare/v1/frame_pb.js";
import type { FrameState } from "../gen/medarbetare/v1/frame_service_pb.js";
import { Outcome } from "../gen/medarbetare/v1/history_pb.js";
import { troubleBox } from "../parts/marks.js";
import "./case/act.js";
import "./case/communications.js";
import "./case/consultations.js";
import "./case/contact.js";
import "./case/events.js";
import "./case/frame.js";
import { calculation } from "./case/calculation.js";
import { comparison } from "./case/comparison.js";
import { head } from "./case/head.js";
import { documents, history } from "./case/papers.js";
import { people } from "./case/people.js";
import { sources } from "./case/sources.js";
import { tree } from "./case/tree.js";
import { titles, why } from "./case/why.js";

const RENEW_MS = 120_000; // well within the claim's time

export class CaseView extends View {
  static override properties = {
    item: { attribute: false }, place: { attribute: false }, person: { attribute: false },
    look: { state: true }, frame: { state: true }, standing: { state: true }, nodes: { state: true }, counterfactuals: { state: true }, explaining: { state: true },
    reasons: { state: true }, rowReasons: { state: true }, kinds: { state: true }, trouble: { state: true }, news: { state: true }, edits: { state: true }, granted: { state: true }, unread: { state: true },
  };
  item = "";
  place = "";
  person!: Person;
  private look: Look | undefined;
  private frame: Frame | undefined;
  private standing: FrameState | undefined;
  private nodes: ExplanationNode[] = [];
  private counterfactuals: Counterfactual[] = [];
  private explaining = true;
  private reasons: Entry[] = [];
  private rowReasons: Entry[] = []; // those that a person may give for a row
  private kinds: Entry[] = [];
  private trouble: Trouble | undefined;
  private news: string[] = [];
  private edits = 0;
  private granted: bigint | undefined; // as the worker would grant it with what is typed; undefined until it has said so
  private unread = 0; // messages from the household that nobody has read
  private revealed = new Set<string>();
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("acted", () => void this.refresh({ quietly: true }));
    this.addEventListener("framed", () => this.look && void this.beside(this.item, this.look));
    this.addEventListener("stale", () => void this.refresh({ quietly: false }));
    this.addEventListener("unread", (event) => (this.unread = (event as CustomEvent<number>).detail));
    this.addEventListener("drafted", () => this.edits++);
    this.addEventListener("previewed", (event) => (this.granted = (event as CustomEvent<bigint | undefined>).detail));
    void reasonCodes().then((codes) => (this.rowReasons = codes.filter(({ use }) => use === "row")));
    this.stops = [
      watch(() => void this.refresh({ quietly: false }), (item) => item === "" || caseOf(item) === caseOf(this.item)),
      this.keep(),
      useKeys([{ key: "u", text: "Tillbaka till kön", run: () => go("#/") }]),
    ];
  }

  // Keeps the claim while the case is open in front of the one who has it.
  private keep(): () => void {
    const timer = window.setInterval(() => {
      const item = this.look?.item;
      if (item?.state !== EscalationState.CLAIMED || item.handler !== this.person.userId) return;
      escalations.renewEscalation({ escalationId: item.id }).then(({ claimedUntil }) => {
        if (this.look?.item.id === item.id && claimedUntil) this.look = { ...this.look, item: { ...this.look.item, claimedUntil } };
      }, () => void this.refresh({ quietly: false }));
    }, RENEW_MS);
    return () => window.clearInterval(timer);
  }

  override disconnectedCallback(): void {
    this.stops.forEach((stop) => stop());
    super.disconnectedCallback();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("item")) void this.load();
    else if (changed.has("place") && this.place !== "") this.jump(this.place);
  }

  private async load(): Promise<void> {
    document.title = "Ärende – Medarbetare";
    this.look = undefined;
    this.frame = undefined;
    this.standing = undefined;
    this.nodes = [];
    this.counterfactuals = [];
    this.explaining = true;
    this.news = [];
    this.unread = 0;
    this.granted = undefined;
    this.revealed = new Set();
    this.trouble = undefined;
    const item = this.item;
    try {
      await this.read();
    } catch (error) {
      this.trouble = troubleOf(error);
      return;
    }
    if (item !== this.item || !this.look) return;
    void this.beside(item, this.look);
  }

  private async read(): Promise<void> {
    const { escalation, case: one, consultations } = await escalations.getEscalation({ escalationId: this.item });
    if (escalation === undefined || one === undefined || escalation.id !== this.item) return;
    // An answer that was overtaken by a later one says less than what stands there.
    if (this.look && (this.look.case.version > one.version || this.look.item.version > escalation.version)) return;
    this.look = { case: one, item: escalation, consultations };
  }

  // What the page can be read without: the frame, the explanation, the policy set's words.
  private async beside(item: string, { case: one }: Look): Promise<void> {
    const sha256 = one.assessment?.policySha256 ?? "";
    const latest = this.latest();
    const keep = <T>(set: (value: T) => void) => (value: T) => {
      if (item === this.item && latest()) set(value);
    };
    frames.getFrame({ household: one.application?.household ?? "" }).then(keep(({ frame, state }) => {
      this.frame = frame;
      this.standing = state;
    }), () => {});
    void listOf(sha256, "reason_codes").then(keep((list) => (this.reasons = list)));
    void listOf(sha256, "document_kinds").then(keep((list) => (this.kinds = list)));
    try {
      const nodes: ExplanationNode[] = [];
      let token = "";
      do {
        const answer = await cases.explainAssessment({
          caseId: one.id, pageSize: 200, pageToken: token,
          views: [ExplanationView.TREE, ExplanationView.COUNTERFACTUALS],
        });
        if (item !== this.item || !latest()) return;
        nodes.push(...(answer.explanation?.nodes ?? []));
        this.nodes = [...nodes];
        if (token === "") this.counterfactuals = answer.explanation?.counterfactuals ?? [];
        token = answer.nextPageToken;
      } while (token !== "");
    } catch {
      // A case without an assessment has no explanation.
    }
    this.explaining = false;
    if (this.place !== "") void this.updateComplete.then(() => this.jump(this.place));
  }

  // Looks again. What somebody else changed is told; what was typed stays.
  private async refresh({ quietly }: { quietly: boolean }): Promise<void> {
    const { item, look: before } = this;
    if (before === undefined) return;
    try {
      await this.read();
    } catch {
      return;
    }
    const now = this.look;
    if (item !== this.item || now === undefined) return; // another case was opened meanwhile
    if (now.case.version === before.case.version && now.item.version === before.item.version) return;
    if (quietly) {
      this.news = [];
    } else {
      const found = changes(before, now, this.person.userId, nameOf);
      this.news = [...this.news, ...found.filter((text) => !this.news.includes(text))];
      if (found.length > 0) say(`Ärendet har ändrats. ${found.join(" ")}`);
    }
    if (now.case.assessment?.factsSha256 !== before.case.assessment?.factsSha256) {
      void this.beside(this.item, now);
    }
  }

  private jump(part: string): void {
    const section = this.querySelector<HTMLElement>(`#${part}`);
    if (section === null) return;
    section.scrollIntoView({ block: "start" });
    section.tabIndex = -1;
    section.focus({ preventScroll: true });
  }

  private draft(look: Look): Draft {
    return draftOf(look.item.id, look.item.suggested?.outcome ?? Outcome.UNSPECIFIED);
  }

  override render(): TemplateResult {
    const { look } = this;
    if (this.trouble) return html`<h1>Ärendet går inte att öppna</h1>${troubleBox(this.trouble)}<p><a href="#/">Till kön</a></p>`;
    if (look === undefined) return html`<p class="empty" aria-busy="true">Hämtar ärendet …</p>`;
    const { case: one, item } = look;
    const draft = this.draft(look);
    const mine = item.state === EscalationState.CLAIMED && item.handler === this.person.userId;
    const changed = () => {
      draft.requestId = "";
      this.edits++;
    };
    return html`
      ${head(one, item, this.person, (part) => this.jump(part), this.unread, titles(this.nodes).get(item.typfall) ?? "")}
      ${this.news.length > 0 ? html`<div class="notice warn" role="alert"><p><b>Ärendet har ändrats medan du hade det öppet.</b> Det du har skrivit står kvar.</p>
        <ul>${this.news.map((text) => html`<li>${text}</li>`)}</ul>
        <button type="button" class="small" @click=${() => (this.news = [])}>Jag har sett det</button></div>` : nothing}
      <div class="case-body">
        <dm-act .case=${one} .item=${item} .person=${this.person} .draft=${draft} .rows=${this.edits}></dm-act>
        <div class="case-parts">
          ${why(one, item, this.nodes)}
          ${comparison(compare(one, this.frame))}
          ${calculation(one.assessment, one.application, mine ? { draft, reasons: this.rowReasons, granted: this.granted, changed } : undefined)}
          ${sources(one)}
          ${people(one, this.frame, { revealed: this.revealed, reveal: (key) => {
            this.revealed = new Set([...this.revealed, key]);
            this.requestUpdate();
          } })}
          ${documents(one, this.kinds)}
          <section class="part" id="kontakt" aria-labelledby="kontakt-title"><h2 id="kontakt-title">Kontakt</h2>
            <dm-contact .case=${one}></dm-contact>
            <dm-communications .case=${one} .mine=${mine}></dm-communications>
            <dm-consultations .person=${this.person} .consultations=${look.consultations}></dm-consultations></section>
          <dm-frame .case=${one} .person=${this.person} .frame=${this.frame} .state=${this.standing}></dm-frame>
          ${history(one, this.reasons)}
          ${tree(this.nodes, this.counterfactuals, this.explaining)}
          <dm-events .case=${one}></dm-events>
        </div>
      </div>`;
  }
}

customElements.define("dm-case", CaseView);

// How the worker agrees with people, and people with each other. Agreement is not accuracy, and the page says so.
import { html, nothing, type TemplateResult } from "lit";

import { quality } from "../core/api.js";
import { View } from "../core/element.js";
import { isAbsent, troubleOf, type Trouble } from "../core/errors.js";
import { kr, moment } from "../core/format.js";
import { nameOf } from "../core/names.js";
import { rowWord, rowWords, type RowWords } from "../core/policy.js";
import { modeWord, outcomeWord } from "../core/words.js";
import { ComparisonKind, type Agreement, type Comparison } from "../gen/medarbetare/v1/quality_pb.js";
import { mark, troubleBox } from "../parts/marks.js";

const who = (kind: ComparisonKind): string => (kind === ComparisonKind.HUMAN_HUMAN ? "handläggare – handläggare" : "medarbetaren – handläggare");

export class CompareView extends View {
  static override properties = { agreements: { state: true }, comparisons: { state: true }, more: { state: true }, onlyDifferent: { state: true }, trouble: { state: true }, absent: { state: true }, typfall: { state: true }, words: { state: true } };
  private agreements: Agreement[] = [];
  private comparisons: Comparison[] = [];
  private more = "";
  private onlyDifferent = true;
  private typfall = "";
  private trouble: Trouble | undefined;
  private absent = false;
  private words: RowWords = { costs: [], incomes: [] };

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Jämförelse – Medarbetare";
    void rowWords().then((words) => (this.words = words));
    void this.load();
  }

  private async load(pageToken = ""): Promise<void> {
    const latest = this.latest();
    try {
      const [page, { agreements }] = await Promise.all([
        quality.listShadowComparisons({ pageSize: 50, pageToken, typfall: this.typfall, onlyDifferent: this.onlyDifferent }),
        quality.getAgreement({}),
      ]);
      if (!latest()) return;
      this.comparisons = pageToken ? [...this.comparisons, ...page.comparisons] : page.comparisons;
      this.more = page.nextPageToken;
      this.agreements = agreements;
      this.trouble = undefined;
    } catch (error) {
      if (!latest()) return;
      this.absent = isAbsent(error);
      this.trouble = this.absent ? undefined : troubleOf(error);
    }
  }

  private row(one: Comparison): TemplateResult {
    const same = one.firstOutcome === one.secondOutcome && one.rows.length === 0 && one.firstGranted?.ore === one.secondGranted?.ore;
    return html`<tr class=${same ? "" : "differs"}>
      <th scope="row"><span class="code">${one.caseId}</span><span class="note">${moment(one.at)}</span></th>
      <td data-label="Typfall">${one.typfall || "inget"}<span class="note">${modeWord(one.mode)}${one.blind ? ", blint" : ""}</span></td>
      <td data-label="Mellan">${who(one.kind)}</td>
      <td data-label="Första">${outcomeWord(one.firstOutcome)}, ${kr(one.firstGranted)}<span class="note">${nameOf(one.firstBy)}</span></td>
      <td data-label="Andra">${outcomeWord(one.secondOutcome)}, ${kr(one.secondGranted)}<span class="note">${nameOf(one.secondBy)}</span></td>
      <td data-label="Skillnad">${same ? html`<span class="same">=</span> lika` : html`${one.serious ? mark("fail", "allvarlig") : mark("open", "skiljer")}
        ${one.rows.map(({ code, first, second }) => html`<span class="note">${rowWord(code, this.words)}: ${kr(first, "ingen rad")} / ${kr(second, "ingen rad")}</span>`)}`}</td></tr>`;
  }

  override render(): TemplateResult {
    return html`
      <h1>Jämförelse</h1>
      <p class="soft">Vad medarbetaren hade beslutat bredvid vad en handläggare beslutade, och handläggare bredvid handläggare. Lika är inte samma sak som rätt: det visar stickproven.</p>
      ${troubleBox(this.trouble)}
      ${this.absent ? html`<p class="empty">Jämförelsen finns inte i den version som körs, eller så har du inte den rollen.</p>` : html`
      <h2>Överensstämmelse</h2>
      ${this.agreements.length === 0 ? html`<p class="soft">Inget är jämfört ännu.</p>` : html`<table class="cards"><caption class="unseen">Överensstämmelse per typfall</caption>
        <thead><tr><th scope="col">Typfall</th><th scope="col">Mellan</th><th scope="col" class="num">Jämförda</th><th scope="col" class="num">Lika</th><th scope="col" class="num">Annat belopp</th>
          <th scope="col" class="num">Annat utfall</th><th scope="col" class="num">Allvarliga</th><th scope="col">I ord</th></tr></thead>
        <tbody>${this.agreements.map((one) => html`<tr><th scope="row">${one.typfall || "inget"}<span class="note">${modeWord(one.mode)}${one.blind ? ", blint" : ""}</span></th><td data-label="Mellan">${who(one.kind)}</td>
          <td class="num" data-label="Jämförda">${one.n}</td><td class="num" data-label="Lika">${one.agree}</td><td class="num" data-label="Annat belopp">${one.otherAmount}</td>
          <td class="num" data-label="Annat utfall">${one.otherOutcome}</td><td class="num" data-label="Allvarliga">${one.serious}</td><td data-label="I ord">${one.text}</td></tr>`)}</tbody></table>`}
      <h2 class="spaced">Ärenden</h2>
      <p><label><input type="checkbox" .checked=${this.onlyDifferent} @change=${(event: Event) => {
        this.onlyDifferent = (event.target as HTMLInputElement).checked;
        void this.load();
      }}> bara de som skiljer</label></p>
      ${this.comparisons.length === 0 ? html`<p class="soft">Inga ärenden att visa.</p>` : html`<div class="wide" tabindex="0" role="region" aria-label="Jämförda ärenden"><table class="cards"><caption class="unseen">Jämförda ärenden, det senaste först</caption>
        <thead><tr><th scope="col">Ärende</th><th scope="col">Typfall</th><th scope="col">Mellan</th><th scope="col">Första</th><th scope="col">Andra</th><th scope="col">Skillnad</th></tr></thead>
        <tbody>${this.comparisons.map((one) => this.row(one))}</tbody></table></div>
        ${this.more ? html`<p><button type="button" @click=${() => this.load(this.more)}>Visa fler</button></p>` : nothing}`}`}`;
  }
}

customElements.define("dm-compare", CompareView);

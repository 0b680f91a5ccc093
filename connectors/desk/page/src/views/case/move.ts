// To another queue, or a question to a specialist while the case stays.
import { html, type TemplateResult } from "lit";

import { escalations } from "../../core/api.js";
import { allQueues, colleagues } from "../../core/lists.js";
import { reasonsOf, setInForce, type Entry } from "../../core/policy.js";
import type { Escalation, Queue } from "../../gen/medarbetare/v1/escalation_pb.js";
import type { StaffMember } from "../../gen/medarbetare/v1/staff_pb.js";
import { field, Form } from "../../parts/form.js";

export class Route extends Form {
  static override properties = { ...Form.properties, item: { attribute: false }, queues: { state: true }, reasons: { state: true } };
  item!: Escalation;
  private queues: Queue[] = [];
  private reasons: Entry[] = [];
  private typed = { queue: "", why: "", text: "" };

  protected override opened(): void {
    void allQueues().then((queues) => (this.queues = queues));
    void setInForce().then((set) => reasonsOf(set, "ROUTE")).then((reasons) => (this.reasons = reasons));
  }
  private put(part: Partial<typeof this.typed>): void {
    this.typed = { ...this.typed, ...part };
    this.set({});
  }
  protected heading(): string {
    return "Flytta till en annan kö";
  }
  protected verb(): string {
    return "Flytta";
  }
  protected needs(): string[] {
    const { queue, why, text } = this.typed;
    return [...(queue === "" ? ["Välj kö."] : []), ...(why === "" ? ["Välj orsak."] : []), ...(text.trim() === "" ? ["Skriv en mening till den som tar över."] : [])];
  }
  protected fields(): TemplateResult {
    const { typed } = this;
    return html`
      ${field({ id: "route-queue", label: "Kö", value: typed.queue, set: (queue) => this.put({ queue }),
        options: this.queues.filter(({ queue }) => queue !== this.item.routing?.queue).map(({ queue, title }) => ({ code: queue, text: `${queue} ${title}` })) })}
      ${field({ id: "route-why", label: "Orsak", value: typed.why, set: (why) => this.put({ why }), options: this.reasons })}
      ${field({ id: "route-text", label: "Till den som tar över", rows: 3, max: 1000, value: typed.text, set: (text) => this.put({ text }) })}
      <p class="soft">Alla skäl och behörigheten följer med.</p>`;
  }
  protected async send(requestId: string): Promise<string> {
    const { queue, why, text } = this.typed;
    await escalations.routeEscalation({ requestId, escalationId: this.item.id, expectedVersion: this.item.version, toQueue: queue, reasonCode: why, text: text.trim() });
    return `Ärendet är flyttat till ${queue}.`;
  }
  protected override clear(): void {
    this.typed = { queue: "", why: "", text: "" };
  }
}

export class Consult extends Form {
  static override properties = { ...Form.properties, item: { attribute: false }, queues: { state: true }, staff: { state: true } };
  item!: Escalation;
  private queues: Queue[] = [];
  private staff: StaffMember[] = [];
  private typed = { queue: "", specialist: "", question: "", by: "" };

  protected override opened(): void {
    void allQueues().then((queues) => (this.queues = queues));
    void colleagues().then((staff) => (this.staff = staff));
  }
  private put(part: Partial<typeof this.typed>): void {
    this.typed = { ...this.typed, ...part };
    this.set({});
  }
  protected heading(): string {
    return "Fråga en specialist";
  }
  protected verb(): string {
    return "Skicka frågan";
  }
  protected needs(): string[] {
    const { queue, specialist, question } = this.typed;
    return [...((queue === "") === (specialist === "") ? ["Välj antingen en kö eller en person att fråga."] : []), ...(question.trim() === "" ? ["Skriv frågan."] : [])];
  }
  protected fields(): TemplateResult {
    const { typed } = this;
    return html`
      <p class="soft">Ärendet stannar hos dig.</p>
      ${field({ id: "consult-queue", label: "Specialisterna i kö", value: typed.queue, set: (queue) => this.put({ queue }), options: this.queues.map(({ queue, title }) => ({ code: queue, text: `${queue} ${title}` })) })}
      ${this.staff.length > 0
        ? field({ id: "consult-person", label: "eller en person", value: typed.specialist, set: (specialist) => this.put({ specialist }), options: this.staff.map(({ userId, name }) => ({ code: userId, text: name || userId })) })
        : field({ id: "consult-person", label: "eller en person", hint: "användarnamn", value: typed.specialist, set: (specialist) => this.put({ specialist }), max: 64 })}
      ${field({ id: "consult-question", label: "Fråga", rows: 4, max: 4000, value: typed.question, set: (question) => this.put({ question }) })}
      ${field({ id: "consult-by", label: "Svar behövs senast", type: "date", value: typed.by, set: (by) => this.put({ by }) })}`;
  }
  protected async send(requestId: string): Promise<string> {
    const { queue, specialist, question, by } = this.typed;
    await escalations.consultSpecialist({ requestId, escalationId: this.item.id, queue, specialist, question: question.trim(), answerBy: by });
    return "Frågan är skickad.";
  }
  protected override clear(): void {
    this.typed = { queue: "", specialist: "", question: "", by: "" };
  }
}

customElements.define("dm-route", Route);
customElements.define("dm-consult", Consult);

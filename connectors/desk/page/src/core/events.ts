// The audit record in a caseworker's words: what was done, by whom, and what of its details says something to a person.
import { ActorKind } from "../gen/medarbetare/v1/history_pb.js";
import type { CaseEvent } from "../gen/medarbetare/v1/case_event_pb.js";

interface Words {
  text: string;
  read?: true; // somebody looked; nothing changed
}

const WORDS: Record<string, Words> = {
  application_accepted: { text: "tog emot ansökan" },
  case_registered: { text: "registrerade ansökan" },
  register_asked: { text: "frågade register" },
  evidence_fetched: { text: "fick svar från registren" },
  evidence_awaited: { text: "väntar på register som inte svarar" },
  case_assessed: { text: "räknade och kontrollerade" },
  case_proposed: { text: "lade ett förslag till beslut" },
  case_escalated: { text: "lämnade ärendet till en handläggare" },
  case_decided: { text: "beslutade" },
  case_closed: { text: "avslutade ärendet" },
  case_parked: { text: "stoppade ärendet av tekniskt skäl" },
  retry_requested: { text: "bad om ett nytt försök" },
  escalation_claimed: { text: "tog ärendet" },
  next_escalation_claimed: { text: "tog ärendet som nästa ur kön" },
  escalation_released: { text: "lämnade tillbaka ärendet" },
  escalation_routed: { text: "flyttade ärendet till en annan kö" },
  escalation_assigned: { text: "fördelade ärendet" },
  escalation_fell_over: { text: "flyttade ärendet till reservkön" },
  specialist_consulted: { text: "frågade en specialist" },
  consultation_answered: { text: "svarade som specialist" },
  human_decision_made: { text: "beslutade" },
  decision_attested: { text: "attesterade beslutet" },
  decision_returned: { text: "skickade tillbaka beslutet" },
  decision_corrected: { text: "rättade beslutet" },
  case_communicated: { text: "skickade underlaget till hushållet" },
  communication_answered: { text: "antecknade hushållets svar" },
  child_analysed: { text: "skrev en barnprövning" },
  completion_requested: { text: "begärde komplettering" },
  completion_awaited: { text: "väntar på komplettering" },
  completion_reminded: { text: "påminde om komplettering" },
  completion_lapsed: { text: "tiden för komplettering gick ut" },
  document_added: { text: "tog emot en handling" },
  hold_placed: { text: "undantog akten från gallring tills vidare" },
  hold_released: { text: "hävde undantaget från gallring" },
  case_erased: { text: "gallrade ärendet" },
  message_received: { text: "tog emot ett meddelande från hushållet" },
  message_sent: { text: "skrev till hushållet" },
  message_read: { text: "läste ett nytt meddelande" },
  person_requested: { text: "antecknade att hushållet vill tala med någon" },
  withdrawal_signed: { text: "tog emot en återkallelse" },
  effect_delivered: { text: "levererade beslut, brev eller anteckning" },
  effect_acknowledged: { text: "kvitterade leveransen" },
  effect_sent: { text: "försökte leverera beslut, brev eller anteckning" },
  effect_refused: { text: "fick leveransen avvisad" },
  effect_put_off: { text: "fick inget svar av mottagaren om leveransen" },
  effect_put_on_desk: { text: "lämnade en leverans som inte gick fram till en handläggare" },
  effect_item_ended: { text: "avslutade uppgiften: leveransen gick fram" },
  effect_resolved: { text: "tog hand om en leverans som inte gick fram" },
  decision_compared: { text: "jämförde beslutet med sitt eget" },
  review_started: { text: "började granska" },
  review_submitted: { text: "lämnade sin egen bedömning" },
  review_completed: { text: "avslutade granskningen" },
  sample_hold_ended: { text: "släppte ärendet ur stickprovet" },
  case_read: { text: "läste ärendet", read: true },
  case_events_read: { text: "läste händelserna", read: true },
  messages_listed: { text: "läste meddelandena", read: true },
  letter_read: { text: "läste brevet", read: true },
  decision_previewed: { text: "provade ett beslut", read: true },
  review_facts_read: { text: "läste underlaget för granskning", read: true },
  question_previewed: { text: "såg vad registren skulle frågas om", read: true },
  applicant_status_read: { text: "visade ärendet för den sökande", read: true },
  frame_drafted: { text: "förberedde en referensram", read: true },
  effects_read: { text: "läste leveranserna", read: true },
};

export const isKnownAction = (action: string): boolean => action in WORDS;
export const isRead = (action: string): boolean => WORDS[action]?.read ?? false;
export function doneWord({ action, detail }: CaseEvent): string {
  if (action === "human_decision_made" && detail.includes("attest=awaited")) return "lämnade ett beslut för attest";
  return WORDS[action]?.text ?? "gjorde något annat";
}

// "HL000001 via spiffe://…" is HL000001, by a gateway.
export const actorOf = ({ actor }: CaseEvent): string => actor.split(" via ")[0]!;
export const isPerson = ({ actorKind }: CaseEvent): boolean => actorKind === ActorKind.PERSON;
// A case system or an e-service that speaks for itself: not a person, not the worker.
export const isSystem = (event: CaseEvent): boolean => isPerson(event) && (actorOf(event).includes("://") || actorOf(event) === "development");

export interface Told {
  event: CaseEvent;
  times: number; // the same thing again by the same one, with nothing in between
}

export function gathered(events: CaseEvent[]): Told[] {
  const list: Told[] = [];
  for (const event of events) {
    const last = list.at(-1);
    if (last && last.event.action === event.action && actorOf(last.event) === actorOf(event)) last.times++;
    else list.push({ event, times: 1 });
  }
  return list;
}

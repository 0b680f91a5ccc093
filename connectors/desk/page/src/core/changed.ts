// What became of a case between two looks at it, in words: shown to the one whose act was refused or whose case moved meanwhile.
import { EscalationState } from "../gen/medarbetare/v1/escalation_pb.js";
import type { Escalation } from "../gen/medarbetare/v1/escalation_pb.js";
import type { Consultation } from "../gen/medarbetare/v1/consultation_pb.js";
import type { Case } from "../gen/medarbetare/v1/case_pb.js";
import type { PreviewDecisionResponse } from "../gen/medarbetare/v1/decision_service_pb.js";
import { day, kr } from "./format.js";
import { told } from "./reasons.js";
import { itemWord, outcomeWord, stateWord } from "./words.js";

export interface Look {
  case: Case;
  item: Escalation;
  consultations: Consultation[];
}

// What `me` did is no news to the one who did it.
export function changes(before: Look, now: Look, me: string, name: (userId: string) => string = (userId) => userId): string[] {
  const list: string[] = [];
  const say = (differs: boolean, text: () => string) => {
    if (differs) list.push(text());
  };
  const decided = now.case.decisions.length > before.case.decisions.length ? now.case.decisions.at(-1) : undefined;
  if (decided?.decidedBy === me) return [];
  say(decided !== undefined, () => `${name(decided!.decidedBy)} beslutade ${outcomeWord(decided!.outcome).toLowerCase()}, ${kr(decided!.granted)}.`);
  say(before.item.handler !== now.item.handler && now.item.state === EscalationState.CLAIMED && now.item.handler !== me, () => `${name(now.item.handler)} har tagit ärendet.`);
  say(before.item.state === EscalationState.CLAIMED && now.item.state === EscalationState.OPEN, () => "Ärendet är inte längre taget.");
  say(before.item.state !== now.item.state && decided === undefined && now.item.state !== EscalationState.CLAIMED && now.item.state !== EscalationState.OPEN,
    () => `Raden i kön är nu: ${itemWord(now.item.state)}.`);
  say(before.case.state !== now.case.state && decided === undefined, () => `Läget är nu: ${stateWord(now.case.state)}.`);
  const documents = (now.case.application?.documents.length ?? 0) - (before.case.application?.documents.length ?? 0);
  say(documents > 0, () => (documents === 1 ? "En ny handling har kommit." : `${documents} nya handlingar har kommit.`));
  const answered = (one: Look) => one.consultations.filter(({ answer }) => answer !== "").length;
  say(answered(now) > answered(before), () => "En specialist har svarat.");
  const [grant, was] = [now.case.assessment?.grant?.ore, before.case.assessment?.grant?.ore];
  say(grant !== was, () => `Beräkningen ger nu ${kr(now.case.assessment?.grant, "inget belopp")}, förut ${kr(before.case.assessment?.grant, "inget belopp")}.`);
  const known = new Set(told(before.item.routing?.reasons ?? []).map(({ text }) => text));
  const fresh = told(now.item.routing?.reasons ?? []).filter(({ text }) => !known.has(text));
  say(fresh.length > 0, () => `Nya skäl: ${fresh.map(({ text }) => text).join(" ")}`);
  say(before.item.routing?.queue !== now.item.routing?.queue, () => `Ärendet ligger nu i kö ${now.item.routing?.queue ?? "–"}.`);
  return list;
}

// What is different between two answers about what a decision would be, in words: first what it rests on, then what it says.
export function basisChanges({ basis: was, decision: before }: PreviewDecisionResponse, { basis: now, decision }: PreviewDecisionResponse): string[] {
  const list: string[] = [];
  const say = (differs: boolean, text: string) => {
    if (differs) list.push(text);
  };
  if (was && now) {
    say(now.messages > was.messages, "Hushållet har skrivit.");
    say(now.applicationSha256 !== was.applicationSha256, "Ansökan eller handlingarna är ändrade.");
    say(now.factsSha256 !== was.factsSha256, "Uppgifterna som beräkningen bygger på är ändrade.");
    say(now.policySha256 !== was.policySha256, "Reglerna är ändrade.");
    say(now.frameVersion !== was.frameVersion || now.frameEnded !== was.frameEnded, "Referensramen är ändrad.");
    say(now.communications > was.communications, "Underlaget är kommunicerat.");
    say(now.answers > was.answers, "Ett svar på kommuniceringen är antecknat.");
    say(now.childAnalyses > was.childAnalyses, "En barnprövning har skrivits.");
  }
  if (before && decision) {
    say(decision.granted?.ore !== before.granted?.ore, `Beslutet ger nu ${kr(decision.granted, "inget belopp")}, förut ${kr(before.granted, "inget belopp")}.`);
    say(decision.payDate !== before.payDate && decision.payDate !== "", `Utbetalningen sker nu ${day(decision.payDate).replace(/\.?$/, ".")}`);
  }
  return list;
}

// What went wrong, in words for the one who sits there: what happened, which field, what to do. Never a person's value.
import { Code, ConnectError } from "@connectrpc/connect";

import { ErrorDetailSchema } from "../gen/medarbetare/v1/error_detail_pb.js";
import { day } from "./format.js";

export interface Trouble {
  text: string;
  reason: string;
  field: string;
  // What the worker says to do, where the page has no words of its own for the reason.
  remedy: string;
  // The worker's own words, for who asks somebody about it.
  words: string;
  // True where somebody or something else changed the item: what the user has typed is kept, and what changed is shown.
  stale: boolean;
  // True where the same call may be made again as it is.
  again: boolean;
}

const REASONS: Record<string, string> = {
  STALE_VERSION: "Ärendet har ändrats sedan du öppnade det.",
  CLAIMED_BY_OTHER: "En annan handläggare har ärendet.",
  NOT_CLAIMED: "Du har inte ärendet. Ta det på nytt innan du fortsätter.",
  LEASE_LOST: "Din tid för ärendet har gått ut. Ta det på nytt innan du fortsätter.",
  CLAIM_EXPIRED: "Din tid för ärendet har gått ut. Ta det på nytt innan du fortsätter.",
  ESCALATION_ENDED: "Ärendet är redan avslutat.",
  ESCALATION_NOT_FOUND: "Ärendet finns inte, eller så får du inte se det.",
  CASE_NOT_FOUND: "Ärendet finns inte, eller så får du inte se det.",
  CASE_ERASED: "Ärendet är gallrat. Inget av innehållet finns kvar.",
  CASE_DECIDED: "Ärendet är redan beslutat.",
  CASE_ENDED: "Ärendet är avslutat.",
  CASE_NOT_OPEN: "Ärendet är inte längre öppet.",
  STATE_FORBIDS: "Ärendet är i ett läge där det här inte går att göra.",
  DECISION_EXISTS: "Det finns redan ett beslut för hushållet och månaden. Avskriv ärendet om det är en dubblett.",
  ATTEST_BY_OTHER: "Beslutet ska attesteras av någon annan än den som har handlagt ärendet.",
  CONTENT_CHANGED: "Innehållet har ändrats sedan du läste det. Läs det på nytt innan du godkänner.",
  CHILD_RECORD_MISSING: "Det saknas en aktuell barnprövning. Skriv under en ram med en prövning för varje barn först.",
  COMMUNICATION_REQUIRED: "Den sökande ska först få se underlaget och hinna svara (25 § förvaltningslagen).",
  COMMUNICATION_WAITING: "Den sökandes tid att svara har inte gått ut.",
  MANDATE_REQUIRED: "Ange den delegation som du beslutar med.",
  MANDATE_MISSING: "Din delegation räcker inte för det här beslutet.",
  DELEGATION_MISSING: "Delegation saknas.",
  MOTIVATION_REQUIRED: "Skriv en motivering.",
  ROW_REASON_REQUIRED: "Ange skäl för varje rad där mindre än det sökta godkänns.",
  OUTCOME_MISMATCH: "Utfallet stämmer inte med raderna. Kontrollera beloppen eller välj ett annat utfall.",
  NOT_ASSESSED: "Ärendet är inte beräknat ännu.",
  FRAME_NOT_FOUND: "Hushållet har ingen referensram.",
  PERMISSION_DENIED: "Du har inte rätt att göra det här. Be arbetsledaren eller drift om rätt behörighet.",
  ACTOR_FORBIDDEN: "Du kan bara göra det här i ditt eget namn.",
  SIGN_IN_REQUIRED: "Du är utloggad. Logga in igen; det du har skrivit står kvar.",
  OVERLOADED: "Systemet har mycket att göra just nu. Försök igen om en stund.",
  UNAVAILABLE: "Systemet svarar inte just nu. Försök igen om en stund.",
  COMPLETION_NO_TIME: "Det finns ingen dag kvar före sista dagen. Besluta på det som är känt, eller fråga hushållet på telefon i dag.",
  COMPLETION_DUE_TOO_LATE: "Sista dagen är för sen.",
  ITEM_UNKNOWN: "Välj vad som behövs ur listan.",
  ITEM_TWICE: "Samma sak står två gånger: ta bort den ena.",
  TEXT_HAS_MARKUP: "Skriv ren text: < och > runt ord, eller annan kod, går inte att skicka.",
  TEXT_HAS_DIRECTION_MARKS: "Texten har osynliga tecken som vänder skrivriktningen. Skriv den på nytt i stället för att klistra in.",
  MESSAGE_OWN: "Det är hushållet som läser ert meddelande.",
  MESSAGE_NOT_FOUND: "Meddelandet finns inte.",
  PERSON_UNKNOWN: "Personen är ingen vuxen i ärendet.",
  ASSIGNED_TO_OTHER: "Ärendet är fördelat till en kollega som är på plats.",
  STAFF_UNKNOWN: "Personen finns inte i personallistan.",
  STAFF_NOT_IN_SERVICE: "Personen är inte i tjänst i dag.",
  STAFF_ABSENT: "Personen är ledig.",
  STAFF_ROLE_MISSING: "Din roll räcker inte för det här.",
  SKILL_MISSING: "Kön kräver en kompetens som personen inte har.",
  ACCESS_MISSING: "Ärendet kräver en behörighet som personen inte har.",
  MANDATE_UNKNOWN: "Du har ingen sådan delegation enligt personallistan.",
  MANDATE_NOT_VALID: "Delegationen gäller inte i dag.",
  MANDATE_OUTCOME: "Delegationen täcker inte det utfallet.",
  MANDATE_AMOUNT: "Beloppet är högre än delegationen tillåter.",
  QUEUE_SAME: "Ärendet ligger redan i den kön.",
  QUEUE_TECHNICAL: "Till den tekniska kön flyttas inget av en handläggare.",
  COMMUNICATION_NOT_FOUND: "Det finns ingen kommunicering med det numret.",
  NOTHING_TO_COMMUNICATE: "Det finns inga uppgifter att kommunicera.",
  MESSAGE_UNREAD: "Hushållet har skrivit sedan det fick underlaget. Läs meddelandet, och anteckna det som svar om det är ett svar.",
  EFFECT_ITEM: "Ärendet är redan beslutat. Uppgiften gäller en leverans som inte gick fram: ta hand om leveransen.",
  NOTHING_TO_ATTEST: "Inget beslut väntar på attest.",
  CORRECTION_ITEM: "Uppgiften gäller rättelsen av ett beslut. Attestera den, skicka tillbaka den eller rätta på nytt.",
  NOTHING_TO_CORRECT: "Ärendet har inget beslut att rätta.",
  PAYMENT_UNDER_WAY: "Det förra beslutets utbetalning är på väg. Rätta när mottagaren har tagit emot eller avvisat den.",
  EFFECT_OUTDATED: "Ett senare beslut ger mindre än det som beställdes. Låt betala det som gäller på annat sätt, och ange att det är gjort.",
  EFFECT_UNDER_WAY: "Leveransen pågår. Försök igen om en minut.",
  NO_DECISION: "Ärendet har inget beslut.",
  LETTER_NOT_FOUND: "Brevet finns inte.",
  LETTER_PDF: "Brevet kunde inte göras som PDF. Öppna det som text, och tala med drift.",
  REASON_UNKNOWN: "Välj ett skäl ur listan.",
  FRAME_ENDED: "Referensramen är redan avslutad.",
  NOT_APPROVED: "Ett utkast till referensram görs från ett beviljat ärende.",
  STAFF_LIST_MISSING: "Det finns ingen personallista. Tala med drift.",
  QUEUE_UNKNOWN: "Kön finns inte. Välj en ur listan.",
  ROUTED_TOO_OFTEN: "Ärendet har flyttats för många gånger. Tala med arbetsledaren.",
  CONSULTATION_NOT_FOUND: "Frågan finns inte, eller så får du inte se den.",
  CONSULTATION_ENDED: "Frågan är redan besvarad eller återtagen.",
  CONSULTATION_OF_OTHER: "Frågan är ställd till någon annan.",
  CONSULTATIONS_FULL: "Ärendet har för många frågor. Vänta på svar, eller tala med specialisten direkt.",
  REVIEW_NOT_FOUND: "Granskningen finns inte, eller så får du inte se den.",
  REVIEW_NOT_READY: "Det finns inget att granska ännu: ärendet är inte beslutat.",
  REVIEW_TAKEN: "En annan granskare har ärendet.",
  REVIEW_NOT_STARTED: "Börja granskningen och läs underlaget först.",
  REVIEW_SUBMITTED: "Din egen bedömning ändras inte när den är lämnad, och jämförelsen kommer först när den är det.",
  REVIEWER_INVOLVED: "Du har själv arbetat med ärendet. Någon annan ska granska det.",
  ROWS_DO_NOT_SUM: "Raderna blir inte tillsammans det belopp som beviljas.",
  CAUSE_REQUIRED: "Ange orsak när beslutet är fel, och ingen när det är rätt.",
  ERROR_REQUIRED: "Ange hur många kronor beslutet är fel på.",
  SAMPLE_NOT_FOUND: "Månaden har inget stickprov.",
  SAMPLE_CLOSED: "Månadens stickprov är redan fyllt.",
  REQUEST_ID_REUSED: "Begäran hann ändras medan den skickades. Försök igen.",
  DEADLINE_EXCEEDED: "Svaret dröjde för länge. Kontrollera om ändringen blev gjord innan du försöker igen.",
};

const CODES: Partial<Record<Code, string>> = {
  [Code.Unauthenticated]: "Du är utloggad. Logga in igen; det du har skrivit står kvar.",
  [Code.PermissionDenied]: "Du har inte rätt att göra det här.",
  [Code.NotFound]: "Det du söker finns inte, eller så får du inte se det.",
  [Code.InvalidArgument]: "En uppgift behöver rättas.",
  [Code.FailedPrecondition]: "Det går inte att göra i ärendets nuvarande läge.",
  [Code.Aborted]: "Ärendet har ändrats sedan du öppnade det.",
  [Code.Unavailable]: "Systemet svarar inte just nu. Försök igen om en stund.",
  [Code.DeadlineExceeded]: "Svaret dröjde för länge. Kontrollera om ändringen blev gjord innan du försöker igen.",
  [Code.ResourceExhausted]: "Systemet har mycket att göra just nu. Försök igen om en stund.",
  [Code.Unimplemented]: "Funktionen finns inte i den version som körs.",
};
const STALE = new Set(["STALE_VERSION", "CLAIMED_BY_OTHER", "NOT_CLAIMED", "LEASE_LOST", "CLAIM_EXPIRED", "ESCALATION_ENDED", "CASE_DECIDED", "CASE_ENDED", "CASE_NOT_OPEN",
  "CONTENT_CHANGED", "STATE_FORBIDS"]);
const AGAIN = new Set([Code.Unavailable, Code.ResourceExhausted, Code.DeadlineExceeded]);

export const reasonText = (reason: string): string => REASONS[reason] ?? "En uppgift behöver rättas.";

// The worker says which day is the latest one, and what sets it.
function latest(reason: string, remedy: string, words: string): string | undefined {
  const date = reason === "COMPLETION_DUE_TOO_LATE" ? /\d{4}-\d{2}-\d{2}/.exec(remedy)?.[0] : undefined;
  if (date === undefined) return undefined;
  const why = words.includes("payment run") ? "utbetalningen" : "ärendets sista dag";
  return `Sista dagen är för sen: ${why} gör att hushållet behöver svara senast ${day(date)} (${date}).`;
}

// The browser has had no answer at all: whether the call arrived is not known, and the same call may be made again.
const isLost = (error: unknown): boolean => error instanceof ConnectError && error.code === Code.Unknown && error.cause instanceof TypeError;
const LOST = "Ingen kontakt med servern. Kontrollera nätet och försök igen; det du har skrivit står kvar.";

export function troubleOf(error: unknown): Trouble {
  const failed = ConnectError.from(error);
  const lost = isLost(error);
  const detail = failed.findDetails(ErrorDetailSchema)[0];
  const reason = detail?.reason ?? "";
  const text = latest(reason, detail?.remedy ?? "", failed.rawMessage) ?? REASONS[reason] ?? (lost ? LOST : undefined) ?? CODES[failed.code] ?? "Något gick fel. Försök igen, och tala med drift om det händer flera gånger.";
  return {
    text,
    reason,
    field: detail?.field ?? "",
    remedy: REASONS[reason] ? "" : (detail?.remedy ?? ""),
    words: failed.rawMessage,
    stale: STALE.has(reason) || failed.code === Code.Aborted,
    again: lost || AGAIN.has(failed.code),
  };
}

export function isSignedOut(error: unknown): boolean {
  return ConnectError.from(error).code === Code.Unauthenticated;
}

// True where the worker that runs does not know the call yet, or the person may not make it: the part of the view is left out.
export function isAbsent(error: unknown): boolean {
  const code = ConnectError.from(error).code;
  return code === Code.Unimplemented || code === Code.PermissionDenied;
}

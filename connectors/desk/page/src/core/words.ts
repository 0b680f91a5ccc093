// Swedish for the contract's codes. What the policy set has words for comes from there; here is what belongs to the program itself.
import { ApplicationKind, AssuranceLevel, Channel } from "../gen/medarbetare/v1/application_pb.js";
import { CheckState, RowKind, Verdict } from "../gen/medarbetare/v1/assessment_pb.js";
import { CaseState } from "../gen/medarbetare/v1/case_pb.js";
import { AccessClass, DecisionKind, Mode } from "../gen/medarbetare/v1/decision_pb.js";
import { EscalationState } from "../gen/medarbetare/v1/escalation_pb.js";
import { AnswerState, PaymentStatus, Source } from "../gen/medarbetare/v1/evidence_pb.js";
import { Outcome } from "../gen/medarbetare/v1/history_pb.js";
import { Answer, AssetType, CostType, PersonRole, PresenceKind, Tenure } from "../gen/medarbetare/v1/household_pb.js";

const of = <T extends number>(words: Partial<Record<T, string>>) => (code: T): string => words[code] ?? "okänt";

export const stateWord = of<CaseState>({
  [CaseState.RECEIVED]: "mottaget", [CaseState.REGISTERED]: "registrerat", [CaseState.WAITING_SOURCE]: "väntar på register",
  [CaseState.FETCHED]: "uppgifter hämtade", [CaseState.EVALUATED]: "beräknat", [CaseState.PROPOSED]: "förslag finns",
  [CaseState.ESCALATED]: "hos handläggare", [CaseState.AWAITING_COMPLETION]: "väntar på komplettering", [CaseState.DECIDED]: "beslutat",
  [CaseState.CLOSED]: "avslutat", [CaseState.WRITTEN_OFF]: "avskrivet",
});
export const itemWord = of<EscalationState>({
  [EscalationState.OPEN]: "ledigt", [EscalationState.CLAIMED]: "taget", [EscalationState.DECIDED]: "beslutat", [EscalationState.WITHDRAWN]: "utgått",
});
export const modeWord = of<Mode>({
  [Mode.OFF]: "av", [Mode.SHADOW]: "skugga", [Mode.PREPARE]: "förbereder", [Mode.PROPOSE]: "föreslår", [Mode.DECIDE]: "beslutar",
});
export const modeMeaning = of<Mode>({
  [Mode.OFF]: "Typfallet prövas inte.", [Mode.SHADOW]: "Medarbetaren räknar, men visar inget förslag.",
  [Mode.PREPARE]: "Medarbetaren förbereder; du beslutar utan förslag.", [Mode.PROPOSE]: "Medarbetaren föreslår; du bekräftar eller ändrar.",
  [Mode.DECIDE]: "Medarbetaren beslutar själv när alla kontroller är godkända.",
});
export const outcomeWord = of<Outcome>({
  [Outcome.BIFALL]: "Bifall", [Outcome.DELAVSLAG]: "Delavslag", [Outcome.AVSLAG]: "Avslag", [Outcome.AVVISNING]: "Avvisning",
  [Outcome.AVSKRIVNING]: "Avskrivning",
});
export const deciderWord = of<DecisionKind>({ [DecisionKind.AUTOMATIC]: "automatiskt", [DecisionKind.HUMAN]: "handläggare" });
export const accessWord = of<AccessClass>({
  [AccessClass.OPEN]: "öppet", [AccessClass.RESTRICTED]: "begränsad behörighet", [AccessClass.NAMED_PERSONS]: "bara namngivna",
});
export const sourceWord = of<Source>({
  [Source.AF]: "Arbetsförmedlingen", [Source.CSN]: "CSN", [Source.FK]: "Försäkringskassan", [Source.PM]: "Pensionsmyndigheten",
  [Source.SKV]: "Skatteverket", [Source.SO]: "A-kassan", [Source.TNS]: "Transportstyrelsen", [Source.MIV]: "Migrationsverket",
  [Source.FOLK]: "Folkbokföringen",
});
export const answerWord = of<AnswerState>({
  [AnswerState.NOT_ASKED]: "inte frågad", [AnswerState.DATA]: "uppgifter", [AnswerState.CONFIRMED_EMPTY]: "inget, bekräftat",
  [AnswerState.NOT_GRANTED]: "rätt till uppgiften saknas", [AnswerState.SUPPLIER_DOWN]: "källan låg nere",
  [AnswerState.DEVIATION]: "avvikelse i svaret", [AnswerState.ERROR]: "fel i svaret", [AnswerState.TIMEOUT]: "svarade inte i tid",
  [AnswerState.STALE]: "för gammalt svar", [AnswerState.SCHEMA_MISMATCH]: "svar i okänd form",
});
export const isKnown = (state: AnswerState): boolean => state === AnswerState.DATA || state === AnswerState.CONFIRMED_EMPTY;
export const verdictWord = of<Verdict>({ [Verdict.PASS]: "godkänd", [Verdict.FAIL]: "inte godkänd", [Verdict.UNKNOWN]: "okänt" });
export const checkWord = of<CheckState>({
  [CheckState.DONE]: "gjord", [CheckState.NOT_APPLICABLE]: "gäller inte", [CheckState.SKIPPED]: "överhoppad", [CheckState.MISSING]: "inte gjord",
});
export const roleWord = of<PersonRole>({
  [PersonRole.APPLICANT]: "Sökande", [PersonRole.CO_APPLICANT]: "Medsökande", [PersonRole.CHILD]: "Barn", [PersonRole.SCHOOL_YOUTH]: "Skolungdom",
  [PersonRole.OTHER_ADULT]: "Annan vuxen i hemmet",
});
export const presenceWord = of<PresenceKind>({
  [PresenceKind.PERMANENT]: "hela månaden", [PresenceKind.VAXELVIS]: "växelvis", [PresenceKind.UMGANGE]: "umgänge", [PresenceKind.ABSENT]: "inte i hemmet",
});
export const costWord = of<CostType>({
  [CostType.BOENDE]: "Boende", [CostType.HUSHALLSEL]: "Hushållsel", [CostType.HEMFORSAKRING]: "Hemförsäkring", [CostType.ARBETSRESOR]: "Arbetsresor",
  [CostType.FACKFORENING]: "Fackavgift", [CostType.ARBETSLOSHETSKASSA]: "A-kasseavgift", [CostType.OTHER_LIVING_COST]: "Annan levnadskostnad",
});
export const tenureWord = of<Tenure>({
  [Tenure.HYRESRATT]: "hyresrätt", [Tenure.BOSTADSRATT]: "bostadsrätt", [Tenure.ANDRAHAND]: "andra hand", [Tenure.INNEBOENDE]: "inneboende",
  [Tenure.EGET_HUS]: "eget hus", [Tenure.TEMPORARY]: "tillfälligt boende", [Tenure.HOMELESS]: "utan bostad", [Tenure.OTHER]: "annat",
});
export const assetWord = of<AssetType>({
  [AssetType.BANK]: "Bankmedel", [AssetType.SECURITIES]: "Värdepapper", [AssetType.VEHICLE]: "Fordon", [AssetType.PROPERTY]: "Fastighet eller bostad",
  [AssetType.OTHER]: "Annan tillgång",
});
export const answeredWord = (answer: Answer): string => (answer === Answer.YES ? "ja" : answer === Answer.NO ? "nej" : "inte uppgett");
export const channelWord = of<Channel>({ [Channel.E_APPLICATION]: "e-ansökan", [Channel.PAPER]: "papper", [Channel.ORAL]: "muntligt" });
export const applicationWord = of<ApplicationKind>({ [ApplicationKind.FIRST]: "första ansökan", [ApplicationKind.REAPPLICATION]: "återansökan" });
export const assuranceWord = of<AssuranceLevel>({
  [AssuranceLevel.NONE]: "identiteten inte kontrollerad", [AssuranceLevel.LOW]: "låg tillit", [AssuranceLevel.SUBSTANTIAL]: "väsentlig tillit",
  [AssuranceLevel.HIGH]: "hög tillit",
});
export const paymentWord = of<PaymentStatus>({
  [PaymentStatus.EXECUTED]: "utbetalt", [PaymentStatus.PRELIMINARY]: "beslutat, inte utbetalt", [PaymentStatus.PLANNED]: "planerat",
});
export const isSubtracted = (kind: RowKind): boolean => kind === RowKind.INCOME || kind === RowKind.ASSET;

// "p1" and what the person is: "Sökande", "Barn 1".
export function personWord(key: string, persons: { key: string; role: PersonRole }[]): string {
  if (key === "") return "";
  const person = persons.find((one) => one.key === key);
  if (person === undefined) return key;
  const same = persons.filter((one) => one.role === person.role);
  return same.length > 1 ? `${roleWord(person.role)} ${same.indexOf(person) + 1}` : roleWord(person.role);
}

// Which fields a frame has, list by list, and what each may hold.
import { listOf, type Entry } from "../../core/policy.js";
import { assetWord, costWord, personWord, presenceWord, roleWord, tenureWord } from "../../core/words.js";
import type { Frame } from "../../gen/medarbetare/v1/frame_pb.js";
import { AssetType, CostType, PersonRole, PresenceKind, Tenure } from "../../gen/medarbetare/v1/household_pb.js";
import type { Column, Option } from "../../parts/rows.js";

const numbers = (kind: Record<string, string | number>, word: (code: number) => string): Option[] =>
  Object.values(kind).filter((code): code is number => typeof code === "number" && code > 0).map((code) => ({ code: `${code}`, text: word(code) }));

export interface Words {
  barriers: Entry[];
  incomes: Entry[];
  costs: Entry[];
  adjustments: Entry[];
}

export async function wordsOf(sha256: string): Promise<Words> {
  const [barriers, incomes, costs, adjustments] = await Promise.all(["barriers", "income_kinds", "cost_types", "norm_adjustments"].map((name) => listOf(sha256, name)));
  return { barriers: barriers!, incomes: incomes!, costs: costs!, adjustments: adjustments! };
}

export interface List {
  name: "persons" | "barriers" | "incomes" | "costs" | "plans" | "childRecords" | "acceptedAssets" | "normAdjustments";
  title: string;
  add: string;
  hint?: string;
  columns: Column[];
}

export const HOUSING: Column[] = [
  { name: "acceptedCost", label: "Godtagen kostnad per månad", kind: "money" },
  { name: "tenure", label: "Boendeform", kind: "code", options: numbers(Tenure, tenureWord) },
  { name: "personsInHome", label: "Personer i hemmet", kind: "number" },
  { name: "capGraceUntil", label: "Över taket till och med", kind: "date" },
  { name: "shareOfRentPermille", label: "Hushållets del av hyran", kind: "number", hint: "tusendelar" },
  { name: "agreedRent", label: "Inneboendes hyra per månad", kind: "money" },
];

export function listsOf(frame: Frame, words: Words): List[] {
  const persons = frame.persons.map(({ key }) => ({ code: key, text: personWord(key, frame.persons) }));
  const adults = frame.persons.filter(({ role }) => role === PersonRole.APPLICANT || role === PersonRole.CO_APPLICANT).map(({ key }) => ({ code: key, text: personWord(key, frame.persons) }));
  const children = frame.persons.filter(({ role }) => role === PersonRole.CHILD || role === PersonRole.SCHOOL_YOUTH).map(({ key }) => ({ code: key, text: personWord(key, frame.persons) }));
  const person: Column = { name: "person", label: "Person", kind: "select", options: persons };
  const adult: Column = { ...person, options: adults };
  return [
    { name: "persons", title: "Personer", add: "Lägg till person", hint: "Dagar skrivs bara för växelvis boende och umgänge.", columns: [
      { name: "key", label: "Nyckel", kind: "text" },
      { name: "personnummer", label: "Personnummer", kind: "masked" },
      { name: "born", label: "Född", kind: "date" },
      { name: "role", label: "Roll", kind: "code", options: numbers(PersonRole, roleWord) },
      { name: "presence.kind", label: "I hemmet", kind: "code", options: numbers(PresenceKind, presenceWord) },
      { name: "presence.days", label: "Dagar", kind: "number" },
    ] },
    { name: "barriers", title: "Försörjningshinder", add: "Lägg till hinder", columns: [adult, { name: "code", label: "Hinder", kind: "select", options: words.barriers }, { name: "until", label: "Till och med", kind: "date" }] },
    { name: "incomes", title: "Väntade inkomster", add: "Lägg till inkomst", columns: [person, { name: "kind", label: "Slag", kind: "select", options: words.incomes }, { name: "expectedNet", label: "Efter skatt per månad", kind: "money" }] },
    { name: "costs", title: "Godtagna kostnader", add: "Lägg till kostnad", columns: [
      { name: "type", label: "Kostnad", kind: "code", options: numbers(CostType, costWord) }, { name: "otherCode", label: "Vilken annan", kind: "select", options: words.costs },
      { name: "ceiling", label: "Tak per månad", kind: "money" }] },
    { name: "plans", title: "Planering", add: "Lägg till plan", columns: [adult, { name: "valid.fromDate", label: "Från", kind: "date" }, { name: "valid.toDate", label: "Till och med", kind: "date" }] },
    { name: "childRecords", title: "Barnprövningar", add: "Lägg till barnprövning", hint: "En för varje barn.", columns: [
      { name: "child", label: "Barn", kind: "select", options: children }, { name: "reviewer", label: "Gjord av", kind: "text" }, { name: "reviewedOn", label: "Dag", kind: "date" },
      { name: "validUntil", label: "Gäller till och med", kind: "date" }, { name: "reference", label: "Var den står", kind: "text" }] },
    { name: "acceptedAssets", title: "Godtagna tillgångar", add: "Lägg till tillgång", columns: [
      { name: "type", label: "Slag", kind: "code", options: numbers(AssetType, assetWord) }, { name: "reference", label: "Vilken", kind: "text" }, { name: "count", label: "Antal", kind: "number" },
      { name: "until", label: "Till och med", kind: "date" }] },
    { name: "normAdjustments", title: "Höjd eller sänkt norm", add: "Lägg till ändring av normen", hint: "Antingen belopp eller faktor.", columns: [
      person, { name: "kind", label: "Riktning", kind: "code", options: [{ code: "1", text: "höjd" }, { code: "2", text: "sänkt" }] }, { name: "amount", label: "Belopp per månad", kind: "money" },
      { name: "factorPermille", label: "Faktor i tusendelar", kind: "number" }, { name: "reason", label: "Skäl", kind: "select", options: words.adjustments },
      { name: "validTo", label: "Till och med", kind: "date" }] },
  ];
}

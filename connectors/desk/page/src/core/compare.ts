// The four-way comparison: what the household has stated, what the registers say, what the frame accepts, what was decided the month before.
// A register that has not answered is unknown: never nothing and never 0.
import type { Application } from "../gen/medarbetare/v1/application_pb.js";
import type { CalculationRow } from "../gen/medarbetare/v1/assessment_pb.js";
import type { Case } from "../gen/medarbetare/v1/case_pb.js";
import { Source, type EvidenceSet, type SourceAnswer } from "../gen/medarbetare/v1/evidence_pb.js";
import type { Frame } from "../gen/medarbetare/v1/frame_pb.js";
import type { HistoryMonth } from "../gen/medarbetare/v1/history_pb.js";
import { AssetType, CostType, PersonRole } from "../gen/medarbetare/v1/household_pb.js";
import { krOfOre } from "./format.js";
import { answerWord, costWord, isKnown, personWord, presenceWord, sourceWord, tenureWord } from "./words.js";

export interface Cell {
  text: string;
  kind: "value" | "none" | "unknown" | "outside"; // outside: the column can never say it
  value?: string; // what is compared
  ore?: bigint;
  note?: string;
}

export interface Line {
  group: "Hushåll" | "Inkomster" | "Kostnader" | "Tillgångar";
  label: string;
  declared: Cell;
  register: Cell;
  frame: Cell;
  previous: Cell;
  differs: string[]; // one sentence a difference
}

const PAYERS = [Source.FK, Source.PM, Source.SO, Source.CSN];
const none = (text = "inget"): Cell => ({ text, kind: "none", value: "" });
const outside = (): Cell => ({ text: "–", kind: "outside" });
const unknown = (why: string): Cell => ({ text: "okänt", kind: "unknown", note: why });
const amount = (ore: bigint, note?: string): Cell => ({ text: krOfOre(ore), kind: "value", value: `${ore}`, ore, ...(note ? { note } : {}) });
const words = (text: string): Cell => ({ text, kind: "value", value: text });

function answersOf(evidence: EvidenceSet | undefined, person: string): SourceAnswer[] {
  return evidence?.persons.find((one) => one.person === person)?.answers ?? [];
}

// Why the registers cannot be said to know of an income of the person; empty where they can.
function unknownPayers(evidence: EvidenceSet | undefined, person: string): string {
  const answers = answersOf(evidence, person);
  return PAYERS.flatMap((source) => {
    const answer = answers.find((one) => one.source === source);
    if (answer === undefined) return [`${sourceWord(source)}: inte frågad`];
    return isKnown(answer.state) ? [] : [`${sourceWord(source)}: ${answerWord(answer.state)}`];
  }).join(", ");
}

const COLUMNS = { register: "Registret", frame: "Ramen", previous: "Förra månaden" } as const;

function withDifferences(line: Omit<Line, "differs">): Line {
  const { declared } = line;
  const differs: string[] = [];
  for (const [name, title] of Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][]) {
    const cell = line[name];
    if (cell.kind === "unknown") {
      if (name === "register") differs.push(`${title}: okänt`);
      continue;
    }
    if (cell.kind === "outside" || declared.kind === "outside" || cell.value === declared.value) continue;
    // A month or a frame without the household's own figure says nothing against it where both are empty.
    if (cell.kind === "none" && declared.kind === "none") continue;
    if (declared.ore !== undefined && cell.ore !== undefined) {
      const by = cell.ore - declared.ore;
      // Under what a person has accepted is no difference to look at.
      if (name === "frame" && by > 0n && line.group === "Kostnader") continue;
      differs.push(`${title}: ${krOfOre(by < 0n ? -by : by)} ${by < 0n ? "lägre" : "högre"}`);
    } else {
      differs.push(`${title}: ${cell.kind === "none" ? "inget" : cell.text}`);
    }
  }
  return { ...line, differs };
}

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);

function incomeLines(one: Case, application: Application, frame: Frame | undefined, before: HistoryMonth | undefined): Line[] {
  const rows = (one.assessment?.rows ?? []).filter(({ code }) => code.startsWith("income."));
  const keys = new Map<string, { person: string; kind: string }>();
  const add = (person: string, kind: string) => keys.set(`${person}/${kind}`, { person, kind });
  application.incomes.forEach(({ person, kind }) => add(person, kind));
  rows.forEach(({ person, code }) => add(person, code.slice("income.".length)));
  frame?.incomes.forEach(({ person, kind }) => add(person, kind));
  before?.incomes.forEach(({ person, kind }) => add(person, kind));
  const fromRegister = ({ inputs }: CalculationRow) => inputs.some((path) => path.startsWith("evidence"));
  return [...keys.values()].map(({ person, kind }) => {
    const of = <T extends { person: string; kind: string }>(list: T[] | undefined) => (list ?? []).filter((two) => two.person === person && two.kind === kind);
    const declared = of(application.incomes);
    const mine = rows.filter((row) => row.person === person && row.code === `income.${kind}`);
    const registered = mine.filter(fromRegister);
    const missing = unknownPayers(one.evidence, person);
    const expected = of(frame?.incomes);
    const counted = of(before?.incomes);
    const label = mine[0]?.label.split(",")[0] || kind;
    return withDifferences({
      group: "Inkomster",
      label: `${label}, ${personWord(person, application.persons)}`,
      declared: declared.length > 0 ? amount(sum(declared.map(({ net }) => net?.ore ?? 0n)), declared.some(({ proven }) => proven) ? "styrkt" : "") : none(),
      register: registered.length > 0
        ? amount(sum(registered.map((row) => (row.paid ?? row.amount)?.ore ?? 0n)))
        : missing ? unknown(missing) : none(),
      frame: frame === undefined ? unknown("ingen ram") : expected.length > 0 ? amount(sum(expected.map(({ expectedNet }) => expectedNet?.ore ?? 0n))) : none(),
      previous: before === undefined ? unknown("ingen månad före") : counted.length > 0 ? amount(sum(counted.map((two) => (two.net ?? two.counted)?.ore ?? 0n))) : none(),
    });
  });
}

function costLines(application: Application, frame: Frame | undefined, before: HistoryMonth | undefined): Line[] {
  const keys = new Map<string, { type: CostType; other: string }>();
  const add = (type: CostType, other: string) => keys.set(`${type}/${other}`, { type, other });
  application.costs.forEach(({ type, otherCode }) => add(type, otherCode));
  frame?.costs.forEach(({ type, otherCode }) => add(type, otherCode));
  before?.costs.forEach(({ type, otherCode }) => add(type, otherCode));
  return [...keys.values()].map(({ type, other }) => {
    const of = <T extends { type: CostType; otherCode: string }>(list: T[] | undefined) => (list ?? []).filter((two) => two.type === type && two.otherCode === other);
    const asked = of(application.costs);
    const proven = asked.filter((two) => two.proven !== undefined);
    const ceilings = of(frame?.costs);
    const approved = of(before?.costs);
    const housing = type === CostType.BOENDE ? frame?.housing?.acceptedCost : undefined;
    const note = proven.length === asked.length ? `styrkt ${krOfOre(sum(proven.map((two) => two.proven!.ore)))}` : "underlag saknas";
    return withDifferences({
      group: "Kostnader",
      label: type === CostType.OTHER_LIVING_COST ? `Annan kostnad (${other})` : costWord(type),
      declared: asked.length > 0 ? amount(sum(asked.map(({ applied }) => applied?.ore ?? 0n)), note) : none("inte sökt"),
      register: outside(),
      frame: frame === undefined ? unknown("ingen ram")
        : housing !== undefined ? amount(housing.ore, "godtagen")
          : ceilings.length > 0 ? amount(sum(ceilings.map(({ ceiling }) => ceiling?.ore ?? 0n)), "tak") : none("inte i ramen"),
      previous: before === undefined ? unknown("ingen månad före") : approved.length > 0 ? amount(sum(approved.map((two) => two.approved?.ore ?? 0n))) : none("inte godkänt"),
    });
  });
}

const isChild = (role: PersonRole): boolean => role === PersonRole.CHILD || role === PersonRole.SCHOOL_YOUTH;
const isAdult = (role: PersonRole): boolean => role === PersonRole.APPLICANT || role === PersonRole.CO_APPLICANT;

function members(persons: { role: PersonRole }[]): string {
  const adults = persons.filter(({ role }) => isAdult(role)).length;
  const children = persons.filter(({ role }) => isChild(role)).length;
  const rest = persons.length - adults - children;
  const part = (count: number, single: string, many: string) => (count === 0 ? [] : [`${count} ${count === 1 ? single : many}`]);
  return [...part(adults, "vuxen", "vuxna"), ...part(children, "barn", "barn"), ...part(rest, "annan", "andra")].join(", ");
}

function householdLines(one: Case, application: Application, frame: Frame | undefined, before: HistoryMonth | undefined): Line[] {
  const applicant = application.persons.find(({ role }) => role === PersonRole.APPLICANT);
  const registered = answersOf(one.evidence, applicant?.key ?? "").find(({ source }) => source === Source.FOLK);
  const noFrame = unknown("ingen ram");
  const noMonth = unknown("ingen månad före");
  const lines = [withDifferences({
    group: "Hushåll",
    label: "Personer",
    declared: words(members(application.persons)),
    register: registered === undefined ? outside() : isKnown(registered.state)
      ? { text: `${1 + (registered.registered?.sameAddress.length ?? 0)} vuxna, ${registered.registered?.children.filter(({ sameAddress }) => sameAddress).length ?? 0} barn på adressen`, kind: "outside" }
      : unknown(answerWord(registered.state)),
    frame: frame === undefined ? noFrame : words(members(frame.persons)),
    previous: before === undefined ? noMonth : before.persons.length === 0 ? outside() : words(members(before.persons)),
  }), withDifferences({
    group: "Hushåll",
    label: "Boendeform",
    declared: application.home?.tenure ? words(tenureWord(application.home.tenure)) : none("inte uppgett"),
    register: outside(),
    frame: frame === undefined ? noFrame : frame.housing?.tenure ? words(tenureWord(frame.housing.tenure)) : outside(),
    previous: outside(),
  }), withDifferences({
    group: "Hushåll",
    label: "Personer i hemmet",
    declared: application.home?.personsInHome ? words(`${application.home.personsInHome}`) : none("inte uppgett"),
    register: outside(),
    frame: frame === undefined ? noFrame : frame.housing ? words(`${frame.housing.personsInHome}`) : outside(),
    previous: before === undefined ? noMonth : before.personsInHome > 0 ? words(`${before.personsInHome}`) : outside(),
  })];
  for (const child of application.persons.filter(({ role }) => isChild(role))) {
    const stay = (persons: { key: string; presence?: { kind: number; days: number } }[] | undefined): Cell => {
      const found = persons?.find(({ key }) => key === child.key);
      if (found === undefined) return none("inte med");
      const { kind = 0, days = 0 } = found.presence ?? {};
      return words(`${presenceWord(kind)}${kind === 2 || kind === 3 ? `, ${days} dagar` : ""}`);
    };
    lines.push(withDifferences({
      group: "Hushåll",
      label: `${personWord(child.key, application.persons)}, i hemmet`,
      declared: stay(application.persons),
      register: outside(),
      frame: frame === undefined ? noFrame : stay(frame.persons),
      previous: before === undefined ? noMonth : before.persons.length === 0 ? outside() : stay(before.persons),
    }));
  }
  return lines;
}

function assetLines(one: Case, application: Application, frame: Frame | undefined): Line[] {
  const adults = application.persons.filter(({ role }) => isAdult(role));
  const vehicles = adults.map(({ key }) => answersOf(one.evidence, key).find(({ source }) => source === Source.TNS));
  const missing = vehicles.find((answer) => answer === undefined || !isKnown(answer.state));
  const count = (text: number) => (text === 0 ? none("inga") : words(`${text}`));
  const accepted = frame?.acceptedAssets.filter(({ type }) => type === AssetType.VEHICLE).reduce((total, two) => total + Math.max(1, two.count), 0);
  const value = application.assets.filter(({ type }) => type !== AssetType.VEHICLE);
  const lines = [withDifferences({
    group: "Tillgångar",
    label: "Fordon",
    declared: count(application.assets.filter(({ type }) => type === AssetType.VEHICLE).length),
    register: vehicles.includes(undefined) || missing !== undefined
      ? unknown(`${sourceWord(Source.TNS)}: ${missing ? answerWord(missing.state) : "inte frågad"}`)
      : count(vehicles.reduce((total, answer) => total + (answer?.vehicles.length ?? 0), 0)),
    frame: accepted === undefined ? unknown("ingen ram") : count(accepted),
    previous: outside(),
  })];
  if (value.length > 0) {
    lines.push(withDifferences({
      group: "Tillgångar", label: "Andra tillgångar", declared: amount(sum(value.map((two) => two.value?.ore ?? 0n))), register: outside(),
      frame: outside(), previous: outside(),
    }));
  }
  return lines;
}

export function compare(one: Case, frame: Frame | undefined): Line[] {
  const { application } = one;
  if (application === undefined) return [];
  const before = one.suppliedHistory?.months.find(({ month }) => month < application.month);
  return [
    ...householdLines(one, application, frame, before),
    ...incomeLines(one, application, frame, before),
    ...costLines(application, frame, before),
    ...assetLines(one, application, frame),
  ];
}

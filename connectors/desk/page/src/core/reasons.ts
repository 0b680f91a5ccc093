// The reasons of an item as a caseworker reads them: each sentence once, what is unusual before what is merely how the typfall is set.
import type { Reason } from "../gen/medarbetare/v1/escalation_pb.js";

export interface Told {
  text: string;
  codes: string[];
  person: string;
  routine: boolean; // follows from the mode or the draw, not from anything in the case
}

const ROUTINE = /^(MODE|PAUSED|SAMPLE)/;

export function told(reasons: Reason[]): Told[] {
  const sentences = new Map<string, Told>();
  for (const { code, text, person } of reasons) {
    const known = sentences.get(text);
    if (known !== undefined) known.codes.push(code);
    else sentences.set(text, { text, codes: [code], person, routine: ROUTINE.test(code) });
  }
  return [...sentences.values()].sort((a, b) => Number(a.routine) - Number(b.routine));
}

// Tells a view that there may be something new: by the worker's hints where they come, else by asking now and then. Not while the page is hidden.
import { escalations } from "./api.js";
import { isAbsent, isSignedOut } from "./errors.js";
import { gather } from "./gather.js";

const EVERY_MS = 15_000;
const CALM_MS = 60_000; // with hints, still asked now and then: hints are no promise
const STREAM_MS = 25_000; // a watch ends before the worker's longest call does, and begins anew
const MISSED_MS = 500; // after a watch has begun anew: what changed between the two gave no hint

type Hear = (item: string) => void;
const heard = new Set<Hear>();
let watching = false;
let last = 0;

async function follow(): Promise<void> {
  if (watching) return;
  watching = true;
  for (let anew = false; heard.size > 0; anew = true) {
    if (anew) setTimeout(() => heard.forEach((hear) => hear("")), MISSED_MS);
    try {
      for await (const { hint } of escalations.watchEscalations({ includeRestricted: true }, { timeoutMs: STREAM_MS })) {
        if (heard.size === 0) break;
        last = Date.now();
        if (hint?.escalationId) heard.forEach((hear) => hear(hint.escalationId));
      }
    } catch (error) {
      if (isAbsent(error) || isSignedOut(error)) break;
      await new Promise((resolve) => setTimeout(resolve, 1000 + Math.random() * 2000));
    }
  }
  watching = false;
}

// `look` is called when an item has changed that `concerns` it, by its id, or "" when nobody knows which.
export function watch(look: () => void, concerns: (item: string) => boolean = () => true): () => void {
  const hints = gather(() => document.hidden || look());
  const hear: Hear = (item) => {
    if (concerns(item)) hints.hear();
  };
  heard.add(hear);
  void follow();
  let asked = Date.now();
  const tick = () => {
    const calm = Date.now() - last < STREAM_MS + EVERY_MS;
    if (document.hidden || (calm && Date.now() - asked < CALM_MS)) return;
    asked = Date.now();
    look();
  };
  const shown = () => {
    if (!document.hidden) look();
  };
  const timer = window.setInterval(tick, EVERY_MS);
  document.addEventListener("visibilitychange", shown);
  return () => {
    heard.delete(hear);
    hints.stop();
    window.clearInterval(timer);
    document.removeEventListener("visibilitychange", shown);
  };
}

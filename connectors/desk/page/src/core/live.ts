// Tells a view that there may be something new: by the worker's hints where they come, else by asking now and then. Not while the page is hidden.
import { escalations } from "./api.js";
import { isAbsent, isSignedOut } from "./errors.js";

const EVERY_MS = 15_000;
const CALM_MS = 60_000; // with hints, still asked now and then: hints are no promise
const STREAM_MS = 25_000; // a watch ends before the worker's longest call does, and begins anew
const GATHER_MS = 300; // many hints at once are one look
const MISSED_MS = 500; // after a watch has begun anew: what changed between the two gave no hint

type Look = (item: string) => void;
const looks = new Set<Look>();
let watching = false;
let last = 0;

async function follow(): Promise<void> {
  if (watching) return;
  watching = true;
  for (let anew = false; looks.size > 0; anew = true) {
    if (anew) setTimeout(() => looks.forEach((look) => look("")), MISSED_MS);
    try {
      for await (const { hint } of escalations.watchEscalations({ includeRestricted: true }, { timeoutMs: STREAM_MS })) {
        if (looks.size === 0) break;
        last = Date.now();
        if (hint?.escalationId) looks.forEach((look) => look(hint.escalationId));
      }
    } catch (error) {
      if (isAbsent(error) || isSignedOut(error)) break;
      await new Promise((resolve) => setTimeout(resolve, 1000 + Math.random() * 2000));
    }
  }
  watching = false;
}

// `look` is called with the item that changed, or with "" when nobody knows which.
export function watch(look: Look): () => void {
  let gather: ReturnType<typeof setTimeout> | undefined;
  let gathered = new Set<string>();
  const soon: Look = (item) => {
    gathered.add(item);
    gather ??= setTimeout(() => {
      gather = undefined;
      const items = gathered;
      gathered = new Set();
      if (!document.hidden) items.forEach((one) => look(one));
    }, GATHER_MS);
  };
  looks.add(soon);
  void follow();
  let asked = Date.now();
  const tick = () => {
    const calm = Date.now() - last < STREAM_MS + EVERY_MS;
    if (document.hidden || (calm && Date.now() - asked < CALM_MS)) return;
    asked = Date.now();
    look("");
  };
  const shown = () => {
    if (!document.hidden) look("");
  };
  const timer = window.setInterval(tick, EVERY_MS);
  document.addEventListener("visibilitychange", shown);
  return () => {
    looks.delete(soon);
    clearTimeout(gather);
    window.clearInterval(timer);
    document.removeEventListener("visibilitychange", shown);
  };
}

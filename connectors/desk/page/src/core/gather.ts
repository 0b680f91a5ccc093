// Many hints are one look. Every page hears of a change at the same moment, so each waits a little of its own; and where hints keep coming, as when the
// worker is through with a month, a page looks again only now and then: 200 open lists would else ask more than the worker answers.
const GATHER_MS = 300;
const SPREAD_MS = 700;
const APART_MS = 3_000;

export interface Gathering {
  hear(): void;
  stop(): void;
}

export function gather(look: () => void): Gathering {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next = 0; // the earliest that it looks again
  return {
    hear() {
      timer ??= setTimeout(() => {
        timer = undefined;
        next = Date.now() + APART_MS;
        look();
      }, Math.max(GATHER_MS, next - Date.now()) + Math.random() * SPREAD_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

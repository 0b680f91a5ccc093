// Keys that work without Ctrl or Alt. They can be switched off (WCAG 2.1.4), and never fire while somebody writes.
export interface Key {
  key: string;
  text: string;
  run: () => void;
}

const OFF = "medarbetare.keys"; // holds "off" alone: a wish about the page, nothing of a person or a case
let groups: Key[][] = [];

export const keysOn = (): boolean => localStorage.getItem(OFF) !== "off";

export function switchKeys(on: boolean): void {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "off");
}

// While the returned function has not been called, the keys work. The last group goes first.
export function useKeys(keys: Key[]): () => void {
  groups = [...groups, keys];
  return () => {
    groups = groups.filter((one) => one !== keys);
  };
}

export const allKeys = (): Key[] => groups.flat();

function writes(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return element?.matches?.("input, textarea, select, [contenteditable]") ?? false;
}

window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !keysOn() || writes(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.target as HTMLElement | null)?.matches?.("a, button, summary")) return;
  const found = [...groups].reverse().flat().find((one) => one.key === event.key);
  if (found === undefined) return;
  event.preventDefault();
  found.run();
});

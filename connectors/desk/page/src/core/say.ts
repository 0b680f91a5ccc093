// One polite live region for the whole page: what just happened, for who cannot see it.
let region: HTMLElement | undefined;

export function say(text: string): void {
  region ??= document.querySelector<HTMLElement>("#said") ?? undefined;
  if (region === undefined || !region.isConnected) region = document.querySelector<HTMLElement>("#said") ?? undefined;
  if (region !== undefined) region.textContent = text;
}

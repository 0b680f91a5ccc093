// Tells a view that there may be something new. Asks now and then; not while the page is hidden.
const EVERY_MS = 15_000;

export function watch(look: () => void): () => void {
  const tick = () => {
    if (!document.hidden) look();
  };
  const timer = window.setInterval(tick, EVERY_MS);
  document.addEventListener("visibilitychange", tick);
  return () => {
    window.clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}

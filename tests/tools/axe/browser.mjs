// A Chromium without a window, spoken to over its debugging pipe: messages end with a NUL byte. No library is needed for the
// few verbs that a test of static pages has.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const FLAGS = [
  "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
  "--font-render-hinting=none",
];
const ANSWER_MS = 30_000;

// The browser's path; undefined where the machine has none.
export function findBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

export class Browser {
  #process;
  #profile;
  #next = 1;
  #waiting = new Map();
  #events = [];
  #left = "";

  static async start(path) {
    const browser = new Browser();
    browser.#profile = mkdtempSync(join(tmpdir(), "pages-"));
    browser.#process = spawn(path, [...FLAGS, `--user-data-dir=${browser.#profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    browser.#process.stdio[4].setEncoding("utf8");
    browser.#process.stdio[4].on("data", (text) => browser.#read(text));
    browser.#process.on("exit", () => browser.#waiting.forEach(({ reject }) => reject(new Error("the browser ended"))));
    await browser.send("Browser.getVersion");
    return browser;
  }

  #read(text) {
    const parts = (this.#left + text).split("\0");
    this.#left = parts.pop();
    for (const part of parts) {
      const message = JSON.parse(part);
      const asked = this.#waiting.get(message.id);
      if (asked === undefined) {
        this.#events.forEach((listen) => listen(message));
      } else {
        this.#waiting.delete(message.id);
        message.error ? asked.reject(new Error(message.error.message)) : asked.resolve(message.result);
      }
    }
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method}: no answer`)), ANSWER_MS);
      const settle = (done) => (value) => (clearTimeout(late), done(value));
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  onEvent(listen) {
    this.#events.push(listen);
  }

  async page() {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    return new Page(this, sessionId).ready();
  }

  async stop() {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.send("Browser.close").catch(() => {});
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Page {
  requests = []; // of the page that is open, its own address left out
  #browser;
  #session;
  #loaded = () => {};

  constructor(browser, session) {
    this.#browser = browser;
    this.#session = session;
    browser.onEvent(({ method, params, sessionId }) => {
      if (sessionId !== session) return;
      if (method === "Page.loadEventFired") this.#loaded();
      if (method === "Network.requestWillBeSent" && params.type !== "Document") this.requests.push(params.request.url);
    });
  }

  send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  async ready() {
    await Promise.all(["Page.enable", "Network.enable", "Runtime.enable"].map((method) => this.send(method)));
    return this;
  }

  // `scheme` is "light" or "dark", `media` "screen" or "print".
  async show({ width = 1280, height = 900, scale = 1, scheme = "light", media = "screen" }) {
    await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile: false });
    await this.send("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
  }

  async open(url) {
    this.requests = [];
    const loaded = new Promise((resolve) => (this.#loaded = resolve));
    await this.send("Page.navigate", { url });
    await loaded;
  }

  // The value of a JavaScript expression; promises are waited for.
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async picture({ whole = false, height = undefined } = {}) {
    const params = { format: "png", captureBeyondViewport: whole };
    if (whole || height) {
      const { cssContentSize } = await this.send("Page.getLayoutMetrics");
      const tall = Math.min(cssContentSize.height, height ?? 8000);
      params.clip = { x: 0, y: 0, width: cssContentSize.width, height: tall, scale: 1 };
      params.captureBeyondViewport = true;
    }
    return Buffer.from((await this.send("Page.captureScreenshot", params)).data, "base64");
  }

  async print() {
    const { data } = await this.send("Page.printToPDF", { printBackground: false, preferCSSPageSize: true, paperWidth: 8.27, paperHeight: 11.69 });
    return Buffer.from(data, "base64");
  }
}

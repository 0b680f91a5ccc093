// What the page's own source does not do: text that becomes markup or code, foreign messages, and what stays in the browser.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const folder = new URL("../../src", import.meta.url).pathname;
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.path ?? entry.parentPath, entry.name))
  .filter((path) => !path.includes("/gen/"));

const without = (name, pattern, allowed = []) =>
  test(name, () => {
    const found = files.filter((path) => pattern.test(readFileSync(path, "utf8")) && !allowed.some((one) => path.endsWith(one)));
    assert.deepEqual(found, []);
  });

test("the source is there", () => assert.ok(files.length > 30, `${files.length} files`));
without("no text becomes markup", /\b(innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|unsafeStatic)\b|document\.write/);
without("no text becomes code", /\beval\s*\(|\bnew Function\b|set(Timeout|Interval)\(\s*["'`]/);
without("no message of another window is taken or sent", /postMessage|["']message["']\s*,\s*(this|\(|async|function)/);
without("only whether the keys are on stays in the browser", /localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\b/, ["core/keys.ts"]);
without("no prototype is reached by a name", /__proto__|\bprototype\b|setPrototypeOf/);
// A button that cannot be pressed loses the focus of who pressed it with a key: while a call is under way it says so and takes nothing.
without("no button goes from under who pressed it", /\?disabled=\$\{[^}]*busy/);

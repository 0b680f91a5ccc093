// Compiles one source file of the page with what it imports, so that Node can call it.
import { build } from "esbuild";

export async function load(path) {
  const { outputFiles } = await build({ entryPoints: [new URL(`../../src/${path}`, import.meta.url).pathname], bundle: true, format: "esm", platform: "browser", write: false, logLevel: "error" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}

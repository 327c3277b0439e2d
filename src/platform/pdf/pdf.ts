import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { AppError } from "#kernel/errors.ts";
import { spareFonts } from "./spare-fonts.ts";

/** The weights of the font that templates use; both are files of the package. */
const fonts = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"];

/** Of what typst remembers, this many documents back is kept: the template and the fonts, not everybody's lines. */
const rememberedDocuments = 5;

let compiler: Promise<NodeCompiler> | undefined;

/**
 * Sets a template (the text of a typst file) with data, which it reads as JSON from `sys.inputs.data`: what the data
 * holds is text to typst and never mark-up (docs/adr/0022-documents-by-typst.md). Refuses where typst does not run here.
 */
export async function renderPdf(template: string, data: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const text = JSON.stringify(data);
  const typst = await compilerFor(text);
  try {
    const bytes = typst.pdf({ mainFileContent: template, inputs: { data: text } });
    return new Uint8Array(bytes);
  } finally {
    typst.evictCache(rememberedDocuments);
  }
}

/** The one compiler; for letters that its fonts lack, one that has them too and goes with the document. */
async function compilerFor(text: string): Promise<NodeCompiler> {
  try {
    const spare = await spareFonts(text);
    return await (spare.length === 0 ? (compiler ??= openCompiler()) : openCompiler(spare));
  } catch (cause) {
    compiler = undefined;
    throw Object.assign(new AppError("pdf.unavailable"), { cause });
  }
}

/** The compiler is a program of 50 MB: it is loaded with the first document, not with every command. */
async function openCompiler(spare: readonly Uint8Array[] = []): Promise<NodeCompiler> {
  const typst = await import("@myriaddreamin/typst-ts-node-compiler");
  const folder = dirname(fileURLToPath(import.meta.resolve("@expo-google-fonts/inter/package.json")));
  const own = fonts.map((file) => readFileSync(join(folder, file)));
  const fontBlobs = [...own, ...spare.map((font) => Buffer.from(font))];
  return typst.NodeCompiler.create({ fontArgs: [{ fontBlobs }] });
}

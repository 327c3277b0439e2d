import { extractText, getDocumentProxy } from "unpdf";

/** The text of a PDF, a page each. */
export async function pdfPages(bytes: ArrayBuffer | Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(document, { mergePages: false });
  return text.map((page) => page.replaceAll("\u200B", ""));
}

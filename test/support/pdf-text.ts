import { extractText, getDocumentProxy } from "unpdf";

/** The text of a PDF, a page each. */
export async function pdfPages(bytes: ArrayBuffer | Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(document, { mergePages: false });
  return text.map((page) => page.replaceAll("\u200B", ""));
}

/** How far to the right the text of a PDF reaches on any page, and how wide a page is, in points. */
export async function rightmost(bytes: ArrayBuffer): Promise<{ right: number; width: number }> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const found = { right: 0, width: 0 };
  for (let at = 1; at <= document.numPages; at += 1) {
    const page = await document.getPage(at);
    found.width = page.getViewport({ scale: 1 }).width;
    const { items } = await page.getTextContent();
    for (const item of items)
      if ("str" in item) found.right = Math.max(found.right, Number(item.transform[4]) + item.width);
  }
  return found;
}

/** The names of the fonts that draw each letter of a PDF. */
export async function fontsOfLetters(bytes: ArrayBuffer): Promise<Map<string, Set<string>>> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const found = new Map<string, Set<string>>();
  for (let at = 1; at <= document.numPages; at += 1) {
    const page = await document.getPage(at);
    // Fonts are known to a page once it was read for drawing.
    await page.getOperatorList();
    const { items } = await page.getTextContent();
    for (const item of items) {
      if (!("str" in item)) continue;
      const { name } = page.commonObjs.get(item.fontName) as { name: string };
      for (const letter of item.str) found.set(letter, (found.get(letter) ?? new Set()).add(name));
    }
  }
  return found;
}

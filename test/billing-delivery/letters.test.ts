import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { spareFonts } from "#platform/pdf/spare-fonts.ts";
import { fontsOfLetters, pdfPages } from "../support/pdf-text.ts";
import { startWorld, type World } from "../support/world.ts";
import { get, type Shop, shopIn } from "./shop.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

/** The PDF of an invoice for a customer of this name, which one line has too. */
async function pdfFor(name: string): Promise<ArrayBuffer> {
  const shop: Shop = await shopIn(world, name);
  const body = {
    customer_id: shop.customer_id,
    line_items: [{ name: "Seat", description: name, price: "1" }],
  };
  const { id } = await shop.send(invoices.createInvoice, { body });
  const answer = await get(shop, `/invoices/${id}/pdf`);
  expect(answer.status).toBe(200);
  return answer.arrayBuffer();
}

describe("letters from outside Europe on a PDF (F74)", () => {
  test.each([
    ["Chinese", "上海某某有限公司", /NotoSansSC/],
    ["traditional Chinese", "臺灣積體電路製造股份有限公司", /NotoSansSC/],
    ["Japanese", "株式会社カナモジ「直」ー髙﨑㈱", /NotoSansJP/],
    ["Korean", "주식회사 한국어", /NotoSansKR/],
    ["Hindi", "राम उद्योग", /NotoSansDevanagari/],
    ["Thai", "บริษัท กรุงเทพ", /NotoSansThai/],
    ["emoji", "😀🎉🚀", /NotoEmoji/],
    ["Hebrew", "שלום", /Libertinus|DejaVu/],
    ["Arabic", "مرحبا", /Libertinus|DejaVu/],
  ])("given %s, then each letter is drawn by a font that has it, in both weights", async (_, name, font) => {
    const bytes = await pdfFor(name);
    const fonts = await fontsOfLetters(bytes.slice(0));
    const letters = [...new Set(name)].filter((letter) => letter !== " " && !/\p{Mark}/u.test(letter));
    for (const letter of letters) {
      const drawn = [...(fonts.get(letter) ?? [])];
      expect({ letter, drawn }).toEqual({ letter, drawn: drawn.filter((one) => font.test(one)) });
      expect(drawn.length).toBeGreaterThanOrEqual(1);
    }
    const text = (await pdfPages(bytes)).join("").replaceAll(/\s/g, "");
    if (!/\p{Script=Hebrew}|\p{Script=Arabic}|\p{Mark}/u.test(name))
      expect(text.split(name.replaceAll(" ", ""))).toHaveLength(3);
  });

  test("given a letter that no font has, then the rest is there still", async () => {
    const text = (await pdfPages(await pdfFor("𪚥 有限公司"))).join("");
    expect(text).toContain("有限公司");
    expect(text).toContain("€1.00");
  });

  test.each(["Acme® Ltd. © ™ ☎ – “€” ½", "Žluťoučký kůň", "Ελληνικά", "Кириллица", "שלום مرحبا"])(
    "given %s, then no other font is needed",
    async (text) => expect(await spareFonts(text)).toEqual([]),
  );

  test("given kana beside them, then shared letters are cut from the Japanese font, else from the Chinese one", async () => {
    const [chinese, japanese] = [await spareFonts("直骨"), await spareFonts("直骨の")];
    expect(chinese.length).toBeGreaterThan(0);
    expect(chinese.every((font) => nameIn(font).includes("Noto Sans SC"))).toBe(true);
    expect(japanese.every((font) => nameIn(font).includes("Noto Sans JP"))).toBe(true);
    expect(Math.max(...[...chinese, ...japanese].map(({ length }) => length))).toBeLessThan(10_000);
  });
});

/** The text of a font file, in which its name stands as UTF-16. */
function nameIn(font: Uint8Array): string {
  return Buffer.from(font).toString("latin1").replaceAll("\0", "");
}

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * A font that is carried for letters which the fonts of every document lack. It comes in slices of some hundred letters;
 * its index says which letters are in which.
 */
type Family = {
  /** What its files are called. */
  name: string;
  /** The letters that it is for. An index also claims some of other scripts, which its files do not hold. */
  letters: RegExp;
  index: () => string;
};

const chinese: Family = {
  name: "noto-sans-sc",
  // The compatibility ideographs that its index names are not in its files; they are in the Japanese one.
  letters: /(?![\uF900-\uFAFF])[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u,
  index: () => import.meta.resolve("@fontsource-variable/noto-sans-sc/unicode.json"),
};

const japanese: Family = {
  name: "noto-sans-jp",
  letters: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u30FF\u3200-\u33FF\uFF00-\uFFEF]/u,
  index: () => import.meta.resolve("@fontsource-variable/noto-sans-jp/unicode.json"),
};

const others: readonly Family[] = [
  {
    name: "noto-sans-kr",
    letters: /\p{Script=Hangul}/u,
    index: () => import.meta.resolve("@fontsource-variable/noto-sans-kr/unicode.json"),
  },
  {
    name: "noto-sans-devanagari",
    letters: /[\p{Script=Devanagari}\u0964\u0965]/u,
    index: () => import.meta.resolve("@fontsource-variable/noto-sans-devanagari/unicode.json"),
  },
  {
    name: "noto-sans-thai",
    letters: /\p{Script=Thai}/u,
    index: () => import.meta.resolve("@fontsource-variable/noto-sans-thai/unicode.json"),
  },
  {
    name: "noto-emoji",
    letters: /\p{Emoji_Presentation}|[\u{1F000}-\u{1FAFF}]/u,
    index: () => import.meta.resolve("@fontsource-variable/noto-emoji/unicode.json"),
  },
];

type Slice = { file: string; ranges: readonly (readonly [from: number, to: number])[] };

/** A font with the given letters alone, at any weight or at one. */
type Cut = (
  font: Uint8Array,
  letters: string,
  options: { targetFormat: "sfnt"; variationAxes?: Record<string, number> },
) => Promise<Uint8Array>;

/** The weights that templates use. */
const weights = [400, 600];

const slicesRead = new Map<Family, Slice[]>();

/**
 * Fonts with those letters of a text that the fonts of every document lack, and no others: none for most texts. What no
 * font has is left to typst, which draws a box.
 */
export async function spareFonts(text: string): Promise<Uint8Array[]> {
  const wanted = new Map<string, string>();
  const order = orderFor(text);
  for (const letter of new Set(text)) {
    const file = fileOf(letter, order);
    if (file !== undefined) wanted.set(file, (wanted.get(file) ?? "") + letter);
  }
  const fonts: Uint8Array[] = [];
  for (const [file, letters] of wanted) fonts.push(...(await cutFrom(file, letters)));
  return fonts;
}

/** Chinese and Japanese share letters that they draw differently: kana tell that a text is Japanese. */
function orderFor(text: string): Family[] {
  const isJapanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
  return isJapanese ? [japanese, chinese, ...others] : [chinese, japanese, ...others];
}

function fileOf(letter: string, order: readonly Family[]): string | undefined {
  const code = letter.codePointAt(0) ?? 0;
  for (const family of order) {
    if (!family.letters.test(letter)) continue;
    const slice = slicesOf(family).find(({ ranges }) =>
      ranges.some(([from, to]) => from <= code && code <= to),
    );
    if (slice !== undefined) return slice.file;
  }
  return undefined;
}

/** An index reads `{"[4]": "U+1f1e9-1f1f5,U+fee45", …}`, and names no other than the files beside it. */
function slicesOf(family: Family): Slice[] {
  const known = slicesRead.get(family);
  if (known !== undefined) return known;
  const index = family.index();
  const found = JSON.parse(readFileSync(fileURLToPath(index), "utf8")) as Record<string, string>;
  const slices = Object.entries(found).map(([slice, ranges]) => ({
    file: fileURLToPath(
      new URL(`files/${family.name}-${slice.replaceAll(/[[\]]/g, "")}-wght-normal.woff2`, index),
    ),
    ranges: ranges.split(",").map(rangeOf),
  }));
  slicesRead.set(family, slices);
  return slices;
}

function rangeOf(range: string): readonly [from: number, to: number] {
  const [from = 0, to = from] = range
    .trim()
    .slice(2)
    .split("-")
    .map((code) => Number.parseInt(code, 16));
  return [from, to];
}

/** A slice holds its letters at any weight, which typst does not read: they are cut out of it once, and fixed at each. */
async function cutFrom(file: string, letters: string): Promise<Uint8Array[]> {
  // Loaded with the first document that needs it.
  // @ts-expect-error -- the package brings no types
  const { default: subsetFont } = (await import("subset-font")) as { default: Cut };
  const cut = await subsetFont(readFileSync(file), letters, { targetFormat: "sfnt" });
  const fonts: Uint8Array[] = [];
  for (const wght of weights)
    fonts.push(await subsetFont(cut, letters, { targetFormat: "sfnt", variationAxes: { wght } }));
  return fonts;
}

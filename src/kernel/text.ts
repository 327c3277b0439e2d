/** Whether a text can be kept and sent on as it is: it holds no NUL and no half of a character (a lone surrogate). */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** What to say of a text that is not storable, after the name of its field. */
export const unstorableWords =
  "holds the character U+0000 or half of a character (a lone surrogate), which cannot be stored; remove it";

// U+2800 is a letter to Unicode, and a blank to the eye.
const visible = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a text holds a character that one sees: a name of spaces that have no width, or of marks of direction, is none. */
export function isVisible(text: string): boolean {
  return visible.test(text);
}

/** The names and positions that lead to a value inside parsed JSON. */
export type JsonPath = readonly (string | number)[];

type Place = { value: unknown; path: { step: string | number; before: Place } | undefined };

/**
 * Where a text stands in parsed JSON that is not storable: a value, or the name of one. Undefined where there is none.
 * The path can be shown and stored: the characters in question are U+FFFD in it. Goes by a list of its own, for the
 * depth of JSON from outside has no bound.
 */
export function findUnstorable(json: unknown): JsonPath | undefined {
  const left: Place[] = [{ value: json, path: undefined }];
  for (let here = left.pop(); here !== undefined; here = left.pop()) {
    const { value } = here;
    if (typeof value === "string" && !isStorable(value)) return pathOf(here);
    if (typeof value !== "object" || value === null) continue;
    for (const [name, one] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(name) : name;
      const inside: Place = { value: one, path: { step, before: here } };
      if (!isStorable(name)) return pathOf(inside);
      left.push(inside);
    }
  }
  return undefined;
}

function pathOf(place: Place): JsonPath {
  const steps: (string | number)[] = [];
  for (let { path } = place; path !== undefined; path = path.before.path)
    steps.push(typeof path.step === "number" ? path.step : shown(path.step));
  return steps.toReversed();
}

function shown(name: string): string {
  return name.replaceAll("\u0000", "\uFFFD").toWellFormed();
}

/** How many things a sentence names; of the others it says how many there are. */
export const mostNamed = 3;

/** So many things as a sentence names them, those that are given first: `INV-1, INV-2, INV-3 and 5 more`. */
export function few(names: readonly string[], total: number = names.length): string {
  const shown = names.slice(0, mostNamed);
  const all = total > shown.length ? [...shown, `${total - shown.length} more`] : shown;
  return [all.slice(0, -1).join(", "), ...all.slice(-1)].filter((one) => one !== "").join(" and ");
}

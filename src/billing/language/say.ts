/** A text of a dictionary with values in the place of its placeholders, such as `{page}`. */
export function say(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

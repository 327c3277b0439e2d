import { AppError } from "#kernel/errors.ts";

/** `HEADER=Field` pairs; a header may hold an equals sign, a field never does. */
export function pairsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      if (at < 1 || at === pair.length - 1)
        throw new AppError("cli.usage", {
          message: `--map ${pair} is not a pair`,
          remedy: "Write it as HEADER=Field.",
        });
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** `field=value` pairs; a field holds no equals sign, a value may, and an empty one is null: it empties the field. */
export function valuesOf(pairs: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1)
        throw new AppError("cli.usage", {
          message: `--set ${pair} is not a pair`,
          remedy: "Write it as field=value.",
        });
      return [pair.slice(0, at), pair.slice(at + 1) || null];
    }),
  );
}

/** Collects an option that may be given several times. */
export function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

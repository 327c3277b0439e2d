import { AppError } from "#kernel/errors.ts";

/** How many rows `--limit` asks for at most: what a list endpoint gives at once. */
export function limitOf({ limit: text }: { limit: string }): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new AppError("cli.usage", {
    message: "--limit is not a number from 1 to 200",
    remedy: "Give a number such as --limit 100.",
  });
}

/** The whole number of an option. */
export function wholeOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value)) return value;
  throw new AppError("cli.usage", {
    message: `${option} ${text} is no whole number`,
    remedy: `Give a number such as ${option} 14.`,
  });
}

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

import type { Deps } from "#platform/deps.ts";

/** Looks again and again, never twice at the same time; the answer stops it. What fails is logged under `failure`. */
export function every(
  { log }: Pick<Deps, "log">,
  ms: number,
  look: () => Promise<void>,
  failure: string,
): () => Promise<void> {
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => log.warn({ err: error }, failure))
      .finally(() => (looking = undefined));
  }, ms);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

import { ChangedMeanwhile } from "#sync/apply/apply.commands.ts";

/** Somebody keeps changing the same records; after so many tries the run fails rather than spin. */
const mostAttempts = 8;

/** Does a batch's transaction, again where another writer was faster: it then plans on what is there now. */
export async function repeatedly<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (attempts >= mostAttempts || !isWorthRepeating(error)) throw error;
    }
  }
}

/** Another writer was faster, or the database asks for a repeat (serialization failure, deadlock). */
function isWorthRepeating(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return error instanceof ChangedMeanwhile || code === "40001" || code === "40P01" || code === "23505";
}

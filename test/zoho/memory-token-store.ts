import { noToken, type TokenState, type TokenStore } from "#zoho/token.ts";

/** A token store in memory that keeps the contract: one refresh at a time, read again under the lock. */
export function createMemoryTokenStore(state: TokenState = noToken): TokenStore & { state(): TokenState } {
  let kept = state;
  let lock: Promise<unknown> = Promise.resolve();
  return {
    state: () => kept,
    async withToken(isDue, refresh) {
      if (!isDue(kept)) return kept;
      const turn = lock.then(async () => {
        if (isDue(kept)) kept = await refresh(kept);
        return kept;
      });
      lock = turn.catch(() => undefined);
      return turn;
    },
  };
}

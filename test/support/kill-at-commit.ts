import pg from "pg";

/**
 * Makes this process end itself by SIGKILL at its n-th commit, before the database hears of it or right after it did;
 * at 0 it lives. Answers how many commits there were.
 */
export function killAtCommit(nth: number, moment: "before" | "after"): () => number {
  let commits = 0;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the client it was called on
  const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]): unknown {
    const [first] = args;
    const text = typeof first === "string" ? first : (first as { text?: string } | undefined)?.text;
    if (text !== "commit") return query.apply(this, args);
    commits += 1;
    const isIt = commits === nth;
    if (isIt && moment === "before") process.kill(process.pid, "SIGKILL");
    const answer = query.apply(this, args);
    if (isIt)
      (answer as Promise<unknown>).then(() => process.kill(process.pid, "SIGKILL")).catch(() => undefined);
    return answer;
  } as typeof pg.Client.prototype.query;
  return () => commits;
}

import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { type Instant, plusMs } from "#kernel/time.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type SecretPlace, sha256 } from "#platform/secrets/secrets.ts";
import "./idempotency.table.ts";

const mostKeyLetters = 255;
const keptMs = 86_400_000;
const longestRequestMs = 600_000;

export type IdempotentAnswer = { status: number; body: string };

type KeepingDeps = Pick<Deps, "db" | "clock" | "vault">;

type KeyedRequest = { organizationId: OrganizationId; key: string; route: string; input: unknown };

/**
 * Runs a request once for its Idempotency-Key: the same key with the same request gets the first answer again, with
 * another request it is refused. A request that failed frees its key, so that it can be sent again.
 */
export async function answerOnce(
  deps: KeepingDeps,
  request: KeyedRequest,
  run: () => Promise<Response | IdempotentAnswer>,
): Promise<Response | IdempotentAnswer> {
  if (request.key.length > mostKeyLetters)
    throw new AppError("request.invalid", {
      fields: [{ path: "Idempotency-Key", problem: `Use at most ${mostKeyLetters} characters` }],
    });
  const hash = sha256(JSON.stringify([request.route, request.input]));
  const earlier = await claim(deps, request, hash);
  if (earlier) return earlier;
  try {
    const answer = await run();
    if (answer instanceof Response) {
      await release(deps, request);
      return answer;
    }
    await inOrganization(deps.db, request.organizationId, (tx) =>
      tx
        .updateTable("idempotency_key")
        .set({ status: answer.status, body: deps.vault.seal(answer.body, placeOf(request)) })
        .where("key", "=", request.key)
        .execute(),
    );
    return answer;
  } catch (error) {
    await release(deps, request);
    throw error;
  }
}

/** Takes the key; the kept answer if another request has used it. */
async function claim(
  deps: KeepingDeps,
  request: KeyedRequest,
  hash: string,
): Promise<IdempotentAnswer | undefined> {
  const { organizationId, key } = request;
  const now = deps.clock.now();
  return inOrganization(deps.db, organizationId, async (tx) => {
    await forget(tx, now);
    const inserted = await tx
      .insertInto("idempotency_key")
      .values({
        organization_id: organizationId,
        key,
        request_hash: hash,
        status: null,
        body: null,
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if ((inserted.numInsertedOrUpdatedRows ?? 0n) > 0n) return undefined;
    const kept = await tx.selectFrom("idempotency_key").selectAll().where("key", "=", key).executeTakeFirst();
    if (kept && kept.request_hash !== hash) throw new AppError("request.key_reused", { key });
    if (!kept || kept.status === null || kept.body === null)
      throw new AppError("request.in_progress", { key });
    return { status: kept.status, body: deps.vault.open(kept.body, placeOf(request)) };
  });
}

/** Answers are kept for a day. A request that has not ended after ten minutes was cut off, and may be sent again. */
async function forget(tx: Tx, now: Instant): Promise<void> {
  await tx
    .deleteFrom("idempotency_key")
    .where((row) =>
      row.or([
        row("created_at", "<", plusMs(now, -keptMs)),
        row.and([row("status", "is", null), row("created_at", "<", plusMs(now, -longestRequestMs))]),
      ]),
    )
    .execute();
}

/** An answer may hold a secret that is shown this once, so it is kept sealed. */
function placeOf({ organizationId, key }: KeyedRequest): SecretPlace {
  return { organization: organizationId, table: "idempotency_key", column: "body", row: key };
}

async function release(deps: Pick<Deps, "db">, { organizationId, key }: KeyedRequest): Promise<void> {
  await inOrganization(deps.db, organizationId, (tx) =>
    tx.deleteFrom("idempotency_key").where("key", "=", key).where("status", "is", null).execute(),
  );
}

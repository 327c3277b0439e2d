import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import "./idempotency.table.ts";

export type IdempotentAnswer = { status: number; body: string };

type KeyedRequest = { organizationId: OrganizationId; key: string; route: string; input: unknown };

/**
 * Runs a request once for its Idempotency-Key: the same key with the same request gets the first answer again, with
 * another request it is refused. A request that failed frees its key, so that it can be sent again.
 */
export async function answerOnce(
  deps: Pick<Deps, "db" | "clock">,
  request: KeyedRequest,
  run: () => Promise<Response | IdempotentAnswer>,
): Promise<Response | IdempotentAnswer> {
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
      tx.updateTable("idempotency_key").set(answer).where("key", "=", request.key).execute(),
    );
    return answer;
  } catch (error) {
    await release(deps, request);
    throw error;
  }
}

/** Takes the key; the kept answer if another request has used it. */
async function claim(
  deps: Pick<Deps, "db" | "clock">,
  { organizationId, key }: KeyedRequest,
  hash: string,
): Promise<IdempotentAnswer | undefined> {
  return inOrganization(deps.db, organizationId, async (tx) => {
    const inserted = await tx
      .insertInto("idempotency_key")
      .values({
        organization_id: organizationId,
        key,
        request_hash: hash,
        status: null,
        body: null,
        created_at: deps.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if ((inserted.numInsertedOrUpdatedRows ?? 0n) > 0n) return undefined;
    const kept = await tx.selectFrom("idempotency_key").selectAll().where("key", "=", key).executeTakeFirst();
    if (kept && kept.request_hash !== hash) throw new AppError("request.key_reused", { key });
    if (!kept || kept.status === null || kept.body === null)
      throw new AppError("request.in_progress", { key });
    return { status: kept.status, body: kept.body };
  });
}

async function release(deps: Pick<Deps, "db">, { organizationId, key }: KeyedRequest): Promise<void> {
  await inOrganization(deps.db, organizationId, (tx) =>
    tx.deleteFrom("idempotency_key").where("key", "=", key).where("status", "is", null).execute(),
  );
}

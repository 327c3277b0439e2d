import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import "./credit.table.ts";

/** API credits a day, as an Enterprise edition of Zoho CRM has them at least. They are counted, not enforced. */
export const dailyCredits = 50_000;

/** How long counted credits stay in this process only. A killed process loses as much: it is a gauge, not a bill. */
const flushAfterMs = 5_000;

/** Counts API credits by organization and day: in memory, written behind. */
export type CreditMeter = {
  spend(organizationId: OrganizationId, credits: number): number;
  flush(): Promise<void>;
};

type Count = { day: string; unwritten: number; total: number };

/** A meter of this process. `total` also holds what other processes had written when this one last wrote. */
export function createCreditMeter(deps: Pick<Deps, "db" | "pool" | "clock" | "log">): CreditMeter {
  const counts = new Map<OrganizationId, Count>();
  let timer: NodeJS.Timeout | undefined;

  async function write(organizationId: OrganizationId, count: Count): Promise<void> {
    const { day, unwritten } = count;
    count.unwritten = 0;
    const row = await inOrganization(deps.db, organizationId, (tx) =>
      tx
        .insertInto("crm_credit_use")
        .values({ organization_id: organizationId, day, credits: String(unwritten) })
        .onConflict((conflict) =>
          conflict
            .columns(["organization_id", "day"])
            .doUpdateSet({ credits: sql`crm_credit_use.credits + excluded.credits` }),
        )
        .returning("credits")
        .executeTakeFirstOrThrow(),
    );
    count.total = Number(row.credits);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    // The server has stopped in between.
    if (deps.pool.ended) return;
    const due = [...counts].filter(([, count]) => count.unwritten > 0);
    await Promise.all(
      due.map(([organizationId, count]) =>
        write(organizationId, count).catch((error: unknown) =>
          deps.log.warn({ err: error }, "credits not written"),
        ),
      ),
    );
  }

  return {
    spend(organizationId, credits) {
      const day = deps.clock.now().slice(0, 10);
      const kept = counts.get(organizationId);
      if (kept && kept.day !== day && kept.unwritten > 0)
        void write(organizationId, kept).catch(() => undefined);
      const count = kept?.day === day ? kept : { day, unwritten: 0, total: 0 };
      counts.set(organizationId, count);
      count.unwritten += credits;
      timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
      return Math.max(0, dailyCredits - count.total - count.unwritten);
    },
    flush,
  };
}

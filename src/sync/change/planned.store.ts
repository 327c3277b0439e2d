import type { CustomerId, OrganizationId, RunId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Candidate, Decision, KnownLink } from "#sync/plan/decision.ts";
import { addCandidate, indexText, keysOf } from "#sync/plan/match.ts";
import { enabledKeys, isAlive, type PlanRules } from "#sync/plan/plan-batch.ts";

type Preview = { organizationId: OrganizationId; runId: RunId; rules: PlanRules };

/** Notes what a preview planned, so that its later batches see it as a run's later batches would see the database. */
export async function rememberPlanned(
  tx: Tx,
  { organizationId, runId, rules }: Preview,
  decisions: readonly Decision[],
): Promise<void> {
  const rows = decisions.flatMap(({ incoming, link, write, losers, replaces }) => {
    if (!link?.customerId || !isAlive(link)) return [];
    const customer = { organization_id: organizationId, run_id: runId, customer_id: link.customerId };
    const row = { ...customer, crm_id: incoming.crmId };
    const gone = losers.map((id) => ({ ...row, key: `gone:${id}`, customer_id: id }));
    const linked = incoming.target === "customer" ? [...gone, { ...row, key: `crm:${incoming.crmId}` }] : [];
    // A record that another one took in gives that its link.
    if (replaces !== undefined) linked.push({ ...row, key: `${takes}${incoming.crmId}`, crm_id: replaces });
    if (write?.do !== "insert") return linked;
    const parent = link.contactPersonId ? link.customerId : undefined;
    return [
      ...linked,
      ...keysOf(incoming, enabledKeys(rules, incoming)).map((one) => ({
        ...row,
        key: indexText(one, parent),
      })),
    ];
  });
  if (rows.length === 0) return;
  await tx
    .insertInto("sync_planned")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * The links that this preview has planned so far: of the accounts of these contacts, and of records that took another
 * one in, whose link they have from now on.
 */
export async function findPlannedLinks(
  tx: Tx,
  runId: RunId,
  incoming: readonly Incoming[],
): Promise<Map<string, KnownLink>> {
  const accounts = [
    ...new Set(
      incoming.flatMap((one) => (one.target === "contact_person" && one.accountId ? [one.accountId] : [])),
    ),
  ];
  const rows =
    accounts.length === 0
      ? []
      : await findPlanned(
          tx,
          runId,
          accounts.map((id) => `crm:${id}`),
        );
  const links = rows.map((row): [string, KnownLink] => [
    row.crm_id,
    { state: "linked", customerId: row.customer_id, contactPersonId: undefined, base: {}, issues: [] },
  ]);
  return new Map([...links, ...(await findTakenLinks(tx, runId, incoming))]);
}

/** By the record that has it from now on, the link of one that it took in. */
async function findTakenLinks(
  tx: Tx,
  runId: RunId,
  incoming: readonly Incoming[],
): Promise<[string, KnownLink][]> {
  const rows = await tx
    .selectFrom("sync_planned as planned")
    .innerJoin("sync_run as run", (join) =>
      join
        .onRef("run.organization_id", "=", "planned.organization_id")
        .onRef("run.id", "=", "planned.run_id"),
    )
    .innerJoin("link", (join) =>
      join
        .onRef("link.organization_id", "=", "planned.organization_id")
        .onRef("link.connection_id", "=", "run.connection_id")
        .onRef("link.crm_id", "=", "planned.crm_id"),
    )
    .select(["planned.key", "link.customer_id", "link.contact_person_id", "link.base", "link.config_version"])
    .select("link.crm_modified_time")
    .where("planned.run_id", "=", runId)
    .where("planned.key", "=", anyOf(incoming.map(({ crmId }) => `${takes}${crmId}`)))
    .execute();
  return rows.map((row) => [
    row.key.slice(takes.length),
    {
      state: "linked",
      customerId: row.customer_id ?? undefined,
      contactPersonId: row.contact_person_id ?? undefined,
      base: JSON.parse(row.base) as KnownLink["base"],
      issues: [],
      configVersion: row.config_version,
      crmModifiedTime: row.crm_modified_time,
    },
  ]);
}

/** What a preview calls a record that took another one in, among what it has planned. */
const takes = "takes:";

/** Those of the customers that this preview has planned to link. */
export async function listPlannedCustomers(
  tx: Tx,
  runId: RunId,
  ids: readonly CustomerId[],
): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("sync_planned")
    .select("customer_id")
    .where("run_id", "=", runId)
    .where("customer_id", "=", anyOf(ids))
    .where("key", "like", "crm:%")
    .execute();
  return new Set(rows.map((row) => row.customer_id));
}

/** Adds records that exist in this preview's plan only. */
export async function addPlanned(
  tx: Tx,
  runId: RunId,
  index: Map<string, Candidate[]>,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  for (const row of await findPlanned(tx, runId, [...new Set(keys)])) {
    addCandidate(index, row.key, {
      record: undefined,
      id: row.customer_id,
      name: row.key.slice(row.key.lastIndexOf(":") + 1),
      currency: undefined,
      createdAt: "",
      hasTransactions: false,
      linkedTo: row.crm_id,
      keys: [],
    });
  }
}

/** Marks customers that this preview has planned to link with a CRM record already, and drops those it has planned to merge away. */
export async function markPlannedLinks(tx: Tx, runId: RunId, index: Map<string, Candidate[]>): Promise<void> {
  const ids = [
    ...new Set(
      [...index.values()].flat().flatMap((one) => (one.record?.target === "customer" ? [one.record.id] : [])),
    ),
  ];
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom("sync_planned")
    .select(["key", "customer_id", "crm_id"])
    .where("run_id", "=", runId)
    .where("customer_id", "=", anyOf(ids))
    .where((row) => row.or([row("key", "like", "crm:%"), row("key", "like", "gone:%")]))
    .orderBy("crm_id")
    .execute();
  const gone = new Set(
    rows.flatMap((row) => (row.key.startsWith("gone:") ? [row.customer_id as string] : [])),
  );
  const linkedTo = new Map(
    rows.flatMap((row) =>
      row.key.startsWith("crm:") ? [[row.customer_id as string, row.crm_id] as const] : [],
    ),
  );
  for (const [key, candidates] of index) {
    index.set(
      key,
      candidates
        .filter((one) => !gone.has(one.id ?? ""))
        .map((one) => ({ ...one, linkedTo: one.linkedTo ?? linkedTo.get(one.id ?? "") })),
    );
  }
}

type Planned = { key: string; crm_id: string; customer_id: CustomerId };

function findPlanned(tx: Tx, runId: RunId, keys: readonly string[]): Promise<Planned[]> {
  return tx
    .selectFrom("sync_planned")
    .select(["key", "crm_id", "customer_id"])
    .where("run_id", "=", runId)
    .where("key", "=", anyOf(keys))
    .execute();
}

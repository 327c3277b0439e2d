import { AppError } from "#kernel/errors.ts";
import type { ConnectionId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { findConnection } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { problemOf } from "#sync/connection/failure.ts";
import { withRefusals } from "#sync/connection/options.commands.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import { givenFields } from "./crm-merge.ts";
import type { Call } from "./duplicate.commands.ts";
import { removeOf } from "./duplicate.store.ts";
import type { DuplicatePair } from "./duplicate.table.ts";

/**
 * Merges two CRM records in the CRM itself: the blanks of the one that stays are filled. Where the answer was lost, asking
 * again does no harm: who is merged already is told so.
 */
export async function mergeInCrm(
  { deps, member }: Call,
  pair: DuplicatePair,
  keep: "left" | "right",
): Promise<void> {
  const connection = await inOrganization(deps.db, member.organizationId, (tx) =>
    findConnection(tx, pair.connection_id as ConnectionId),
  );
  if (!connection) throw new AppError("connection.not_found");
  if (connection.state === "disabled") throw new AppError("connection.disabled");
  const module = pair.left_place;
  const [stays, goes] = keep === "left" ? [pair.left_id, pair.right_id] : [pair.right_id, pair.left_id];
  const crm = openCrm(deps, connection);
  await withRefusals(async () => {
    const fields = valueOf(await crm.fields(module));
    const names = fields.map((field) => field.api_name);
    const { records } = valueOf(await crm.recordsByIds(module, [stays, goes], names));
    const [master, child] = [stays, goes].map((id) => records.find((record) => record.id === id));
    const given = master && child ? givenFields(fields, master, child) : [];
    const done = await crm.merge(module, stays, { id: goes, fields: given });
    if (!done.ok && done.failure.kind === "refused")
      throw new AppError("duplicate.crm_refused", problemOf(done.failure).facts);
    valueOf(done);
  });
  // The record that is gone is in no other pair any more; this one stays, to say what was done.
  await inOrganization(deps.db, member.organizationId, (tx) =>
    removeOf(tx, { connection: pair.connection_id, crmId: goes, except: pair.id }),
  );
}

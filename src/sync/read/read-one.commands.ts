import { AppError } from "#kernel/errors.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { type RunState, takeRecords } from "#sync/run/advance.commands.ts";
import { valueOf } from "./crm-trouble.ts";
import { fieldsOf } from "./fields-to-read.ts";
import { takeDeleted } from "./read-deleted.commands.ts";
import type { DeletedRecord } from "#zoho/record.ts";

/** Brings one linked record, whatever its view says. */
export async function readOne(state: RunState, module: CrmModule, crmId: string): Promise<void> {
  const record = valueOf(await state.crm.record(module, crmId, fieldsOf(state.context, module)));
  if (record) {
    await takeRecords(state, module, [record], {});
    return;
  }
  const deleted = await findDeleted(state, module, crmId);
  if (deleted) return takeDeleted(state, module, [deleted]);
  throw new AppError("run.record_not_visible", { module, crm_id: crmId });
}

/** The CRM's word that it was deleted; that it does not show a record proves nothing (B20). */
async function findDeleted(
  state: RunState,
  module: CrmModule,
  crmId: string,
): Promise<DeletedRecord | undefined> {
  for await (const outcome of state.crm.deleted(module, undefined)) {
    const found = valueOf(outcome).records.find((record) => record.id === crmId);
    if (found) return found;
  }
  return undefined;
}

import { AppError } from "#kernel/errors.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { type RunState, takeRecords } from "#sync/run/advance.commands.ts";
import { runExits } from "#sync/run/exit.commands.ts";
import { valueOf } from "./crm-trouble.ts";
import { fieldsOf } from "./fields-to-read.ts";

/** Brings one linked record, whatever its view says. */
export async function readOne(state: RunState, module: CrmModule, crmId: string): Promise<void> {
  const record = valueOf(await state.crm.record(module, crmId, fieldsOf(state.context, module)));
  if (record) return takeRecords(state, module, [record], {});
  if (await isDeleted(state, module, crmId)) return runExits(state, module, [crmId], "deleted_in_crm");
  throw new AppError("run.record_not_visible", { module, crm_id: crmId });
}

/** Whether the CRM says that it was deleted; that it does not show a record proves nothing (B20). */
async function isDeleted(state: RunState, module: CrmModule, crmId: string): Promise<boolean> {
  for await (const outcome of state.crm.deleted(module, undefined))
    if (valueOf(outcome).records.some((record) => record.id === crmId)) return true;
  return false;
}

import { AppError } from "#kernel/errors.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { takeRecords, type RunState } from "#sync/run/advance.commands.ts";
import { valueOf } from "./crm-trouble.ts";
import { fieldsOf } from "./fields-to-read.ts";
import { readDeleted } from "./read-changes.commands.ts";

/** Brings one linked record, whatever its view says. */
export async function readOne(state: RunState, module: CrmModule, crmId: string): Promise<void> {
  const record = valueOf(await state.crm.record(module, crmId, fieldsOf(state.context, module)));
  if (record) return takeRecords(state, module, [record], {});
  await readDeleted(state, module, undefined);
  if (state.progress.counts.deleted_in_crm === 0) {
    throw new AppError("run.record_not_visible", { module, crm_id: crmId });
  }
}

import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import { findBillingOrganization } from "#billing/organization/organization.store.ts";
import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { type Connection, findSettings, isOverheard } from "#sync/connection/connection.store.ts";
import { contextOf, type RunContext } from "./run-context.ts";
import type { Run } from "./run.table.ts";

/** A run's context from its configuration. Refused where there is none. */
export async function prepareRun(
  tx: Tx,
  run: Run,
  connection: Connection,
  epoch: string,
): Promise<RunContext> {
  const settings = await findSettings(tx, connection.id, run.config_version);
  if (!settings) throw new AppError("connection.not_configured");
  const organization = await findBillingOrganization(tx);
  if (!organization) throw new AppError("auth.organization_unknown");
  return contextOf({
    ...{ run, connection, settings, epoch },
    baseCurrency: organization.base_currency,
    customFields: await listCustomerFields(tx),
    isOverheard: await isOverheard(tx, connection.id),
  });
}

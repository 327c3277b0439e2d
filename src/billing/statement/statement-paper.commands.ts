import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { snapshotOf } from "#billing/document/snapshot.ts";
import { languageOf } from "#billing/language/language.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { readStatement } from "./statement.commands.ts";
import { statementName } from "./statement-file.ts";
import { type StatementPaper, statementPaperOf } from "./statement-paper.ts";

/** A customer's statement as it gets it, and what its file is called; refuses as `readStatement` does. */
export async function getStatementPaper(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  days: Parameters<typeof readStatement>[3],
): Promise<{ paper: StatementPaper; name: string }> {
  const view = await readStatement(tx, act, customerId, days);
  const organization = await getBillingOrganization(tx);
  const customer = await getCustomer(tx, customerId);
  const { billing_address } = snapshotOf(customer);
  const language = languageOf(customer.language, organization.language);
  const paper = statementPaperOf(language, view, organization, billing_address);
  return { paper, name: statementName(view) };
}

import type { Tx } from "#platform/db/db.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { uniqueKey } from "./draft.ts";
import { findHolders } from "./unique.store.ts";

/**
 * The id of the record that an address means: the id itself, or the value of the external field that the X-EXTERNAL
 * header names (`Accounts.Ext_Billing_ID`). Undefined where no record holds the value; "no_field" where the header
 * names no external field of the module.
 */
export async function findAddressed(
  { tx, caller, module }: { tx: Tx; caller: CrmCaller; module: ModuleName },
  address: string,
  header: string | null,
): Promise<{ id: string } | "no_field" | undefined> {
  if (header === null) return { id: address };
  const [named, field = ""] = header.split(".");
  if (named !== module || caller.fields[module].get(field)?.external !== true) return "no_field";
  const value = uniqueKey(address);
  const id = (await findHolders(tx, module, [{ field, value }])).get(`${field} ${value}`);
  return id === undefined ? undefined : { id };
}

import type { SearchHit, SearchProvider } from "#web/app/search-provider.ts";
import { addressIn } from "#web/app/address.ts";
import { CallError } from "#platform/http/call.ts";
import { askCrm } from "./crm-client.ts";
import { type Module, modules } from "./module.ts";
import { nameOf, textOf } from "./record-name.ts";
import type { CrmRecord } from "./types.ts";

/** A record, and how it was found. */
type Found = { match: NonNullable<SearchHit["match"]>; record: CrmRecord };

/** Records of each module that are shown at once. */
const shown = 5;

/** What tells records of the same name apart. */
const details: Record<Module["name"], readonly string[]> = {
  Accounts: ["Website", "Billing_City"],
  Contacts: ["Account_Name", "Email"],
  Deals: ["Stage", "Account_Name"],
};

/** Find records of the CRM for the search that is everywhere. */
export const crmSearches: readonly SearchProvider[] = modules.map((module) => ({
  product: "crm",
  title: `CRM ${module.many}`,
  module: module.name,
  find: (organization, text, signal) => findIn(module, organization, text, signal),
}));

async function findIn(
  module: Module,
  organization: string,
  text: string,
  signal: AbortSignal,
): Promise<SearchHit[]> {
  const fields = [module.nameField, ...details[module.name]].join(",");
  const query = { text, fields, per_page: shown };
  try {
    const answer = await askCrm<{ data: Found[] }>(organization, {
      path: `/${module.name}/actions/find`,
      query,
      signal,
    });
    return (answer?.data ?? []).map((found) => hitOf(module, organization, found));
  } catch (cause) {
    // Whose right to look at the module was just taken away finds nothing there.
    if (cause instanceof CallError && cause.status === 403) return [];
    throw cause;
  }
}

function hitOf(module: Module, organization: string, { record, match }: Found): SearchHit {
  const detail = details[module.name]
    .map((name) => textOf(record[name]).replace(/^https?:\/\//, ""))
    .filter((word) => word !== "")
    .join(", ");
  return {
    id: record.id,
    title: nameOf(module, record),
    icon: module.icon,
    match,
    to: addressIn(organization, `crm/${module.path}/${record.id}`),
    ...(detail === "" ? {} : { detail }),
  };
}

import { useOrganization } from "#web/app/organization.ts";
import { askCrm } from "#web/crm/crm-client.ts";
import type { ModuleName } from "#web/crm/module.ts";
import type { CrmRecord } from "#web/crm/types.ts";

/** Ids of one read. Source: Zoho CRM v8. */
const perRead = 100;

/** Reads what a field of these records holds now, so that a change of it can be undone. */
export function useBefore(
  module: ModuleName,
): (rows: readonly CrmRecord[], field: string) => Promise<CrmRecord[]> {
  const { id: organization } = useOrganization();
  return async (rows, field) => {
    const found: CrmRecord[] = [];
    for (let at = 0; at < rows.length; at += perRead) {
      const ids = rows
        .slice(at, at + perRead)
        .map(({ id }) => id)
        .join(",");
      found.push(
        ...((
          await askCrm<{ data: CrmRecord[] }>(organization, {
            path: `/${module}`,
            query: { fields: field, ids, per_page: perRead },
          })
        )?.data ?? []),
      );
    }
    return found;
  };
}

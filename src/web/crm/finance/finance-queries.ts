import { getFinance } from "#crm/finance/finance.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { useWindowEvent } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { type FinanceShown, financeShown } from "./finance-modules.ts";

/** A module that the reader may see, and whether they may create in it. */
export type OpenModule = FinanceShown & { mayCreate: boolean };

/** The modules of billing that are open to the reader; none while that is not known, and where it is not asked. */
export function useOpenModules(isAsked = true): OpenModule[] {
  return useKnownModules(isAsked) ?? [];
}

/** The same; undefined while that is not known. */
export function useKnownModules(isAsked = true): OpenModule[] | undefined {
  const asked = useQuery({
    ...query(useOrganizationId(), getFinance),
    enabled: isAsked,
    // Modules are switched on and off in other windows: whoever looks at this one again sees what is so by now.
    refetchOnWindowFocus: "always",
  });
  // A window that lay beside the other one was visible all the time.
  useWindowEvent("focus", () => {
    if (isAsked) void asked.refetch({ cancelRefetch: false });
  });
  if (asked.data === undefined) return undefined;
  const open = asked.data.modules.filter(({ view }) => view);
  return financeShown.flatMap((shown) => {
    const own = open.find(({ module }) => module === shown.module);
    return own ? [{ ...shown, mayCreate: own.create }] : [];
  });
}

/** The addresses of the modules of billing in the CRM. */
export type FinancePlaces = ReturnType<typeof placesIn>;

function placesIn(organization: string) {
  const root = addressIn(organization, "crm/finance");
  return {
    list: ({ path }: FinanceShown) => `${root}/${path}`,
    create: ({ path }: FinanceShown) => `${root}/${path}/new`,
    one: ({ path }: FinanceShown, id: string) => `${root}/${path}/${id}`,
    record: (module: string, id: string) => addressIn(organization, `crm/${module.toLowerCase()}/${id}`),
    setup: addressIn(organization, "crm/setup/finance"),
  };
}

export function useFinancePlaces(): FinancePlaces {
  return placesIn(useOrganization().id);
}

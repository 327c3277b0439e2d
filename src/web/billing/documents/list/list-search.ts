import { useNavigate, useSearch } from "@tanstack/react-router";
import { z } from "zod";
import { amountInput, dayInput } from "#billing/document/amount.api.ts";
import { textParam } from "#web/app/search-params.ts";

/** Of a day or an amount that was typed wrong into an address counts that it is not there. */
const narrowings = {
  from: dayInput.optional().catch(undefined),
  to: dayInput.optional().catch(undefined),
  at_least: amountInput.optional().catch(undefined),
  at_most: amountInput.optional().catch(undefined),
};

/** What the address of a list of documents says: search, status, whose they are, filters, and which one is open beside it. */
export function listSearch<Status extends string>(statuses: readonly Status[]) {
  return z.object({
    q: textParam,
    status: z.enum(statuses).optional().catch(undefined),
    customer: textParam,
    ...narrowings,
    open: textParam,
  });
}

type Filters = { [Name in keyof typeof narrowings]?: string };
type Narrowed = { q?: string; status?: string; customer?: string; open?: string } & Filters;

type ListSearch<Status extends string> = {
  q: string | undefined;
  status: Status | undefined;
  customer: string | undefined;
  openId: string | undefined;
  /** From which day to which, at least and at most how much. */
  narrowed: Filters;
  isNarrowed: boolean;
  /** The query of the list's endpoint. */
  query: { status?: Status; customer_id?: string; search?: string } & Filters;
  change: (next: Narrowed | { [Name in keyof Narrowed]: undefined }, replace?: boolean) => void;
  clear: () => void;
};

/** The address of the list that is shown, whose statuses its route has checked. */
export function useListSearch<Status extends string>(): ListSearch<Status> {
  const found = useSearch({ strict: false, select: (search): unknown => search });
  const { q, status, customer, open: openId, ...rest } = found as Narrowed & { status?: Status };
  const narrowed = given(rest);
  const navigate = useNavigate();
  const go = (search: unknown, replace = true): void =>
    void navigate({ to: ".", search: search as never, replace, resetScroll: false });
  return {
    q,
    status,
    customer,
    openId,
    narrowed,
    isNarrowed: [q, status, customer, ...Object.values(narrowed)].some((value) => value !== undefined),
    query: {
      ...(status === undefined ? {} : { status }),
      ...(customer === undefined ? {} : { customer_id: customer }),
      ...(q === undefined ? {} : { search: q }),
      ...narrowed,
    },
    change: (next, replace) => go((before: object) => ({ ...before, ...next }), replace),
    clear: () => go({}, false),
  };
}

/** The filters that are on: of those that are not, an address that says nothing is shorter. */
function given(filters: Filters): Filters {
  return Object.fromEntries(
    Object.keys(narrowings).flatMap((name) => {
      const value = filters[name as keyof Filters];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

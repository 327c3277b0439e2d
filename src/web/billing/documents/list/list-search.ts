import { useNavigate, useSearch } from "@tanstack/react-router";
import { z } from "zod";
import { textParam } from "#web/app/search-params.ts";

/** What the address of a list of documents says: search, status, whose they are, and which one is open beside it. */
export function listSearch<Status extends string>(statuses: readonly Status[]) {
  return z.object({
    q: textParam,
    status: z.enum(statuses).optional().catch(undefined),
    customer: textParam,
    open: textParam,
  });
}

type Narrowed = { q?: string; status?: string; customer?: string; open?: string };

type ListSearch<Status extends string> = {
  q: string | undefined;
  status: Status | undefined;
  customer: string | undefined;
  openId: string | undefined;
  isNarrowed: boolean;
  /** The query of the list's endpoint. */
  query: { status?: Status; customer_id?: string; search?: string };
  change: (next: Narrowed | { [Name in keyof Narrowed]: undefined }, replace?: boolean) => void;
  clear: () => void;
};

/** The address of the list that is shown, whose statuses its route has checked. */
export function useListSearch<Status extends string>(): ListSearch<Status> {
  const found = useSearch({ strict: false, select: (search): unknown => search });
  const { q, status, customer, open: openId } = found as Narrowed & { status?: Status };
  const navigate = useNavigate();
  const go = (search: unknown, replace = true): void =>
    void navigate({ to: ".", search: search as never, replace, resetScroll: false });
  return {
    q,
    status,
    customer,
    openId,
    isNarrowed: q !== undefined || status !== undefined || customer !== undefined,
    query: {
      ...(status === undefined ? {} : { status }),
      ...(customer === undefined ? {} : { customer_id: customer }),
      ...(q === undefined ? {} : { search: q }),
    },
    change: (next, replace) => go((before: object) => ({ ...before, ...next }), replace),
    clear: () => go({}, false),
  };
}

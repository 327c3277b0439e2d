import { useQueryClient } from "@tanstack/react-query";
import { call } from "#platform/http/call.ts";
import type { Call, Endpoint, Received } from "#platform/http/endpoint.ts";
import { callerIn, useOrganizationId } from "#web/api.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";

type Options = {
  /** Leaves a page whose record is gone, before anything is asked anew. */ leave?: () => unknown;
};

/** Does something with a document or a payment, and asks anew all that follows from it. */
export type Doing = <E extends Endpoint>(
  endpoint: E,
  input: Call<E>,
  options?: Options,
) => Promise<Received<E>>;

/** For pages on which many things can be done with one record. */
export function useDoing(): Doing {
  const organization = useOrganizationId();
  const client = useQueryClient();
  return async (endpoint, input, { leave } = {}) => {
    const reply = await call(callerIn(organization), endpoint, input);
    await leave?.();
    const tags = new Set([endpoint.tag, ...touchedByMoney]);
    await Promise.all(
      [...tags].map((tag) => client.invalidateQueries({ queryKey: [organization ?? "", tag] })),
    );
    return reply;
  };
}

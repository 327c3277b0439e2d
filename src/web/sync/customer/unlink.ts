import { linkCustomer, unlinkCustomer } from "#sync/link/repair.api.ts";
import { useSend } from "#web/api.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";

/** Unlinks a customer from its CRM record, and offers to link them again. */
export function useUnlink(customer: string): { start: () => void; isBusy: boolean } {
  const params = { customer };
  const refreshes = ["Customers", "Integrations"];
  const back = useSend(linkCustomer, { refreshes });
  const send = useSend(unlinkCustomer, {
    refreshes,
    failed: tellProblem,
    done: ({ crm_id, connection }) =>
      tellUndo("Unlinked. Both stay, and are not linked again by themselves.", () =>
        back.mutateAsync({ params, body: { crm_id, connection } }),
      ),
  });
  return { start: () => send.mutate({ params, body: {} }), isBusy: send.isPending };
}

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowMerge, IconCircleCheck, IconCircleOff } from "@tabler/icons-react";
import {
  activateCustomer,
  type CustomerListItem,
  inactivateCustomer,
} from "#billing/customer/customer.api.ts";
import { useSend } from "#web/api.ts";
import { showCount } from "#web/ui/show.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { MergeDialog } from "./merge/MergeDialog.tsx";

type BulkActionsProps = { chosen: CustomerListItem[]; onDone: () => void };

/** What can be done with the ticked customers. */
export function BulkActions({ chosen, onDone }: BulkActionsProps) {
  const inactivate = useSend(inactivateCustomer);
  const activate = useSend(activateCustomer);
  const [isMerging, merging] = useDisclosure(false);
  const living = chosen.filter(({ merged_into }) => merged_into === null);
  const active = living.filter(({ status }) => status === "active");
  const inactive = living.filter(({ status }) => status === "inactive");
  const [first, second] = living;

  async function each(send: typeof inactivate, customers: CustomerListItem[]): Promise<void> {
    for (const { id } of customers) await send.mutateAsync({ params: { customer: id } });
  }

  function run(
    send: typeof inactivate,
    back: typeof inactivate,
    customers: CustomerListItem[],
    word: string,
  ): void {
    each(send, customers).then(() => {
      onDone();
      tellUndo(`${showCount(customers.length, "customer")} made ${word}.`, () => each(back, customers));
    }, tellProblem);
  }

  return (
    <>
      {active.length > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconCircleOff size={14} />}
          loading={inactivate.isPending}
          onClick={() => run(inactivate, activate, active, "inactive")}
        >
          Make inactive
        </Button>
      )}
      {inactive.length > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconCircleCheck size={14} />}
          loading={activate.isPending}
          onClick={() => run(activate, inactivate, inactive, "active")}
        >
          Make active
        </Button>
      )}
      {chosen.length === 2 && first && second && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowMerge size={14} />}
          onClick={merging.open}
        >
          Merge
        </Button>
      )}
      {first && (
        <MergeDialog
          isOpen={isMerging}
          survivor={first}
          {...(second ? { loser: second } : {})}
          onClose={merging.close}
          onDone={onDone}
        />
      )}
    </>
  );
}

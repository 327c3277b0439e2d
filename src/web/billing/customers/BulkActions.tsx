import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowMerge, IconCircleCheck, IconCircleOff } from "@tabler/icons-react";
import { type CustomerListItem, setCustomerStatus } from "#billing/customer/customer.api.ts";
import { useSend } from "#web/api.ts";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { MergeDialog } from "./merge/MergeDialog.tsx";

type BulkActionsProps = { chosen: CustomerListItem[]; onDone: () => void };

type Status = CustomerListItem["status"];

/** What can be done with the ticked customers. */
export function BulkActions({ chosen, onDone }: BulkActionsProps) {
  const change = useSend(setCustomerStatus);
  const [isMerging, merging] = useDisclosure(false);
  const living = chosen.filter(({ merged_into }) => merged_into === null);
  const [first, second] = living;

  const set = (customers: string[], status: Status) => change.mutateAsync({ body: { customers, status } });

  async function run(customers: CustomerListItem[], from: Status, to: Status): Promise<void> {
    const { changed, refused } = await set(
      customers.map(({ id }) => id),
      to,
    );
    onDone();
    for (const { title, remedy } of refused.slice(0, 1))
      tell(`${showCount(refused.length, "customer")} left as they are: ${title}. ${remedy}`);
    if (changed.length > 0)
      tellUndo(`${showCount(changed.length, "customer")} made ${to}.`, () => set(changed, from));
  }

  return (
    <>
      {(["active", "inactive"] as const).map((from) => {
        const to = from === "active" ? "inactive" : "active";
        const customers = living.filter(({ status }) => status === from);
        const Glyph = to === "active" ? IconCircleCheck : IconCircleOff;
        return (
          customers.length > 0 && (
            <Button
              key={from}
              size="compact-sm"
              variant="default"
              leftSection={<Glyph size={14} />}
              loading={change.isPending}
              onClick={() => void run(customers, from, to).catch(tellProblem)}
            >
              Make {to}
            </Button>
          )
        );
      })}
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

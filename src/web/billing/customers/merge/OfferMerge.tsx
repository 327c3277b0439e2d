import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowMerge } from "@tabler/icons-react";
import { getCustomer } from "#billing/customer/customer.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { MergeDialog } from "./MergeDialog.tsx";

type OfferMergeProps = {
  /** The one that would go. */ customer: string;
  /** The one that would stay. */ into: string;
};

/** Offers to merge two customers whose CRM records became one; nothing where that was done, or cannot be. */
export function OfferMerge({ customer, into }: OfferMergeProps) {
  const mayWrite = useMay("write");
  const goes = useCall(getCustomer, { params: { customer } }).data;
  const stays = useCall(getCustomer, { params: { customer: into } }).data;
  const [isOpen, dialog] = useDisclosure(false);
  if (!mayWrite || !goes || !stays || goes.merged_into !== null || stays.merged_into !== null) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        my={6}
        leftSection={<IconArrowMerge size={14} />}
        onClick={dialog.open}
      >
        Merge the customers
      </Button>
      <MergeDialog isOpen={isOpen} survivor={stays} loser={goes} onClose={dialog.close} />
    </>
  );
}

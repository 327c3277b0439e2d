import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconSwitchVertical } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { mergeCustomers, undoMerge } from "#billing/customer/customer-merge.api.ts";
import { useSend } from "#web/api.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { tellUndo } from "#web/ui/tell.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { CustomerPicker, type Picked } from "./CustomerPicker.tsx";

type MergeDialogProps = {
  isOpen: boolean;
  survivor: Picked;
  loser?: Picked;
  onClose: () => void;
  onDone?: () => void;
};

/** Makes one customer of two: which stays, which goes, and what that means; can be undone afterwards. */
export function MergeDialog({ isOpen, onClose, ...rest }: MergeDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Merge two customers"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isOpen && <Body {...rest} onClose={onClose} />}
    </Modal>
  );
}

function Body({ survivor, loser, onClose, onDone }: Omit<MergeDialogProps, "isOpen">) {
  const [kept, setKept] = useState(survivor);
  const [gone, setGone] = useState(loser);
  const navigate = useNavigate();
  const places = useCustomerPlaces();
  const undo = useSend(undoMerge);
  const merge = useSend(mergeCustomers, {
    done: ({ merge: id, customer }) => {
      onClose();
      onDone?.();
      void navigate({ to: places.customer(customer.id) });
      tellUndo(`${gone?.display_name ?? "The customer"} is merged into ${customer.display_name}.`, () =>
        undo.mutateAsync({ params: { merge: id } }),
      );
    },
  });
  const otherCurrency = gone !== undefined && gone.currency_code !== kept.currency_code;
  return (
    <Stack gap="md">
      {merge.error && <ProblemBox problem={merge.error} />}
      <CustomerPicker label="This one goes" picked={gone} without={kept.id} onPick={setGone} />
      <Fields>
        <Field name="This one stays" value={kept.display_name} />
        <Field name="Currency" value={kept.currency_code} />
      </Fields>
      {gone && (
        <Button
          variant="subtle"
          leftSection={<IconSwitchVertical size={16} />}
          onClick={() => {
            setKept(gone);
            setGone(kept);
          }}
        >
          Keep {gone.display_name} instead
        </Button>
      )}
      <Text
        size="sm"
        c={otherCurrency ? "var(--mantine-color-error)" : "dimmed"}
        role={otherCurrency ? "alert" : undefined}
      >
        {otherCurrency
          ? `${gone.display_name} is in ${gone.currency_code}: customers in different currencies cannot be merged.`
          : "Empty fields are filled from the one that goes, contact persons with the same e-mail address become one, and the one that goes becomes inactive. You can undo this."}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={gone === undefined || otherCurrency}
          loading={merge.isPending}
          onClick={() => gone && merge.mutate({ params: { customer: kept.id }, body: { loser: gone.id } })}
        >
          Merge
        </Button>
      </Group>
    </Stack>
  );
}

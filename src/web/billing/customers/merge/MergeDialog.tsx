import { Button, Group, Modal, Stack } from "@mantine/core";
import { IconSwitchHorizontal } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { flushSync } from "react-dom";
import { mergeCustomers, previewMerge, undoMerge } from "#billing/customer/customer-merge.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { tellUndo } from "#web/ui/tell.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { CustomerPicker, type Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { MergePlan } from "./MergePlan.tsx";

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
      size="lg"
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
  return (
    <Stack gap="md">
      <CustomerPicker
        key={kept.id}
        label={`Merge into ${kept.display_name}`}
        picked={gone}
        without={kept.id}
        onPick={setGone}
      />
      {gone ? (
        <Decision
          key={`${kept.id} ${gone.id}`}
          kept={kept}
          gone={gone}
          onTurn={() => {
            setKept(gone);
            setGone(kept);
          }}
          onClose={onClose}
          onDone={onDone}
        />
      ) : (
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      )}
    </Stack>
  );
}

type DecisionProps = {
  kept: Picked;
  gone: Picked;
  /** The other one stays. */ onTurn: () => void;
  onClose: () => void;
  onDone: (() => void) | undefined;
};

/** What the merge would do, and the button that does it. */
function Decision({ kept, gone, onTurn, onClose, onDone }: DecisionProps) {
  const navigate = useNavigate();
  const places = useCustomerPlaces();
  const params = { customer: kept.id };
  const preview = useCall(previewMerge, { params, query: { loser: gone.id } });
  const undo = useSend(undoMerge);
  const merge = useSend(mergeCustomers, {
    // At once: what this dialog asked about the two would be asked anew, and refused, for one of them is gone.
    leave: () => flushSync(onClose),
    done: ({ merge: id, customer }) => {
      onDone?.();
      void navigate({ to: places.customer(customer.id) });
      tellUndo(`${gone.display_name} is merged into ${customer.display_name}.`, () =>
        undo.mutateAsync({ params: { merge: id } }),
      );
    },
  });
  return (
    <>
      {merge.error && <ProblemBox problem={merge.error} />}
      <Loaded of={preview}>{(plan) => <MergePlan plan={plan} />}</Loaded>
      <Group justify="space-between" gap="xs">
        <Button variant="subtle" leftSection={<IconSwitchHorizontal size={16} />} onClick={onTurn}>
          Keep {shortened(gone.display_name)} instead
        </Button>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={preview.data === undefined}
            loading={merge.isPending}
            onClick={() => merge.mutate({ params, body: { loser: gone.id } })}
          >
            Merge
          </Button>
        </Group>
      </Group>
    </>
  );
}

/** A name as a button can hold it. */
function shortened(name: string): string {
  return name.length > 32 ? `${name.slice(0, 30).trimEnd()} …` : name;
}

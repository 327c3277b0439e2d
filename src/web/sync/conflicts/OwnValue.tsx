import { Modal, Stack, Text } from "@mantine/core";
import type { ConflictView } from "#sync/conflict/conflict.api.ts";
import { quoted } from "#web/sync/story/words.ts";
import { ValueInput } from "#web/billing/custom-fields/ValueInput.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { showCount } from "#web/ui/show.ts";
import { useGive } from "./use-decide.ts";

/** Conflicts of one field that get a value which neither side has. */
export type Giving = { of: readonly ConflictView[]; done?: (() => void) | undefined };

/** The dialog in which one gives both sides another value than the two that they hold. */
export function OwnValue({ giving, onClose }: { giving: Giving | undefined; onClose: () => void }) {
  const first = giving?.of[0];
  return (
    <Modal
      opened={first !== undefined}
      onClose={onClose}
      title={first && titleOf(first, giving?.of.length ?? 1)}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {giving && first && <Fill key={first.id} {...giving} first={first} onClose={onClose} />}
    </Modal>
  );
}

function titleOf({ label, name }: ConflictView, count: number): string {
  return count === 1 ? `${label} of ${name}` : `${label} of ${showCount(count, "record")}`;
}

type FillProps = Giving & { first: ConflictView; onClose: () => void };

function Fill({ of, first, done, onClose }: FillProps) {
  const give = useGive();
  const { label, input, crm, billing } = first;
  const { type, options } = input ?? { type: "text", options: [] };
  const value =
    type === "check_box" ? billing.value === true : String((billing.value as string | number | null) ?? "");
  const form = useFormState({
    // Named as the request names it, so that a refusal stands at the input.
    initial: { decisions: [{ value }] },
    send: async ({ decisions: [given] }) => {
      await give(of, given?.value ?? "");
      onClose();
      done?.();
    },
  });
  return (
    <Form of={form} submit="Give to both sides" onCancel={onClose}>
      <Stack gap="md">
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {of.length === 1
            ? `The CRM has ${quoted(crm.value)}, billing ${quoted(billing.value)}. Both stay in the history.`
            : "Each of them gets this value on both sides. The values that they have stay in the history."}
        </Text>
        <ValueInput of={form} path="decisions.0.value" field={{ label, type, options }} isFirst />
      </Stack>
    </Form>
  );
}

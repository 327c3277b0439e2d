import { Modal, Stack, Text, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";

/** What is asked before something ends. */
export type Reasoned = {
  title: string;
  /** What becomes of it, in numbers where there are any. */
  text: ReactNode;
  /** The verb of the button. */
  yes: string;
  isRequired?: boolean;
};

type ReasonDialogProps = Reasoned & {
  isOpen: boolean;
  onClose: () => void;
  send: (reason: string | null) => Promise<unknown>;
};

/** Asks why, and says what becomes of it. */
export function ReasonDialog({ isOpen, ...asked }: ReasonDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={asked.onClose}
      title={asked.title}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Fill {...asked} />
    </Modal>
  );
}

function Fill({ text, yes, isRequired = false, onClose, send }: Omit<ReasonDialogProps, "isOpen">) {
  const form = useFormState({
    initial: { reason: "" },
    check: ({ reason }) =>
      isRequired && reason.trim() === "" ? [{ path: "reason", problem: "Say why" }] : [],
    send: async ({ reason }) => {
      await send(reason.trim() === "" ? null : reason);
      onClose();
    },
  });
  return (
    <Form of={form} submit={yes} onCancel={onClose} focusFirst>
      <Stack gap="md">
        <Text component="div">{text}</Text>
        <Textarea
          {...form.field("reason")}
          label="Reason"
          description="Kept, and told on the timeline."
          autosize
          minRows={2}
          maxLength={500}
        />
      </Stack>
    </Form>
  );
}

import { Modal, Text, TextInput } from "@mantine/core";
import { testMailServer } from "#billing/email/mail-server.api.ts";
import { useSend } from "#web/api.ts";
import { useMe } from "#web/app/organization.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { tell } from "#web/ui/tell.tsx";

type TestEmailProps = { isOpen: boolean; onClose: () => void };

/** Sends a test e-mail, and shows what the mail server says. */
export function TestEmail({ isOpen, onClose }: TestEmailProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Send a test e-mail"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Fill onClose={onClose} />
    </Modal>
  );
}

function Fill({ onClose }: { onClose: () => void }) {
  const { person } = useMe();
  const test = useSend(testMailServer);
  const form = useFormState({
    initial: { to: person.email },
    check: problemsBy(testMailServer.body),
    send: async (body) => {
      const { answer } = await test.mutateAsync({ body });
      tell(`The mail server took the e-mail: ${answer}`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Send" onCancel={onClose} focusFirst>
      <Text>The mail server is asked at once. Where it refuses, you read here what it says.</Text>
      <TextInput {...form.field("to")} label="To" type="email" />
    </Form>
  );
}

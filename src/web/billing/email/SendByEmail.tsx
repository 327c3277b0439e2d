import { Alert, Button, Modal, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { documentEmailEndpoints, type EmailDraft } from "#billing/email/document-email.api.ts";
import { documentPaths } from "#billing/delivery/document-path.ts";
import { useCall, useSend } from "#web/api.ts";
import { paramsOf, type Which } from "#web/billing/documents/which.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { ask } from "#web/ui/ask.tsx";
import { Form } from "#web/ui/Form.tsx";
import { type FormState, useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { tell } from "#web/ui/tell.tsx";
import { Letter } from "./Letter.tsx";
import { bodyOf, type TypedEmail, typedProblems } from "./receivers.ts";

/** Beside what else is done with a document: opens the dialog. */
export function SendButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="default" leftSection={<IconMail size={16} />} onClick={onClick}>
      Send by e-mail
    </Button>
  );
}

type SendByEmailProps = { which: Which; isDraft: boolean; isOpen: boolean; onClose: () => void };

/** The e-mail that goes out with a document, written by its template, to be read and changed before. */
export function SendByEmail({ which, isDraft, isOpen, onClose }: SendByEmailProps) {
  const isChanged = useRef<() => boolean>(() => false);
  async function leave(): Promise<void> {
    const title = "Leave without sending?";
    const text = "What you changed in this e-mail is lost.";
    if (isChanged.current() && !(await ask({ title, text, yes: "Leave", no: "Go on", danger: true }))) return;
    onClose();
  }
  return (
    <Modal
      opened={isOpen}
      onClose={() => void leave()}
      size="lg"
      title="Send by e-mail"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Draft
        which={which}
        isDraft={isDraft}
        onFilled={(one) => void (isChanged.current = one)}
        onSent={onClose}
        onCancel={() => void leave()}
      />
    </Modal>
  );
}

type DraftProps = Pick<SendByEmailProps, "which" | "isDraft"> & {
  /** Tells how to ask whether anything is lost by leaving. */
  onFilled: (isChanged: () => boolean) => void;
  onSent: () => void;
  onCancel: () => void;
};

function Draft(props: DraftProps) {
  const { which } = props;
  const draft = useCall(documentEmailEndpoints(which.kind).draft, { params: paramsOf(which) });
  return <Loaded of={draft}>{(found) => <Fill {...props} draft={found} />}</Loaded>;
}

function Fill({ which, draft, isDraft, onFilled, onSent, onCancel }: DraftProps & { draft: EmailDraft }) {
  const [shown, setShown] = useState<"write" | "preview">("write");
  const send = useSend(documentEmailEndpoints(which.kind).send, {
    // A draft is sent by it, and is owed from then on.
    refreshes: [...touchedByMoney, "Public documents", documentPaths[which.kind].tag],
  });
  const form = useFormState<TypedEmail>({
    initial: {
      to: draft.to.join(", "),
      cc: draft.cc.join(", "),
      subject: draft.subject,
      text: draft.text,
    },
    check: typedProblems,
    send: async (values) => {
      await send.mutateAsync({ params: paramsOf(which), body: bodyOf(values) });
      tell(
        draft.from === null
          ? "The e-mail is caught: kept here, and sent to nobody."
          : "The e-mail is on its way.",
      );
      onSent();
    },
  });
  useEffect(() => {
    onFilled(form.isChanged);
    return () => onFilled(() => false);
  }, [onFilled, form.isChanged]);
  return (
    <Form of={form} submit="Send" onCancel={onCancel}>
      {draft.from === null && (
        <Alert color="conflict" variant="light" title="Nobody will get it">
          No mail server is set up: the e-mail is only kept here. An administrator sets one up under Settings,
          E-mail.
        </Alert>
      )}
      <SegmentedControl
        aria-label="What is shown"
        value={shown}
        onChange={(next) => setShown(next)}
        data={[
          { value: "write", label: "Write" },
          { value: "preview", label: "Preview" },
        ]}
        w="fit-content"
      />
      {shown === "write" ? <Write of={form} isDraft={isDraft} /> : <Preview of={form} draft={draft} />}
    </Form>
  );
}

function Write({ of, isDraft }: { of: FormState<TypedEmail>; isDraft: boolean }) {
  const hasPlaceholder = /\{(number|link)\}/.test(of.values.subject + of.values.text);
  return (
    <Stack gap="md">
      <TextInput {...of.field("to")} label="To" description="Several addresses with commas between them." />
      <TextInput {...of.field("cc")} label="Copy to" />
      <TextInput {...of.field("subject")} label="Subject" />
      <Textarea {...of.field("text")} label="Text" autosize minRows={8} maxRows={18} />
      <Text c="dimmed" size="sm">
        The PDF goes with it.
        {isDraft && " The draft is marked as sent and gets its number by this."}
        {hasPlaceholder && " What stands in braces is filled in when it is sent."}
      </Text>
    </Stack>
  );
}

function Preview({ of, draft }: { of: FormState<TypedEmail>; draft: EmailDraft }) {
  const { subject, text } = of.values;
  const { to, cc } = bodyOf(of.values);
  return <Letter from={draft.from} to={to} cc={cc} subject={subject} text={text} file={draft.attachment} />;
}

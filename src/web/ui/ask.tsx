import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";

export type Question = {
  title: string;
  /** What will happen, in numbers where there are any. */
  text: ReactNode;
  /** The verb of the button: `Revoke key`. */
  yes: string;
  /** The other button; `Cancel` where not said. */
  no?: string;
  danger?: boolean;
  /** What has to be typed before the button works: the name of what is lost. */
  typed?: string;
};

type Open = Question & { answer: (yes: boolean) => void };

let open: Open | undefined;
const listeners = new Set<() => void>();

function setOpen(next: Open | undefined): void {
  open = next;
  for (const tell of listeners) tell();
}

/** Asks before something that cannot be undone. Where it can be, do it and offer to undo (`tellUndo`). */
export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    open?.answer(false);
    setOpen({
      ...question,
      answer: (yes) => {
        setOpen(undefined);
        resolve(yes);
      },
    });
  });
}

/** Where questions appear; there is one, in main.tsx. */
export function AskHost() {
  const question = useSyncExternalStore(
    (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    () => open,
  );
  useEffect(() => {
    // Before any dialog hears of it, being the first that listens: Escape is for the question, not for what is behind it.
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.isComposing || open === undefined) return;
      event.stopImmediatePropagation();
      open.answer(false);
    };
    addEventListener("keydown", leave, { capture: true });
    return () => removeEventListener("keydown", leave, { capture: true });
  }, []);
  return (
    <Modal
      opened={question !== undefined}
      onClose={() => question?.answer(false)}
      closeOnEscape={false}
      title={question?.title}
      // Above a dialog that asks before it sends.
      zIndex="calc(var(--mantine-z-index-modal) + 1)"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {question && <Body question={question} key={question.title} />}
    </Modal>
  );
}

function Body({ question }: { question: Open }) {
  const [typed, setTyped] = useState("");
  const isReady = question.typed === undefined || typed.trim() === question.typed.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) question.answer(true);
      }}
    >
      <Stack gap="md">
        <Text component="div">{question.text}</Text>
        {question.typed !== undefined && (
          <TextInput
            label={`Type ${question.typed} to go on`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => question.answer(false)}>
            {question.no ?? "Cancel"}
          </Button>
          <Button
            type="submit"
            disabled={!isReady}
            color={question.danger ? "fail" : "accent"}
            data-autofocus={question.typed === undefined || undefined}
          >
            {question.yes}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

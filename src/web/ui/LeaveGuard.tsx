import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useEffect } from "react";
import type { FormState } from "./form.ts";

/** Asks before a form with changes is left; a closed window keeps the draft without asking. */
export function LeaveGuard<Values>({ of }: { of: FormState<Values> }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => of.isChanged() && current.pathname !== next.pathname,
    enableBeforeUnload: false,
    withResolver: true,
  });
  useEffect(() => {
    const keep = (): void => {
      if (of.isChanged()) of.keepDraft();
    };
    addEventListener("pagehide", keep);
    return () => removeEventListener("pagehide", keep);
  }, [of]);
  const isAsked = blocker.status === "blocked";
  return (
    <Modal
      opened={isAsked}
      onClose={() => blocker.reset?.()}
      title="Leave with unsaved changes?"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="md">
        <Text>Keep them as a draft in this browser and go on later, or discard them.</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => blocker.reset?.()}>
            Stay
          </Button>
          <Button
            variant="default"
            onClick={() => {
              of.dropDraft();
              blocker.proceed?.();
            }}
          >
            Discard
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              of.keepDraft();
              blocker.proceed?.();
            }}
          >
            Keep draft
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

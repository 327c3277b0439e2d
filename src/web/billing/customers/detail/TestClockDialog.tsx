import { Button, Modal, Stack, Text, TextInput } from "@mantine/core";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { isUsualDay, unusualDay } from "#billing/document/day.ts";
import * as api from "#billing/subscription/test-clock.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { useCall } from "#web/api.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { ask, type Question } from "#web/ui/ask.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showDay, showList } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";

type TestClockDialogProps = { isOpen: boolean; customer: CustomerView; onClose: () => void };

/** A customer's own clock: given to it, moved on, and taken away again. */
export function TestClockDialog({ isOpen, customer, onClose }: TestClockDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Test clock of ${customer.display_name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Clock customer={customer.id} onClose={onClose} />
    </Modal>
  );
}

type ClockProps = { customer: string; onClose: () => void };

function Clock({ customer, onClose }: ClockProps) {
  const clock = useCall(api.getTestClock, { params: { customer } });
  return (
    <Loaded of={clock}>
      {({ today }) =>
        today === null ? (
          <Start customer={customer} onClose={onClose} />
        ) : (
          <Move customer={customer} today={today} onClose={onClose} />
        )
      }
    </Loaded>
  );
}

function Start({ customer, onClose }: ClockProps) {
  const doing = useDoing();
  const form = useFormState({
    initial: { today: "" },
    check: ({ today }) => problemsOf("today", today),
    send: async (body) => {
      const { today } = await doing(api.setTestClock, { params: { customer }, body });
      tell(`The clock stands at ${showDay(today)}.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Start clock" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <Text>
          For trying out what a plan does over time: what is due to this customer happens by its clock, as you
          move it. Its invoices are real ones, with numbers of your series, and it is told nothing by e-mail.
        </Text>
        <TextInput {...form.field("today")} type="date" label="Its first day" withAsterisk />
      </Stack>
    </Form>
  );
}

function Move({ customer, today, onClose }: ClockProps & { today: string }) {
  const doing = useDoing();
  const form = useFormState({
    initial: { until: "" },
    check: ({ until }) =>
      until !== "" && until < today
        ? [{ path: "until", problem: `Choose a day after ${showDay(today)}` }]
        : problemsOf("until", until),
    send: async (body) => {
      const { unbilled } = await doing(api.advanceTestClock, { params: { customer }, body });
      tell(
        unbilled.length === 0
          ? `The clock stands at ${showDay(body.until)}.`
          : `The clock stands at ${showDay(body.until)}. Not billed: ${showList(unbilled.map(({ number }) => number))}`,
      );
      onClose();
    },
  });
  async function end(): Promise<void> {
    if (!(await ask(sureToEnd(today)))) return;
    await doing(api.endTestClock, { params: { customer } });
    tell("The customer lives by everybody's clock.");
    onClose();
  }
  return (
    <Form of={form} submit="Move clock" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <Text>
          It stands at <strong>{showDay(today)}</strong>. All that is due until the day that you choose
          happens, each thing as on its day.
        </Text>
        <TextInput {...form.field("until")} type="date" label="Move to" withAsterisk />
        <Button
          variant="default"
          size="compact-md"
          style={{ alignSelf: "start" }}
          onClick={() => void end().catch(tellProblem)}
        >
          Take the clock away
        </Button>
      </Stack>
    </Form>
  );
}

function sureToEnd(today: string): Question {
  return {
    title: "Take the clock away?",
    text: `The customer lives with everybody from then on: what was due since ${showDay(today)} is billed at once, collected from its card or account, and told by e-mail, as it is with any other.`,
    yes: "Take away",
  };
}

function problemsOf(path: string, day: string): FieldProblem[] {
  if (day === "") return [{ path, problem: "Choose the day" }];
  return isUsualDay(day) ? [] : [{ path, problem: unusualDay }];
}

import { Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { type ConnectionView, getConnection } from "#sync/connection/connection.api.ts";
import { useCall } from "#web/api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { isAnswered, missingIn, type Step, steps, stepTitles } from "./answers.ts";
import { SaveButton } from "./SaveButton.tsx";
import { StepContent } from "./StepContent.tsx";
import { StepList } from "./StepList.tsx";
import { problemsOfStep, stepOf } from "./problems.ts";
import { useAnswers } from "./use-answers.ts";
import { useCheck, useOptions, useSamples } from "./use-options.ts";
import classes from "./Wizard.module.css";

const at = "/o/$org/settings/integrations/$connection/configure";

/** The wizard: five steps whose answers are saved together, at the end. */
export function Configure() {
  const { connection } = useParams({ from: at });
  const asked = useCall(getConnection, { params: { connection } });
  return (
    <Page title="Configure the sync" facts={[asked.data?.crm_company]}>
      <Loaded of={asked} skeleton={<Skeleton height={320} />}>
        {(found) => <Wizard connection={found} key={found.id} />}
      </Loaded>
    </Page>
  );
}

const leads: Record<Step, string> = {
  module: "Which records of the CRM become customers?",
  extent: "In which direction do changes go?",
  duplicates: "What happens when a CRM record matches a customer that is here already?",
  view: "Which of them are synced?",
  mapping: "Which field goes where?",
};

function Wizard({ connection }: { connection: ConnectionView }) {
  const { answers, set, isChanged, drop } = useAnswers(connection.id, connection.settings);
  const asked = useOptions(connection.id, answers.module);
  const options = answers.module === null ? undefined : asked.data;
  const samples = useSamples(connection.id, answers, options);
  const check = useCheck(connection.id, answers, options);
  const problems = check.problems;
  const { step: wanted } = useSearch({ from: at });
  const step = reachable(wanted ?? "module", (one) => isAnswered(one, answers, options));
  const navigate = useNavigate({ from: at });
  const go = (next: Step | undefined): void => void navigate({ search: { step: next } });
  const place = steps.indexOf(step);
  const heading = useFocusOnChange(step);
  const missing = missingIn(step, answers, options);
  return (
    <div className={classes.wizard}>
      <StepList
        at={step}
        answers={answers}
        options={options}
        problems={new Set(problems.map(({ path }) => stepOf(path)))}
      />
      <section className={classes.content} aria-label={stepTitles[step]}>
        <Stack gap="md" className={step === "mapping" ? undefined : classes.reading}>
          <Title order={2} ref={heading} tabIndex={-1} className={classes.lead}>
            {leads[step]}
          </Title>
          <StepContent
            step={step}
            answers={answers}
            set={set}
            asked={asked}
            samples={samples}
            connection={connection}
            check={check}
          />
          {step !== "mapping" &&
            problemsOfStep(problems, step).map((problem) => (
              <Text key={problem} c="var(--mantine-color-error)" role="alert">
                {problem}
              </Text>
            ))}
        </Stack>
        <div className={classes.buttons}>
          {place > 0 && (
            <Button variant="default" onClick={() => go(steps[place - 1])}>
              Back
            </Button>
          )}
          {step !== "mapping" && (
            <Button disabled={!isAnswered(step, answers, options)} onClick={() => go(steps[place + 1])}>
              Next
            </Button>
          )}
          {missing !== undefined && <Text c="dimmed">{missing}</Text>}
          {step === "mapping" && (
            <SaveButton
              connection={connection}
              answers={answers}
              options={options}
              isClean={problems.length === 0 && missing === undefined}
              onSaved={drop}
            />
          )}
          <Group gap="xs">
            {isChanged && (
              <Button variant="subtle" color="gray" fw={500} c="dimmed" onClick={drop}>
                Discard changes
              </Button>
            )}
          </Group>
        </div>
      </section>
    </div>
  );
}

/** Where the keyboard goes on, and what a screen reader hears, when another step is shown. */
function useFocusOnChange(step: Step): React.RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) heading.current?.focus();
    before.current = step;
  }, [step]);
  return heading;
}

/** The wanted step, or the first one before it that has no answer yet. */
function reachable(wanted: Step, isDone: (step: Step) => boolean): Step {
  return steps.slice(0, steps.indexOf(wanted)).find((step) => !isDone(step)) ?? wanted;
}

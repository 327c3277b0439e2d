import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import type { Answers, Options, Step } from "./answers.ts";
import { DuplicatesStep } from "./DuplicatesStep.tsx";
import { ExtentStep } from "./ExtentStep.tsx";
import { Forecast } from "./Forecast.tsx";
import { MappingStep } from "./MappingStep.tsx";
import { ModuleStep } from "./ModuleStep.tsx";
import type { Samples } from "./sample.ts";
import type { StepProps } from "./step-props.ts";
import type { Checked } from "./use-options.ts";
import { ViewStep } from "./ViewStep.tsx";

type ContentProps = {
  step: Step;
  answers: Answers;
  set: StepProps["set"];
  asked: UseQueryResult<Options, CallError>;
  samples: Samples;
  connection: ConnectionView;
  check: Checked;
};

/** What is asked in a step. The first needs nothing of the CRM; the others wait for its views and fields. */
export function StepContent({ step, answers, set, asked, samples, connection, check }: ContentProps) {
  if (step === "module") {
    return (
      <>
        <ModuleStep answers={answers} options={asked.data} isAsking={asked.isLoading} set={set} />
        {asked.error !== null && <ProblemBox problem={asked.error} />}
      </>
    );
  }
  return (
    <Loaded of={asked} skeleton={<StepSkeleton />}>
      {(options) => {
        const given = { answers, options, samples, set };
        if (step === "extent") return <ExtentStep {...given} />;
        if (step === "duplicates") return <DuplicatesStep {...given} />;
        if (step === "view")
          return (
            <ViewStep
              {...given}
              userName={connection.crm_user_name}
              forecast={<Forecast of={check.answer} isAsking={check.isAsking} />}
            />
          );
        return <MappingStep {...given} problems={check.problems} trials={check.answer?.trials} />;
      }}
    </Loaded>
  );
}

function StepSkeleton() {
  return (
    <Stack gap="xs" aria-hidden>
      {[0, 1, 2].map((at) => (
        <Skeleton key={at} height={72} radius="md" />
      ))}
    </Stack>
  );
}

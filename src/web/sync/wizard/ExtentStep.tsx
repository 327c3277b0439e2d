import { Stack, Title } from "@mantine/core";
import type { ConflictPolicy } from "#sync/connection/settings.api.ts";
import { conflictWords, extentWords } from "#web/sync/words.ts";
import { Choices } from "./Choices.tsx";
import { Example } from "./Example.tsx";
import { sampleName } from "./sample.ts";
import type { StepProps } from "./step-props.ts";

const conflictTexts: Record<ConflictPolicy, string> = {
  crm: "Billing takes the CRM's value. What billing held stays in the history.",
  billing: "The CRM takes billing's value. What the CRM held stays in the history.",
  latest:
    "Whoever changed the field last wins, by the history of the field on both sides; the other value stays in the history. Changes within a few seconds of each other, and changes whose time one side does not tell, wait under Conflicts.",
  ask: "Both values stay where they are, and wait under Conflicts for a person to take one.",
};

/** In which direction changes go, and who wins where both sides change the same. */
export function ExtentStep({ answers, options, samples, set }: StepProps) {
  const name = sampleName(samples.samples[0]);
  return (
    <Stack gap="md">
      <Choices
        label="Extent"
        value={answers.extent}
        choices={[
          {
            value: "one-way",
            title: extentWords["one-way"],
            text: "New and changed records of the CRM come to billing. Nothing is ever written to the CRM.",
          },
          {
            value: "two-way",
            title: extentWords["two-way"],
            text: "New and changed customers go to the CRM too.",
            refused: options.two_way.allowed
              ? null
              : (options.two_way.why ?? "Not available for this connection."),
          },
        ]}
        onChange={(extent) => set((before) => ({ ...before, extent }))}
      />
      {answers.extent === "two-way" && (
        <Stack gap="xs">
          <Title order={3}>When both sides change the same field</Title>
          <Choices
            label="When both sides change the same field"
            value={answers.conflicts}
            choices={(Object.keys(conflictTexts) as ConflictPolicy[]).map((value) => ({
              value,
              title: conflictWords[value],
              text: conflictTexts[value],
            }))}
            onChange={(conflicts) => set((before) => ({ ...before, conflicts }))}
          />
        </Stack>
      )}
      {name !== undefined && answers.extent === "one-way" && (
        <Example>
          When somebody changes the phone number of {name} in the CRM, its customer here gets it with the next
          run. Changed here, it stays here, and is kept until the CRM's own value changes.
        </Example>
      )}
      {name !== undefined && answers.extent === "two-way" && (
        <Example>
          When the phone number of {name} changes on one side, the other has it after the next run. When the
          city changes there and the phone number here, both changes survive.
        </Example>
      )}
    </Stack>
  );
}

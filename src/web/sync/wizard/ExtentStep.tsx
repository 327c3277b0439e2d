import { Stack } from "@mantine/core";
import { extentWords } from "#web/sync/words.ts";
import { Choices } from "./Choices.tsx";
import { Example } from "./Example.tsx";
import { sampleName } from "./sample.ts";
import type { StepProps } from "./step-props.ts";

/** In which direction changes go. */
export function ExtentStep({ answers, options, set }: StepProps) {
  const name = sampleName(options.samples[0]);
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
      {name !== undefined && answers.extent === "one-way" && (
        <Example>
          When somebody changes the phone number of {name} in the CRM, its customer here gets it with the next
          run. Changed here, it stays here, and is kept until the CRM's own value changes.
        </Example>
      )}
    </Stack>
  );
}

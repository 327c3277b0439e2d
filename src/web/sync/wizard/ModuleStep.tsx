import { Checkbox, Skeleton, Stack } from "@mantine/core";
import type { ModuleChoice } from "#sync/connection/settings.api.ts";
import { moduleWords } from "#web/sync/words.ts";
import { useWaitedLong } from "#web/ui/waiting.ts";
import type { Options } from "./answers.ts";
import { Choices } from "./Choices.tsx";
import { Example } from "./Example.tsx";
import type { StepProps } from "./step-props.ts";

const texts: Record<ModuleChoice, string> = {
  accounts: "Each account becomes a customer. Its contacts are left out.",
  contacts: "Each contact becomes a customer.",
  "accounts-and-contacts":
    "Each account becomes a customer, and its contacts become that customer's contact persons.",
};

type ModuleStepProps = Pick<StepProps, "answers" | "set"> & {
  /** Undefined until a module is chosen and its options are there. */ options: Options | undefined;
  isAsking: boolean;
};

/** Which records of the CRM become customers. */
export function ModuleStep({ answers, options, isAsking, set }: ModuleStepProps) {
  const waitedLong = useWaitedLong(isAsking);
  return (
    <Stack gap="md">
      <Choices
        label="Module"
        value={answers.module}
        choices={(Object.keys(texts) as ModuleChoice[]).map((value) => ({
          value,
          title: moduleWords[value],
          text: texts[value],
        }))}
        onChange={(module) => set((before) => ({ ...before, module }))}
      />
      {answers.module === "accounts-and-contacts" && (
        <Checkbox
          label="Include contacts that are not associated with any account"
          description="Each of them becomes a customer of its own. Without this tick they are left out."
          checked={answers.include_unassociated}
          onChange={({ currentTarget: { checked } }) =>
            set((before) => ({ ...before, include_unassociated: checked }))
          }
        />
      )}
      {options?.example && <Example>{options.example}</Example>}
      {waitedLong && <Skeleton height={45} radius="md" />}
    </Stack>
  );
}

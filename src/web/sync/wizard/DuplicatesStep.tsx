import { Checkbox, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { DuplicatePolicy, MatchKey } from "#sync/connection/settings.api.ts";
import { keyWords, policyWords } from "#web/sync/words.ts";
import { showList } from "#web/ui/show.ts";
import { moduleAnswers, withModuleAnswers } from "./answers.ts";
import { Choices } from "./Choices.tsx";
import { Example } from "./Example.tsx";
import { sampleName } from "./sample.ts";
import type { StepProps } from "./step-props.ts";

const texts: Record<DuplicatePolicy, string> = {
  skip: "The customer stays exactly as it is, and the CRM record is left out.",
  clone: "A second customer with the same name is made beside it.",
  overwrite:
    "The customer takes the CRM's values in all mapped fields; other fields stay. Several customers that match are merged into one.",
};

const keyTexts: Record<MatchKey, string> = {
  name: "Without capitals, accents and punctuation",
  email: "Without capitals",
  phone: "Its digits only",
  website: "Its domain only",
};

/** What happens when a CRM record looks like a customer that is here already. */
export function DuplicatesStep({ answers, options, samples, set }: StepProps) {
  const { match_keys: keys } = moduleAnswers(answers, options);
  const name = sampleName(samples.samples[0]);
  const setKeys = (next: string[]): void =>
    set((before) => withModuleAnswers(before, { match_keys: next as MatchKey[] }));
  return (
    <Stack gap="lg">
      <Choices
        label="Duplicates"
        value={answers.duplicates}
        choices={(Object.keys(texts) as DuplicatePolicy[]).map((value) => ({
          value,
          title: policyWords[value],
          text: texts[value],
        }))}
        onChange={(duplicates) => set((before) => ({ ...before, duplicates }))}
      />
      <Stack gap="xs">
        <Title order={3}>Two records are the same when they share</Title>
        <Checkbox.Group
          aria-label="Match keys"
          value={keys}
          onChange={setKeys}
          error={keys.length === 0 ? "Choose at least one match key" : undefined}
        >
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" verticalSpacing="sm">
            {(Object.keys(keyTexts) as MatchKey[]).map((key) => (
              <Checkbox key={key} value={key} label={keyWords[key]} description={keyTexts[key]} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <Text c="dimmed">The preview shows for each record which key matched, and how strongly.</Text>
      </Stack>
      {name !== undefined && answers.duplicates !== null && keys.length > 0 && (
        <Example>{exampleOf(name, answers.duplicates, keys)}</Example>
      )}
    </Stack>
  );
}

function exampleOf(name: string, policy: DuplicatePolicy, keys: MatchKey[]): string {
  const when = `When a customer has the same ${showList(keys.map((key) => keyWords[key].toLowerCase())).replace(" and ", " or ")} as ${name}`;
  if (policy === "skip") return `${when}, that customer stays untouched and ${name} is left out.`;
  if (policy === "clone") return `${when}, there are two customers called ${name} afterwards.`;
  return `${when}, that customer is linked with ${name} and takes its values from the CRM.`;
}

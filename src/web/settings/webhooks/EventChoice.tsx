import { Anchor, Checkbox, Fieldset, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { eventNames, type EventType } from "#platform/webhook/event-choice.api.ts";

type EventChoiceProps = {
  chosen: readonly EventType[];
  error: React.ReactNode;
  onChange: (chosen: EventType[]) => void;
};

const subjects = [...Map.groupBy(eventNames, (name) => name.split(".")[0] ?? "")];

/** Which kinds of events a webhook is told of, by what they are about. */
export function EventChoice({ chosen, error, onChange }: EventChoiceProps) {
  const has = new Set(chosen);
  return (
    <Fieldset legend="Told of" p="sm">
      <Stack gap="sm">
        <Group gap="md">
          <Anchor component="button" type="button" size="sm" onClick={() => onChange([...eventNames])}>
            All
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={() => onChange([])}>
            None
          </Anchor>
          {error !== undefined && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {error}
            </Text>
          )}
        </Group>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          {subjects.map(([subject, names]) => (
            <Checkbox.Group
              key={subject}
              label={wordOf(subject)}
              value={names.filter((name) => has.has(name))}
              onChange={(now) =>
                onChange(
                  eventNames.filter((name) => (names.includes(name) ? now.includes(name) : has.has(name))),
                )
              }
            >
              <Stack gap={6} mt={4}>
                {names.map((name) => (
                  <Checkbox key={name} value={name} label={wordOf(name.split(".")[1] ?? "")} />
                ))}
              </Stack>
            </Checkbox.Group>
          ))}
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
}

/** `credit_note` is `Credit note`. */
function wordOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

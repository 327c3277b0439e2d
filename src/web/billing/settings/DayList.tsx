import { ActionIcon, Button, Group, NumberInput, type NumberInputProps, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

/** A number field that was emptied holds nothing. */
export type Days = number | "";

type DayListProps = {
  days: readonly Days[];
  onChange: (days: Days[]) => void;
  /** The properties of the field of one number. */
  field: (at: number) => NumberInputProps;
  /** What each number is of, and what it counts: `Retry`, `after days`. */
  one: string;
  unit: string;
  /** What the numbers mean, in a sentence. */
  words: (days: readonly number[]) => string;
  least: number;
  most: number;
  /** The number that a first one begins with, and how much later than the one before another is. */
  first: number;
  step: number;
};

/** Some numbers of days, to which others are added and from which they are taken away. */
export function DayList({ days, onChange, field, one, unit, words, least, most, first, step }: DayListProps) {
  const last = days.at(-1);
  return (
    <Stack gap="sm">
      <Group gap="md" align="flex-start">
        {days.map((_, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- one is known by its place
          <Group key={at} gap={2} align="flex-end" wrap="nowrap">
            <NumberInput
              {...field(at)}
              label={`${one} ${at + 1}, ${unit}`}
              allowDecimal={false}
              allowNegative={false}
              w={180}
            />
            {days.length > least && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={`Take ${one.toLowerCase()} ${at + 1} away`}
                onClick={() => onChange(days.filter((_day, other) => other !== at))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
      </Group>
      <Button
        variant="default"
        size="compact-md"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...days, last === undefined ? first : Number(last) + step])}
        disabled={days.length >= most}
      >
        Add {one.toLowerCase()}
      </Button>
      <Text role="status" c="dimmed">
        {words(days.map(Number))}
      </Text>
    </Stack>
  );
}

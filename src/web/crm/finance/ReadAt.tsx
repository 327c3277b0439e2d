import { ActionIcon, Group, Text, Tooltip } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { When } from "#web/ui/When.tsx";

type ReadAtProps = {
  /** What is read anew: `Invoices`. */
  what: string;
  at: string | undefined;
  isReading: boolean;
  onRefresh: () => void;
};

/** When billing was last read for what is shown, and a way to read it now. */
export function ReadAt({ what, at, isReading, onRefresh }: ReadAtProps) {
  return (
    <Group gap={4} wrap="nowrap">
      {at !== undefined && (
        <Text size="xs" c="dimmed" component="span">
          Read <When at={at} />
        </Text>
      )}
      <Tooltip label="Read from billing now">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          loading={isReading}
          onClick={onRefresh}
          aria-label={`Refresh ${what}`}
        >
          <IconRefresh size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

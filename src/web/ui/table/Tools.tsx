import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text, Tooltip } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { showCount } from "#web/ui/show.ts";
import type { Column } from "./column.ts";
import classes from "./table.module.css";

type ColumnChooserProps<Row> = {
  columns: Column<Row>[];
  isShown: (id: string) => boolean;
  toggle: (id: string) => void;
};

/** Chooses which columns are shown. */
export function ColumnChooser<Row>({ columns, isShown, toggle }: ColumnChooserProps<Row>) {
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon variant="default" size={32} aria-label="Columns">
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {columns
            .slice(1)
            .filter(({ isActions }) => !isActions)
            .map(({ id, title }) => (
              <Checkbox key={id} size="sm" label={title} checked={isShown(id)} onChange={() => toggle(id)} />
            ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

type BulkBarProps = { count: number; onClear: () => void; children: ReactNode };

/** What can be done with the rows that are ticked; takes the place of the tools above the table. */
export function BulkBar({ count, onClear, children }: BulkBarProps) {
  return (
    <Group role="toolbar" aria-label="Chosen rows" className={classes.bulk} gap="xs">
      <Text fw={500} aria-live="polite">
        {showCount(count, "row")} chosen
      </Text>
      {children}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
        Clear
      </Button>
    </Group>
  );
}

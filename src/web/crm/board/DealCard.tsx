import { ActionIcon, Anchor, Menu, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { Stage } from "#crm/deal/stages.api.ts";
import { FieldValue } from "#web/crm/fields/FieldValue.tsx";
import { textOf } from "#web/crm/record-name.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";
import classes from "./Board.module.css";

type DealCardProps = {
  record: CrmRecord;
  fields: ReadonlyMap<string, CrmField>;
  stages: readonly Stage[];
  isMoving: boolean;
  /** Where the card appears it is focused, until the focus leaves it. */ takesFocus: boolean;
  onLeave: () => void;
  onOpen: (id: string) => void;
  onMove?: (record: CrmRecord, to: string, isHeld: boolean) => void;
  onDrag?: (record: CrmRecord | undefined) => void;
};

/** A deal on the board: dragged to another stage, or sent there by its menu. */
export function DealCard({ record, fields, stages, isMoving, takesFocus, ...on }: DealCardProps) {
  const { onOpen, onLeave, onMove, onDrag } = on;
  const name = textOf(record["Deal_Name"]);
  const facts = ["Account_Name", "Amount", "Closing_Date"].flatMap((one) => {
    const field = fields.get(one);
    return field && record[one] !== null && record[one] !== undefined ? [field] : [];
  });
  const mayMove = onMove !== undefined && !isMoving;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dragging is the mouse's way; the menu is everybody's
    <li
      className={classes.card}
      data-moving={isMoving || undefined}
      draggable={mayMove}
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", name);
        event.dataTransfer.effectAllowed = "move";
        onDrag?.(record);
      }}
      onDragEnd={() => onDrag?.(undefined)}
    >
      <div className={classes.title}>
        <Anchor
          component="button"
          type="button"
          ref={takesFocus ? focusIt : null}
          onBlur={() => takesFocus && onLeave()}
          c="var(--mantine-color-text)"
          fw={500}
          ta="start"
          className={classes.name}
          onClick={() => onOpen(record.id)}
        >
          {name}
        </Anchor>
        {mayMove && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={28} aria-label={`Move ${name}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>Move to</Menu.Label>
              {stages
                .filter(({ stage }) => stage !== record["Stage"])
                .map(({ stage }) => (
                  <Menu.Item key={stage} onClick={() => onMove(record, stage, true)}>
                    {stage}
                  </Menu.Item>
                ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {facts.map((field) => (
        <Text key={field.api_name} size="sm" c="dimmed" className={classes.fact}>
          <FieldValue field={field} value={record[field.api_name]} isPlain />
        </Text>
      ))}
    </li>
  );
}

function focusIt(name: HTMLElement | null): void {
  name?.focus();
}

import { ActionIcon, Input, Select, Text, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { showList } from "#web/ui/show.ts";
import classes from "./ColumnsInput.module.css";

/** Columns of one view. Source: Zoho CRM v8, "Custom views". */
const maxColumns = 50;

type Choice = { value: string; label: string };
type ColumnsInputProps = {
  value: readonly string[];
  /** API names of columns that are left out, because the reader has no such field. */
  gone: readonly string[];
  choices: readonly Choice[];
  onChange: (value: string[]) => void;
  error: ReactNode;
};

/** The columns of a view in their order: added from a list, moved and taken out by buttons. */
export function ColumnsInput({ value, gone, choices, onChange, error }: ColumnsInputProps) {
  const labelOf = (name: string): string => choices.find((choice) => choice.value === name)?.label ?? name;
  const move = (from: number, to: number): void => {
    const next = [...value];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  return (
    <div data-path="columns" tabIndex={-1}>
      <Text fw={500} mb={4}>
        Columns
      </Text>
      {value.length > 0 && (
        <ol className={classes.columns} aria-label="Columns">
          {value.map((name, at) => (
            <li key={name} className={classes.column}>
              <span className={classes.label}>{labelOf(name)}</span>
              <Button
                label={`Move ${labelOf(name)} up`}
                icon={<IconArrowUp size={14} />}
                isOff={at === 0}
                onClick={() => move(at, at - 1)}
              />
              <Button
                label={`Move ${labelOf(name)} down`}
                icon={<IconArrowDown size={14} />}
                isOff={at === value.length - 1}
                onClick={() => move(at, at + 1)}
              />
              <Button
                label={`Remove ${labelOf(name)}`}
                icon={<IconX size={14} />}
                onClick={() => onChange(value.filter((one) => one !== name))}
              />
            </li>
          ))}
        </ol>
      )}
      {gone.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          Left out, because {gone.length === 1 ? "the field is" : "the fields are"} gone or your profile does
          not see {gone.length === 1 ? "it" : "them"}: {showList([...gone])}.
        </Text>
      )}
      {value.length < maxColumns && (
        <Select
          aria-label="Add a column"
          placeholder="Add a column"
          searchable
          mt={value.length + gone.length > 0 ? "xs" : 0}
          data={choices.filter((choice) => !value.includes(choice.value))}
          value={null}
          onChange={(name) => name !== null && onChange([...value, name])}
          error={error !== undefined && error !== null}
        />
      )}
      {error !== undefined && error !== null && <Input.Error mt={4}>{error}</Input.Error>}
    </div>
  );
}

type ButtonProps = { label: string; icon: ReactNode; isOff?: boolean; onClick: () => void };

function Button({ label, icon, isOff = false, onClick }: ButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={label}
        // Not disabled: a moved column's button keeps the focus at the end of the list, too.
        aria-disabled={isOff || undefined}
        data-off={isOff || undefined}
        className={classes.button}
        onClick={() => !isOff && onClick()}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

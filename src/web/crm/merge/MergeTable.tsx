import { Button, Radio, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { FieldValue } from "#web/crm/fields/FieldValue.tsx";
import type { Module } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";
import { When } from "#web/ui/When.tsx";
import type { Choices } from "./choices.ts";
import classes from "./MergeTable.module.css";

type MergeTableProps = {
  module: Module;
  records: readonly CrmRecord[];
  /** The fields that are shown. */ fields: readonly CrmField[];
  master: string;
  choices: Choices;
  onMaster: (id: string) => void;
  onChoose: (field: CrmField, id: string) => void;
  /** Leaves a record out of the merge; absent where only two are left. */
  onLeaveOut?: ((id: string) => void) | undefined;
};

/** The records side by side: which one stays, and whose value each field keeps. */
export function MergeTable({ module, records, fields, ...rest }: MergeTableProps) {
  const { master, choices, onMaster, onChoose, onLeaveOut } = rest;
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={`The ${module.many} side by side`}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            {records.map((record) => (
              <th key={record.id} scope="col">
                <Stack gap={4} align="flex-start">
                  <Text fw={600}>{nameOf(module, record)}</Text>
                  <Text size="xs" c="dimmed">
                    Created <When at={String(record["Created_Time"])} />
                  </Text>
                  <Radio
                    name="master"
                    label="Stays"
                    aria-label={`${nameOf(module, record)} stays`}
                    checked={record.id === master}
                    onChange={() => onMaster(record.id)}
                  />
                  {onLeaveOut && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color="gray"
                      leftSection={<IconX size={12} />}
                      onClick={() => onLeaveOut(record.id)}
                    >
                      Leave out
                    </Button>
                  )}
                </Stack>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.api_name}>
              <th scope="row">{field.field_label}</th>
              {records.map((record) => (
                <td key={record.id}>
                  <Cell
                    field={field}
                    record={record}
                    of={nameOf(module, record)}
                    isChosen={(choices[field.api_name] ?? master) === record.id}
                    onChoose={() => onChoose(field, record.id)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type CellProps = {
  field: CrmField;
  record: CrmRecord;
  /** The record's name. */ of: string;
  isChosen: boolean;
  onChoose: () => void;
};

function Cell({ field, record, of, isChosen, onChoose }: CellProps) {
  return (
    <Radio
      name={field.api_name}
      aria-label={`${field.field_label} of ${of}`}
      checked={isChosen}
      onChange={onChoose}
      label={
        <span className={isChosen ? undefined : classes.unchosen}>
          <FieldValue field={field} value={record[field.api_name]} isPlain />
        </span>
      }
    />
  );
}

import { Select, Table, Text } from "@mantine/core";
import { Status } from "#web/ui/Status.tsx";
import type { Column, ReadFile } from "./csv-file.ts";
import classes from "./csv.module.css";

/** Values of a column that show what is in it. */
const samples = 3;

type MappingTableProps = {
  file: ReadFile;
  columns: readonly Column[];
  /** The fields that a column can go to. */
  choices: readonly { value: string; label: string }[];
  onChange: (columns: Column[]) => void;
  isDisabled: boolean;
};

/** Which column goes to which field, with the first values of each. */
export function MappingTable({ file, columns, choices, onChange, isDisabled }: MappingTableProps) {
  const taken = new Set(columns.map(({ field }) => field));
  return (
    <Table className={classes.table} verticalSpacing={6} aria-label="Columns of the file and their fields">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Column</Table.Th>
          <Table.Th scope="col">First values</Table.Th>
          <Table.Th scope="col" className={classes.field}>
            Field
          </Table.Th>
          <Table.Th scope="col">State</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map((column) => (
          <Table.Tr key={column.at}>
            <Table.Th scope="row" fw={500}>
              {column.header}
            </Table.Th>
            <Table.Td>
              <Text size="sm" c="dimmed" truncate maw={340}>
                {sampleOf(file, column)}
              </Text>
            </Table.Td>
            <Table.Td className={classes.field}>
              <Select
                size="xs"
                searchable
                clearable
                allowDeselect={false}
                placeholder="Leave out"
                disabled={isDisabled}
                aria-label={`Field for ${column.header}`}
                data={choices.filter(({ value }) => value === column.field || !taken.has(value))}
                value={column.field}
                onChange={(field) =>
                  onChange(columns.map((one) => (one.at === column.at ? { ...one, field } : one)))
                }
              />
            </Table.Td>
            <Table.Td>
              {column.field === null ? (
                <Status word="Left out" meaning="gray" plain />
              ) : (
                <Status word="Chosen" meaning="change" plain />
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Rows that are looked at for samples: a long file must not be read anew for each column. */
const sampledRows = 200;

function sampleOf(file: ReadFile, { at }: Column): string {
  const values = new Set(file.rows.slice(0, sampledRows).map(({ cells }) => cells[at]?.trim() ?? ""));
  values.delete("");
  return [...values].slice(0, samples).join(" · ");
}

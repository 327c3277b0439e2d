import { Select, Table, Text } from "@mantine/core";
import type { Column } from "#crm/import/import.api.ts";
import type { CrmField } from "#web/crm/types.ts";
import { Status } from "#web/ui/Status.tsx";
import type { ReadFile } from "./csv-file.ts";
import classes from "./MappingTable.module.css";

/** Values of a column that show what is in it. */
const samples = 3;

type MappingTableProps = {
  file: ReadFile;
  columns: Column[];
  fields: readonly CrmField[];
  onChange: (columns: Column[]) => void;
  isDisabled: boolean;
};

/** Which column goes to which field, with the first values of each. */
export function MappingTable({ file, columns, fields, onChange, isDisabled }: MappingTableProps) {
  const taken = new Set(columns.map(({ field }) => field));
  const choices = fields
    .filter((field) => !field.read_only || field.api_name === "id")
    .map(({ api_name, field_label, system_mandatory }) => ({
      value: api_name,
      label: system_mandatory ? `${field_label} (required)` : field_label,
    }));
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
              {column.header === "" ? `Column ${column.at + 1}` : column.header}
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
                aria-label={`Field for ${column.header === "" ? `column ${column.at + 1}` : column.header}`}
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
                <Status word="Imported" meaning="agree" plain />
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function sampleOf(file: ReadFile, { at }: Column): string {
  const values = file.rows
    .map(({ cells }) => cells[at]?.trim() ?? "")
    .filter((value, place, all) => value !== "" && all.indexOf(value) === place && place < 200);
  return values.slice(0, samples).join(" · ");
}

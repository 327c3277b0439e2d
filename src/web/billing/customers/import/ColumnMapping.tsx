import { Select, Stack, Table, Text, Title } from "@mantine/core";
import { importFields, type ImportReport } from "#billing/customer/customer-import.api.ts";
import { useCall } from "#web/api.ts";

type ColumnMappingProps = {
  columns: ImportReport["columns"];
  onChange: (header: string, field: string | null) => void;
};

/** Each column of the file, what stands in it, and the field that it is read as. */
export function ColumnMapping({ columns, onChange }: ColumnMappingProps) {
  const fields = useCall(importFields);
  const choices = (fields.data?.items ?? []).map(({ name, label }) => ({ value: name, label }));
  const taken = new Set(columns.map(({ field }) => field));
  return (
    <Stack gap="sm" component="section">
      <Title order={2}>Columns</Title>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>In the file</Table.Th>
              <Table.Th>For example</Table.Th>
              <Table.Th>Read as</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map(({ header, field, samples }) => (
              <Table.Tr key={header}>
                <Table.Td fw={500}>{header}</Table.Td>
                <Table.Td maw={260}>
                  <Text size="sm" c="dimmed" truncate>
                    {samples.join(" · ")}
                  </Text>
                </Table.Td>
                <Table.Td w={280}>
                  <Select
                    size="xs"
                    aria-label={`Read ${header} as`}
                    placeholder="Left out"
                    searchable
                    clearable
                    data={choices.map((choice) => ({
                      ...choice,
                      disabled: choice.value !== field && taken.has(choice.value),
                    }))}
                    value={field}
                    onChange={(value) => onChange(header, value)}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

import { Button, Group, ScrollArea, Stack, Table, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { showCount, showNumber } from "#web/ui/show.ts";
import classes from "./csv.module.css";
import { failedRowsFile, type ReadFile } from "./csv-file.ts";
import type { ImportAnswer } from "./import-parts.ts";

/** Errors that the page lists; the file of the failed rows holds all. */
const listed = 100;

type FailuresProps = { file: ReadFile; answer: ImportAnswer; fieldName: (field: string) => string };

/** What is wrong, by row and field, and the failed rows as a file. */
export function Failures({ file, answer, fieldName }: FailuresProps) {
  const shown = answer.errors.slice(0, listed);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3}>
          {showCount(answer.error_count, "error")} in {showCount(answer.failed, "row")}
        </Title>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => download(file, answer)}
        >
          Download failed rows
        </Button>
      </Group>
      <ScrollArea.Autosize mah={420} type="auto">
        <Table className={classes.table} verticalSpacing={6} stickyHeader aria-label="Errors by row">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Row</Table.Th>
              <Table.Th scope="col">Field</Table.Th>
              <Table.Th scope="col">What is wrong</Table.Th>
              <Table.Th scope="col">Value</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ row, field, problem, value }) => (
              <Table.Tr key={`${row} ${field ?? ""} ${problem}`}>
                <Table.Td className={classes.number}>{showNumber(row)}</Table.Td>
                <Table.Td>{field === null ? "Whole row" : fieldName(field)}</Table.Td>
                <Table.Td>{problem}</Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed" truncate maw={220}>
                    {value ?? "–"}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {answer.error_count > shown.length && (
        <Text size="sm" c="dimmed">
          The first {showNumber(shown.length)} are listed; the file of the failed rows has all rows.
        </Text>
      )}
    </Stack>
  );
}

/** Offers the failed rows as a file that can be corrected and imported again. */
function download(file: ReadFile, answer: ImportAnswer): void {
  const problems = new Map<number, string>();
  for (const { row, problem } of answer.errors)
    problems.set(row, [problems.get(row), problem].filter(Boolean).join("; "));
  // The mark tells spreadsheets that the file is UTF-8.
  const address = URL.createObjectURL(
    new Blob(["\uFEFF", failedRowsFile(file, answer.failed_rows, problems)], { type: "text/csv" }),
  );
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name.replace(/(\.\w+)?$/, "-failed.csv");
  link.click();
  URL.revokeObjectURL(address);
}

import { Button, Group, ScrollArea, Stack, Table, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { CrmField } from "#web/crm/types.ts";
import { showCount, showNumber } from "#web/ui/show.ts";
import { failedRowsFile, type ReadFile } from "./csv-file.ts";
import type { ImportAnswer } from "./import-parts.ts";
import classes from "./MappingTable.module.css";

/** Errors that the page lists; the file of the failed rows holds all. */
const listed = 100;

type ImportResultProps = {
  fields: readonly CrmField[];
  file: ReadFile;
  answer: ImportAnswer;
  isCheck?: boolean;
  /** Rows that were not reached, because the import was stopped. */
  rowsLeft?: number;
};

/** What an import did, or would do: counts, and what is wrong by row. */
export function ImportResult({ fields, file, answer, isCheck = false, rowsLeft = 0 }: ImportResultProps) {
  const tiles = [
    { title: isCheck ? "will be created" : "created", count: answer.created },
    { title: isCheck ? "will be updated" : "updated", count: answer.updated },
    { title: isCheck ? "will be skipped" : "skipped", count: answer.skipped },
    { title: isCheck ? "have errors" : "failed", count: answer.failed },
  ];
  const heading = isCheck
    ? "What the import will do"
    : rowsLeft > 0
      ? "The import was stopped"
      : "The import is done";
  return (
    <Stack gap="md" component="section" aria-live="polite">
      <Title order={2}>{heading}</Title>
      <dl className={classes.tiles}>
        {tiles.map(({ title, count }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd className="figures">{showNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {rowsLeft > 0 && (
        <Text>
          {showCount(rowsLeft, "row")} {rowsLeft === 1 ? "was" : "were"} not reached. What is imported stays.
        </Text>
      )}
      {answer.created_for_lookups > 0 && (
        <Text>
          {showCount(answer.created_for_lookups, "record")} {isCheck ? "will be" : "were"} created because a
          row names {answer.created_for_lookups === 1 ? "it" : "them"}.
        </Text>
      )}
      {answer.failed > 0 && <Errors fields={fields} file={file} answer={answer} />}
    </Stack>
  );
}

function Errors({ fields, file, answer }: Pick<ImportResultProps, "fields" | "file" | "answer">) {
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
                <Table.Td className="figures">{showNumber(row)}</Table.Td>
                <Table.Td>{fields.find(({ api_name }) => api_name === field)?.field_label ?? "–"}</Table.Td>
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

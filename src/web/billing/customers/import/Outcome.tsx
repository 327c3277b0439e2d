import { Paper, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import type { ImportReport } from "#billing/customer/customer-import.api.ts";
import { showCount, showNumber } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import type { Meaning } from "#web/ui/theme.ts";

const tiles: {
  name: "created" | "updated" | "skipped" | "unchanged" | "failed";
  word: string;
  meaning: Meaning;
}[] = [
  { name: "created", word: "Created", meaning: "agree" },
  { name: "updated", word: "Updated", meaning: "change" },
  { name: "skipped", word: "Skipped", meaning: "gray" },
  { name: "unchanged", word: "Unchanged", meaning: "gray" },
  { name: "failed", word: "Failed", meaning: "fail" },
];

/** What an import does or did, in numbers, and each row that fails with its reason. */
export function Outcome({ title, report, isDone }: { title: string; report: ImportReport; isDone: boolean }) {
  return (
    <Stack gap="md" component="section">
      <Title order={2}>{title}</Title>
      <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="sm">
        {tiles.map(({ name, word, meaning }) => (
          <Paper key={name} withBorder p="sm">
            <Text fz="xl" fw={600} style={{ fontVariantNumeric: "tabular-nums" }}>
              {showNumber(report[name])}
            </Text>
            <Status word={word} meaning={meaning} plain />
          </Paper>
        ))}
      </SimpleGrid>
      {report.errors.length > 0 && <Errors report={report} isDone={isDone} />}
    </Stack>
  );
}

function Errors({ report: { errors, failed }, isDone }: { report: ImportReport; isDone: boolean }) {
  return (
    <Stack gap="xs">
      <Text>
        {isDone
          ? `${showCount(failed, "row was", "rows were")} left out.`
          : `${showCount(failed, "row")} will be left out; the others are imported.`}
      </Text>
      <Table.ScrollContainer minWidth={560} mah={360}>
        <Table stickyHeader aria-label="Rows with problems">
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right" w={80}>
                Row
              </Table.Th>
              <Table.Th w={180}>Column</Table.Th>
              <Table.Th>Problem</Table.Th>
              <Table.Th>Value</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {errors.map(({ row, field, problem, value }) => (
              <Table.Tr key={`${row} ${field} ${problem}`}>
                <Table.Td ta="right">{showNumber(row)}</Table.Td>
                <Table.Td>{field ?? "Whole row"}</Table.Td>
                <Table.Td>{problem}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

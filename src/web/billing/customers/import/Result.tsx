import { ScrollArea, Table, Text } from "@mantine/core";
import { useState } from "react";
import { type ImportReport, mostShownRows } from "#billing/customer/customer-import.api.ts";
import type { ReadFile } from "#web/csv/csv-file.ts";
import { ImportResult } from "#web/csv/ImportResult.tsx";
import { ValueChange } from "#web/ui/ValueChange.tsx";
import { showNumber } from "#web/ui/show.ts";
import { type ImportField, tilesOf } from "./customer-import.ts";
import classes from "#web/csv/csv.module.css";

type ResultProps = {
  fields: readonly ImportField[];
  file: ReadFile;
  report: ImportReport;
  isCheck?: boolean;
  rowsLeft?: number;
};

/** What an import of customers did, or would do: a tile chooses the rows that are listed below. */
export function Result({ fields, file, report, isCheck = false, rowsLeft = 0 }: ResultProps) {
  const [chosen, choose] = useState<string>();
  const label = (name: string): string => fields.find((field) => field.name === name)?.label ?? name;
  const rows = report.rows.filter(({ outcome }) => outcome === chosen);
  return (
    <ImportResult
      file={file}
      answer={report}
      tiles={tilesOf(report, isCheck)}
      fieldName={label}
      isCheck={isCheck}
      rowsLeft={rowsLeft}
      chosen={chosen}
      onChoose={(tile) => choose(tile === chosen ? undefined : tile)}
    >
      {rows.length > 0 && <Rows rows={rows} label={label} />}
    </ImportResult>
  );
}

function Rows({ rows, label }: { rows: ImportReport["rows"]; label: (field: string) => string }) {
  return (
    <>
      <ScrollArea.Autosize mah={420} type="auto">
        <Table
          className={classes.table}
          verticalSpacing={6}
          stickyHeader
          aria-label="Rows and what they change"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Row</Table.Th>
              <Table.Th scope="col">Customer</Table.Th>
              <Table.Th scope="col">Values</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, mostShownRows).map(({ row, name, changes, note }) => (
              <Table.Tr key={row}>
                <Table.Td className={classes.number}>{showNumber(row)}</Table.Td>
                <Table.Th scope="row" fw={500}>
                  {name}
                </Table.Th>
                <Table.Td>
                  {changes.length === 0
                    ? (note ?? "Nothing")
                    : changes.map(({ field, from, to }) => (
                        <Text key={field} size="sm" lineClamp={2}>
                          {label(field)}: <ValueChange from={from} to={to} />
                        </Text>
                      ))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {rows.length >= mostShownRows && (
        <Text size="sm" c="dimmed">
          The first {showNumber(mostShownRows)} are shown.
        </Text>
      )}
    </>
  );
}

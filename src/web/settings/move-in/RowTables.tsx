import { Table, Text } from "@mantine/core";
import type { MoveInRowView } from "#billing/move-in/move-in.api.ts";
import { leftOutWith } from "#billing/move-in/left-out.ts";
import classes from "#web/csv/csv.module.css";
import { showNumber } from "#web/ui/show.ts";
import { ValueChange } from "#web/ui/ValueChange.tsx";

type RowsProps = { rows: MoveInRowView[] };

/** Rows that are left out, with a line for each thing that is wrong with them. */
export function Problems({ rows }: RowsProps) {
  return (
    <Table className={classes.table} verticalSpacing={6} aria-label="Errors by row">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Row</Table.Th>
          <Table.Th scope="col">Column</Table.Th>
          <Table.Th scope="col">Value</Table.Th>
          <Table.Th scope="col">What is wrong</Table.Th>
          <Table.Th scope="col">What to do</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{rows.flatMap(problemLines)}</Table.Tbody>
    </Table>
  );
}

function problemLines({ row, note, problems }: MoveInRowView) {
  if (problems.length === 0)
    return [
      <Table.Tr key={row}>
        <Table.Td className={classes.number}>{showNumber(row)}</Table.Td>
        <Table.Td>Whole row</Table.Td>
        <Table.Td>–</Table.Td>
        <Table.Td>{leftOutWith({ note })}</Table.Td>
        <Table.Td>–</Table.Td>
      </Table.Tr>,
    ];
  return problems.map(({ heading, value, problem, remedy }) => (
    <Table.Tr key={`${row} ${heading ?? ""} ${problem}`}>
      <Table.Td className={classes.number}>{showNumber(row)}</Table.Td>
      <Table.Td>{heading ?? "Whole row"}</Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed" truncate maw={200}>
          {value ?? "–"}
        </Text>
      </Table.Td>
      <Table.Td>{problem}</Table.Td>
      <Table.Td>{remedy}</Table.Td>
    </Table.Tr>
  ));
}

/** Rows that come in, or are there, with what that changes. */
export function Records({ rows }: RowsProps) {
  return (
    <Table className={classes.table} verticalSpacing={6} aria-label="Rows">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Row</Table.Th>
          <Table.Th scope="col">Name</Table.Th>
          <Table.Th scope="col">Note</Table.Th>
          <Table.Th scope="col">Changes</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ row, name, record, note, changes }) => (
          <Table.Tr key={row}>
            <Table.Td className={classes.number}>{showNumber(row)}</Table.Td>
            <Table.Th scope="row" fw={500}>
              {name ?? `With row ${showNumber(record ?? row)}`}
            </Table.Th>
            <Table.Td>{note ?? "–"}</Table.Td>
            <Table.Td>
              {changes.length === 0
                ? "–"
                : changes.map(({ field, from, to }) => (
                    <Text key={field} size="sm" lineClamp={2}>
                      {field}: <ValueChange from={from} to={to} />
                    </Text>
                  ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

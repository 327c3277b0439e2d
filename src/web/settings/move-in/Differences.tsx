import { Anchor, Button, Group, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listMoveInDifferences, type MoveInDifference } from "#billing/move-in/difference.api.ts";
import { useCall, usePages } from "#web/api.ts";
import classes from "#web/csv/csv.module.css";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showAmount, showCount, showNumber } from "#web/ui/show.ts";
import own from "./Differences.module.css";
import { useDifferencePlaces, useMoveInPlaces } from "./places.ts";

const figures: Readonly<Record<MoveInDifference["figure"], string>> = {
  balance: "Open",
  outstanding: "Owes",
  unused_credits: "Unused credits",
};

/** What came in and comes to another figure than its file says, until what is missing comes in as well. */
export function Differences() {
  const places = useMoveInPlaces();
  const pages = usePages(listMoveInDifferences, { query: {} });
  const count = useCall(listMoveInDifferences, { query: { limit: 1 } }).data?.count;
  return (
    <Page
      title="Balances that differ"
      facts={[
        <Anchor key="all" component={Link} to={places.list}>
          All imports
        </Anchor>,
        ...(count === undefined ? [] : [showCount(count, "figure")]),
        "A line goes by itself when what is missing has come in",
      ]}
    >
      <Stack gap="sm" maw={1280}>
        {pages.problem !== null && <ProblemBox problem={pages.problem} />}
        {!pages.isWaiting && pages.items.length === 0 && pages.problem === null && (
          <Empty sentence="All that came in is as the files say." />
        )}
        {pages.items.length > 0 && <Lines items={pages.items} />}
        {pages.hasMore && (
          <Group>
            <Button variant="default" size="compact-md" loading={pages.isLoadingMore} onClick={pages.more}>
              Show more
            </Button>
          </Group>
        )}
      </Stack>
    </Page>
  );
}

function Lines({ items }: { items: MoveInDifference[] }) {
  return (
    <Table className={classes.table} verticalSpacing={6} aria-label="Balances that differ">
      <Table.Thead>
        <Table.Tr>
          {["What", "Customer", "Figure"].map((title) => (
            <Table.Th key={title} scope="col">
              {title}
            </Table.Th>
          ))}
          <Table.Th scope="col" ta="right">
            In the file
          </Table.Th>
          <Table.Th scope="col" ta="right">
            Here
          </Table.Th>
          <Table.Th scope="col">Why one might expect it</Table.Th>
          <Table.Th scope="col">What to do</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((one) => (
          <Line key={`${one.subject} ${one.figure}`} one={one} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Line({ one }: { one: MoveInDifference }) {
  const places = useMoveInPlaces();
  const { subjectOf, customer } = useDifferencePlaces();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <Anchor component={Link} to={subjectOf(one)} size="sm">
          {one.name}
        </Anchor>
        <Text size="sm" c="dimmed" fw={400}>
          <Anchor component={Link} to={places.moveIn(one.move_in)} size="sm" c="dimmed" underline="always">
            {one.file_name}
          </Anchor>
          , row {showNumber(one.row)}
        </Text>
      </Table.Th>
      <Table.Td>
        <Anchor component={Link} to={customer(one.customer_id)} size="sm">
          {one.customer_name}
        </Anchor>
      </Table.Td>
      <Table.Td>{figures[one.figure]}</Table.Td>
      <Table.Td className={own.amount} data-title="In the file">
        {showAmount(one.in_file, one.currency_code)}
      </Table.Td>
      <Table.Td className={own.amount} data-title="Here">
        {showAmount(one.here, one.currency_code)}
      </Table.Td>
      <Table.Td>{one.reason}</Table.Td>
      <Table.Td>{one.remedy}</Table.Td>
    </Table.Tr>
  );
}

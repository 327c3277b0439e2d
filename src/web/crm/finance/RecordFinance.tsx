import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { asPages, query, useCall, useOrganizationId } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import type { Module } from "#web/crm/module.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { showAmount, showList } from "#web/ui/show.ts";
import { listFinance, recordFinance } from "#app/finance/finance-documents.api.ts";
import { financeColumns, rowNameOf } from "./columns.tsx";
import { type OpenModule, useFinancePlaces, useOpenModules } from "./finance-queries.ts";
import { NotYet } from "./NotYet.tsx";
import { ReadAt } from "./ReadAt.tsx";
import classes from "./RecordFinance.module.css";

/** As many rows of a module as a record shows; all of them are in the module's own list. */
const shownRows = 5;

/** Milliseconds until it is asked again whether a record is a customer by now: a sync takes seconds. */
const notYetMs = 5_000;

/** What a record of the CRM has in billing: its sums, and a list for each module that is open to the reader. */
export function RecordFinance({ module, record }: { module: Module; record: string }) {
  const open = useOpenModules();
  const whole = useQuery({
    ...query(useOrganizationId(), recordFinance, { params: { record } }),
    refetchInterval: ({ state }) => (state.data?.customer === null ? notYetMs : false),
  });
  // Not connected, or no longer: nothing of billing is shown.
  if (open.length === 0 || whole.data === undefined) return null;
  const { customer, money } = whole.data;
  return (
    <Stack gap="lg" mt="xl">
      {money !== null && money.length > 0 && <Sums of={money} />}
      {customer === null && <NotYet module={module} />}
      {open.map((shown) => (
        <ModuleList
          key={shown.module}
          shown={shown}
          record={record}
          isCustomer={customer !== null}
          onRefresh={() => void whole.refetch()}
        />
      ))}
    </Stack>
  );
}

type Sum = "invoiced" | "paid" | "credited" | "outstanding";
type Money = { currency_code: string } & Record<Sum, string>;

function Sums({ of }: { of: readonly Money[] }) {
  const text = (name: Sum): string => showList(of.map((one) => showAmount(one[name], one.currency_code)));
  return (
    <dl className={`${classes.sums} figures`}>
      {(
        [
          ["Invoiced", "invoiced"],
          ["Paid", "paid"],
          ["Credited or written off", "credited"],
          ["Outstanding", "outstanding"],
        ] as const
      )
        .filter(([, name]) => name !== "credited" || of.some((one) => Number(one.credited) !== 0))
        .map(([title, name]) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd>{text(name)}</dd>
          </div>
        ))}
    </dl>
  );
}

type ModuleListProps = {
  shown: OpenModule;
  record: string;
  isCustomer: boolean;
  /** What the record is in billing is to be read as well. */ onRefresh: () => void;
};

function ModuleList({ shown, record, isCustomer, onRefresh }: ModuleListProps) {
  const places = useFinancePlaces();
  const navigate = useNavigate();
  const mayWrite = useMay("write");
  const rows = useCall(listFinance, {
    params: { module: shown.module },
    query: { record, limit: shownRows },
  });
  const to = (id: string): string => places.one(shown, id);
  const mayCreate = shown.mayCreate && mayWrite && (isCustomer || shown.module === "purchase_orders");
  return (
    <section className={classes.list} aria-label={shown.title}>
      <Group justify="space-between" gap="xs" mb={4}>
        <Title order={2}>{shown.title}</Title>
        <Group gap="xs">
          <ReadAt
            what={shown.title}
            at={rows.data?.read_at}
            isReading={rows.isFetching}
            onRefresh={() => {
              onRefresh();
              void rows.refetch();
            }}
          />
          {mayCreate && (
            <Button
              component={Link}
              to={places.create(shown)}
              search={{ record } as never}
              size="compact-md"
              variant="default"
              leftSection={<IconPlus size={14} />}
            >
              New {shown.one}
            </Button>
          )}
        </Group>
      </Group>
      <DataTable
        name={`crm-record-${shown.path}`}
        label={shown.title}
        columns={financeColumns(shown, { to, withParty: false })}
        pages={asPages(rows, ({ items }) => items)}
        rowId={({ id }) => id}
        rowName={rowNameOf}
        onOpen={({ id }) => void navigate({ to: to(id) })}
        isPlain
        empty={
          <Text c="dimmed" size="sm" py="xs">
            No {shown.title.toLowerCase()}
          </Text>
        }
      />
      {rows.data?.next_cursor != null && (
        <Anchor component={Link} to={places.list(shown)} search={{ record } as never} size="sm">
          All {shown.title.toLowerCase()} of this record
        </Anchor>
      )}
    </section>
  );
}

import { Stack, Text } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type ConflictView, listConflicts } from "#sync/conflict/conflict.api.ts";
import { usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { ListTabs } from "#web/sync/details/ListTabs.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Filters } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { columnsFor } from "./columns.tsx";
import { type Giving, OwnValue } from "./OwnValue.tsx";
import { takeButtons } from "./TakeButtons.tsx";
import { useDecide } from "./use-decide.ts";

const at = "/o/$org/settings/integrations/$connection/conflicts";

const states = [
  { value: "open", label: "to decide" },
  { value: "decided", label: "decided, on their way" },
  { value: "settled", label: "over" },
];

/** The inbox: fields that both sides changed, what each holds, and whose value is taken. */
export function Conflicts() {
  const { connection } = useParams({ from: at });
  const { state = "open", customer } = useSearch({ from: at });
  const navigate = useNavigate();
  const places = usePlaces();
  const mayDecide = useMay("write");
  const [giving, setGiving] = useState<Giving>();
  const decide = useDecide((of, done) => setGiving({ of, done }));
  const pages = usePages(listConflicts, {
    query: { connection, state, ...(customer === undefined ? {} : { customer }) },
  });
  const isDeciding = state === "open" && mayDecide;
  const setFilter = (id: string, value: string | string[] | undefined): void =>
    void navigate({ to: ".", search: { state, customer, [id]: value }, replace: true });
  return (
    <Page title="Conflicts" width="fill">
      <DataTable<ConflictView>
        name="sync conflicts"
        label="Conflicts"
        columns={columnsFor(places, isDeciding ? decide : undefined)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ label, name }) => `${label} of ${name}`}
        onOpen={(one) => void navigate({ to: places.customer(one.customer) })}
        {...(isDeciding ? { bulk: takeButtons(decide) } : {})}
        tools={
          <Stack gap="xs">
            <ListTabs connection={connection} chosen="conflicts" />
            <Text c="dimmed">
              Both sides changed the same field since they last agreed. The side that you take wins on both;
              the other value stays in the history. Or give another value, which both get.
            </Text>
            <Filters
              filters={[
                { id: "state", title: "Conflicts", kind: "one", choices: states },
                ...(customer === undefined ? [] : [customerFilter(customer)]),
              ]}
              values={{ state, customer }}
              onChange={setFilter}
            />
          </Stack>
        }
        empty={
          <Empty
            sentence={
              state === "open"
                ? "Nothing waits for a decision. That is how it should be."
                : "There are no such conflicts."
            }
          />
        }
      />
      <OwnValue giving={giving} onClose={() => setGiving(undefined)} />
    </Page>
  );
}

function customerFilter(customer: string) {
  return {
    id: "customer",
    title: "Customer",
    kind: "one" as const,
    choices: [{ value: customer, label: "this one only" }],
  };
}

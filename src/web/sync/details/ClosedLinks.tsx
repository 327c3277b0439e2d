import { Anchor, Button, Stack, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type ClosedLinkView, listClosedLinks } from "#sync/link/readmit.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { type Places, usePlaces } from "#web/sync/places.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Filters } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { When } from "#web/ui/When.tsx";
import { ListTabs } from "./ListTabs.tsx";
import { type Readmit, useReadmit } from "./readmit.ts";

const at = "/o/$org/settings/integrations/$connection/closed";

/** CRM records that no run brings any more, and the way to let them come again: all, those of a run, or ticked ones. */
export function ClosedLinks() {
  const { connection } = useParams({ from: at });
  const { run } = useSearch({ from: at });
  const places = usePlaces();
  const navigate = useNavigate();
  const mayReadmit = useMay("write");
  const readmit = useReadmit(connection);
  const query = run === undefined ? {} : { run };
  const pages = usePages(listClosedLinks, { params: { connection }, query });
  const { data } = useCall(listClosedLinks, { params: { connection }, query: { ...query, limit: 1 } });
  const total = data?.total ?? 0;
  const runFilter = { id: "run", title: "Run", kind: "one" as const, choices: runChoices(run) };
  return (
    <Page
      title="Closed"
      width="fill"
      action={
        mayReadmit &&
        total > 0 && (
          <Button
            loading={readmit.isBusy}
            onClick={() => readmit.let(run === undefined ? { all: true } : { run }, total)}
          >
            Let all {showCount(total, "record")} come again
          </Button>
        )
      }
    >
      <DataTable<ClosedLinkView>
        name="closed links"
        label="Closed"
        columns={columnsFor(places)}
        pages={pages}
        rowId={({ crm_id }) => crm_id}
        rowName={({ name }) => name}
        {...(mayReadmit ? { bulk: readmitButton(readmit) } : {})}
        tools={
          <Stack gap="xs">
            <ListTabs connection={connection} chosen="closed" />
            <Text c="dimmed">
              No run brings these CRM records any more: their run was undone, somebody unlinked them, or their
              customer or contact person is gone. Those that you let come again are new to the next run, and
              an account brings the contacts that ended with it.
            </Text>
            {run !== undefined && (
              <Filters
                filters={[runFilter]}
                values={{ run }}
                onChange={(_, value) =>
                  void navigate({
                    to: ".",
                    search: typeof value === "string" ? { run: value } : {},
                    replace: true,
                  })
                }
              />
            )}
          </Stack>
        }
        empty={<Empty sentence="None. Every record of the CRM may come." />}
      />
    </Page>
  );
}

/** The button for ticked rows, as the table takes it. */
function readmitButton(readmit: Readmit) {
  return (chosen: ClosedLinkView[], clear: () => void): ReactNode => (
    <Button
      size="compact-sm"
      loading={readmit.isBusy}
      onClick={() =>
        readmit.let({ crm_ids: chosen.map(({ crm_id }) => crm_id) }, chosen.length, {
          people: chosen.reduce((sum, { people }) => sum + people, 0),
          done: clear,
        })
      }
    >
      Let come again
    </Button>
  );
}

function runChoices(run: string | undefined): { value: string; label: string }[] {
  return run === undefined ? [] : [{ value: run, label: "closed by this one" }];
}

function columnsFor(places: Places): Column<ClosedLinkView>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: 260,
      cell: ({ name, customer }) =>
        customer === null ? (
          name
        ) : (
          <Anchor component={Link} to={places.customer(customer)} fz={13}>
            {name}
          </Anchor>
        ),
    },
    {
      id: "crm",
      title: "In the CRM",
      width: 140,
      cell: ({ crm_url: url, crm_id: id, crm_module: module, name }) => (
        <Anchor href={url} fz={13} title={id}>
          {module === "Contacts" ? "Contact" : "Account"}{" "}
          <IconExternalLink size={13} aria-label={`of ${name}`} />
        </Anchor>
      ),
    },
    {
      id: "why",
      title: "Why",
      width: 320,
      cell: ({ words, run }) =>
        run === null ? (
          words
        ) : (
          <Anchor component={Link} to={places.run(run)} fz={13}>
            {words}
          </Anchor>
        ),
    },
    { id: "since", title: "Since", width: 140, cell: ({ closed_at: since }) => <When at={since} /> },
  ];
}

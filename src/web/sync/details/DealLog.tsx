import { Anchor } from "@mantine/core";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type DealLogView, listDealLog } from "#sync/deal/deal-trigger.api.ts";
import { usePages } from "#web/api.ts";
import { usePlaces } from "#web/sync/places.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { FilterTabs } from "#web/ui/FilterTabs.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import type { Meaning } from "#web/ui/theme.ts";
import { When } from "#web/ui/When.tsx";

const route = getRouteApi("/o/$org/settings/integrations/$connection/deals");

type Outcome = DealLogView["outcome"];

const outcomes: Record<Outcome, { word: string; meaning: Meaning }> = {
  made: { word: "Made", meaning: "agree" },
  accepted: { word: "Accepted", meaning: "agree" },
  declined: { word: "Declined", meaning: "gray" },
  voided: { word: "Void", meaning: "gray" },
  waiting: { word: "Waiting", meaning: "conflict" },
  left_alone: { word: "Left alone", meaning: "change" },
};

/** What was made of which deal, and why not, the newest first. */
export function DealLog() {
  const { connection } = route.useParams();
  const { outcome } = route.useSearch();
  const navigate = useNavigate();
  const log = usePages(listDealLog, {
    params: { connection },
    query: outcome === undefined ? {} : { outcome },
  });
  return (
    <Page title="Deals" width="fill">
      <FilterTabs
        label="Outcome"
        choices={(Object.keys(outcomes) as Outcome[]).map((value) => ({
          value,
          label: outcomes[value].word,
        }))}
        value={outcome}
        search={(value) => ({ outcome: value })}
      />
      <DataTable
        name="deal log"
        label="Deals"
        columns={useColumns()}
        pages={log}
        rowId={({ id }) => id}
        rowName={({ deal_name: name }) => name}
        empty={
          <Empty
            sentence={
              outcome === undefined
                ? "What billing makes of deals, and why it does not, appears here."
                : "No deal ended so."
            }
            action={
              outcome !== undefined && (
                <Anchor component="button" onClick={() => void navigate({ to: ".", search: {} as never })}>
                  Show all
                </Anchor>
              )
            }
          />
        }
      />
    </Page>
  );
}

function useColumns(): Column<DealLogView>[] {
  const places = usePlaces();
  return [
    {
      id: "deal",
      title: "Deal",
      width: 200,
      cell: ({ deal, deal_name: name }) => (
        <Anchor component={Link} to={places.deal(deal)} inherit fw={500} c="var(--mantine-color-text)">
          {name}
        </Anchor>
      ),
    },
    { id: "at", title: "When", width: 132, cell: ({ at }) => <When at={at} /> },
    { id: "outcome", title: "Outcome", width: 132, cell: ({ outcome }) => <Status {...outcomes[outcome]} /> },
    {
      id: "document",
      title: "Document",
      width: 140,
      cell: ({ entity, document_id: id, document_number: number }) =>
        id === null ? (
          showText(null)
        ) : (
          <Anchor component={Link} to={places.made(entity, id)} inherit>
            {number ?? entityWords[entity]}
          </Anchor>
        ),
    },
    {
      id: "why",
      title: "Why",
      width: 420,
      wraps: true,
      cell: ({ words }) => showText(words),
    },
  ];
}

const entityWords: Record<DealLogView["entity"], string> = {
  estimate: "Estimate",
  invoice: "Invoice",
  subscription: "Subscription",
};

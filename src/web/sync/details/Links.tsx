import { Anchor, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { z } from "zod";
import { listLinks, type LinkView } from "#sync/run/run.api.ts";
import { usePages } from "#web/api.ts";
import { type Places, usePlaces } from "#web/sync/places.ts";
import { fieldWords, showValue } from "#web/sync/run/show-value.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { When } from "#web/ui/When.tsx";
import { linkLists } from "./link-lists.ts";
import { ListTabs } from "./ListTabs.tsx";

type LinkRow = z.output<typeof LinkView>;

const at = "/o/$org/settings/integrations/$connection/links";

/** Linked records by their state: out of view, deleted in the CRM, duplicates, with issues. */
export function Links() {
  const { connection } = useParams({ from: at });
  const { state } = useSearch({ from: at });
  const list = linkLists.find((one) => one.state === state) ?? linkLists[0];
  const places = usePlaces();
  const navigate = useNavigate();
  const query =
    list?.state === "issues" ? { connection, issues: "true" } : { connection, state: list?.state };
  const links = usePages(listLinks, { query });
  if (list === undefined) return null;
  return (
    <Page title={list.title} width="fill">
      <DataTable
        name="sync links"
        label={list.title}
        columns={columnsFor(places)}
        pages={links}
        rowId={(link) => `${link.crm_module} ${link.crm_id}`}
        rowName={nameOf}
        onOpen={(link) => void navigate({ to: places.customer(link.customer) })}
        tools={
          <div>
            <ListTabs connection={connection} chosen={list.state} />
            <Text c="dimmed" mt="xs">
              {list.text}
            </Text>
          </div>
        }
        empty={
          <Empty
            sentence={
              list.state === "linked"
                ? "Nothing is linked yet. The first sync does that."
                : "None. That is how it should be."
            }
          />
        }
      />
    </Page>
  );
}

function nameOf(link: LinkRow): string {
  return link.name;
}

function columnsFor(places: Places): Column<LinkRow>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: 240,
      cell: (link) => (
        <Anchor component={Link} to={places.customer(link.customer)} fz={13}>
          {link.name}
        </Anchor>
      ),
    },
    {
      id: "kind",
      title: "In billing",
      width: 140,
      cell: (link) => (link.contact_person === null ? "Customer" : "Contact person"),
    },
    {
      id: "crm",
      title: "In the CRM",
      width: 140,
      cell: (link) => (
        <Anchor href={link.crm_url} fz={13} title={link.crm_id}>
          {link.crm_module === "Contacts" ? "Contact" : "Account"}{" "}
          <IconExternalLink size={13} aria-label={`of ${link.name}`} />
        </Anchor>
      ),
    },
    { id: "since", title: "Linked", width: 140, cell: (link) => <When at={link.linked_at} /> },
    { id: "updated", title: "Last change", width: 140, cell: (link) => <When at={link.updated_at} /> },
    {
      id: "issues",
      title: "Issues",
      width: 360,
      cell: (link) =>
        link.issues
          .map(({ field, problem, value }) => `${fieldWords(field)} "${showValue(value)}": ${problem}`)
          .join("; "),
    },
  ];
}

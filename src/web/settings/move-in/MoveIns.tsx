import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUpload } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { listMoveInDifferences } from "#billing/move-in/difference.api.ts";
import { listMoveIns, type MoveInListItem } from "#billing/move-in/move-in.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showNumber } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { NewMoveIn } from "./NewMoveIn.tsx";
import { useMoveInPlaces } from "./places.ts";
import { statusOf, titleOf } from "./words.ts";

/** Moving in: files that another billing product exported, and what became of them. */
export function MoveIns() {
  const [isChoosing, choosing] = useDisclosure(false);
  const pages = usePages(listMoveIns, { query: {} });
  const places = useMoveInPlaces();
  const navigate = useNavigate();
  const differing = useCall(listMoveInDifferences, { query: { limit: 1 } }).data?.count ?? 0;
  const start = (
    <Button leftSection={<IconUpload size={16} />} onClick={choosing.open}>
      Import a file
    </Button>
  );
  return (
    <Page
      title="Move in"
      facts={[
        "CSV exports of Zoho Billing and Zoho Subscriptions",
        "Each file is previewed before it is imported",
        ...(differing > 0
          ? [
              <Anchor key="differ" component={Link} to={places.differences}>
                {showCount(differing, "balance differs", "balances differ")} from the files
              </Anchor>,
            ]
          : []),
      ]}
      action={start}
      width="fill"
    >
      <DataTable
        name="move-ins"
        label="Imports"
        columns={columnsOf(places.moveIn)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ kind, file_name }) => `${titleOf(kind)} ${file_name}`}
        isPlain
        tools={
          <Text size="sm" c="dimmed">
            Accounts and contacts of Zoho CRM are imported in the CRM:{" "}
            <Anchor component={Link} to={places.crmImport("Accounts")} size="sm" underline="always">
              import accounts
            </Anchor>
            ,{" "}
            <Anchor component={Link} to={places.crmImport("Contacts")} size="sm" underline="always">
              import contacts
            </Anchor>
            .
          </Text>
        }
        empty={
          <Stack gap={0}>
            <Empty
              sentence="Nothing was imported yet. Begin with the customers; what comes later names them."
              action={start}
            />
          </Stack>
        }
      />
      <NewMoveIn
        isOpen={isChoosing}
        onClose={choosing.close}
        onDone={(id) => void navigate({ to: places.moveIn(id) })}
      />
    </Page>
  );
}

function columnsOf(to: (id: string) => string): Column<MoveInListItem>[] {
  return [
    {
      id: "kind",
      title: "What",
      width: 190,
      cell: ({ id, kind }) => (
        <Anchor component={Link} to={to(id)} fw={500}>
          {titleOf(kind)}
        </Anchor>
      ),
    },
    { id: "status", title: "Status", width: 210, cell: (one) => <Status {...statusOf(one)} /> },
    { id: "file", title: "File", width: 220, cell: ({ file_name }) => file_name },
    { id: "rows", title: "Rows", width: 90, align: "right", cell: ({ row_count }) => showNumber(row_count) },
    {
      id: "there",
      title: "Brought in",
      width: 110,
      align: "right",
      cell: ({ status, counts }) =>
        status === "previewed" ? "–" : showNumber(counts.created + counts.updated + counts.kept),
    },
    {
      id: "failed",
      title: "Left out",
      width: 90,
      align: "right",
      cell: ({ status, counts }) => (status === "previewed" ? "–" : showNumber(counts.failed)),
    },
    { id: "by", title: "By", width: 160, cell: ({ by }) => by },
    { id: "at", title: "When", width: 140, cell: ({ created_at }) => <When at={created_at} /> },
  ];
}

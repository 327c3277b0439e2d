import { Text } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import { asPages } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm, writeCrm } from "#web/crm/crm-client.ts";
import { crmKeys } from "#web/crm/crm-queries.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import type { Meaning } from "#web/ui/theme.ts";
import { When } from "#web/ui/When.tsx";
import { type Channel, channelsOf, type WatchedModule } from "./channel.ts";

const states: Record<Channel["state"], { word: string; meaning: Meaning }> = {
  active: { word: "Active", meaning: "agree" },
  failing: { word: "Failing", meaning: "fail" },
  expired: { word: "Expired", meaning: "gray" },
};

/** Who is told of changes in the CRM on the reader's behalf: the channels of the API's notifications. */
export function Channels() {
  const { id: organization } = useOrganization();
  const channels = useQuery<Channel[], CallError>({
    queryKey: crmKeys.setup(organization, "watch"),
    queryFn: async ({ signal }) =>
      channelsOf(
        (
          await askCrm<{ watch: WatchedModule[] }>(organization, {
            path: "/actions/watch",
            query: { per_page: 200 },
            signal,
          })
        )?.watch ?? [],
      ),
  });
  return (
    <Page
      title="Notification channels"
      facts={["Programs that are told of changes, opened by the API on your behalf"]}
      width="fill"
    >
      <DataTable
        name="crm channels"
        label="Notification channels"
        columns={columnsOf(useEnd())}
        pages={asPages(channels, (all) => all)}
        rowId={({ id }) => id}
        rowName={({ id }) => `Channel ${id}`}
        isPlain
        empty={
          <Empty
            drawing="key"
            sentence="No program is told of changes on your behalf. A sync opens a channel by itself where it can be reached."
          />
        }
      />
    </Page>
  );
}

function useEnd(): (channel: Channel) => Promise<void> {
  const write = useSetupWrite(["watch"], (organization, id: string) =>
    writeCrm(organization, {
      method: "DELETE",
      path: "/actions/watch",
      query: { channel_ids: id },
    }),
  );
  return async ({ id, url }) => {
    const text = `${url} is told of nothing more. Whoever opened the channel can open it again; a sync does so with its next run.`;
    if (!(await ask({ title: `End channel ${id}?`, text, yes: "End channel", danger: true }))) return;
    await write.mutateAsync(id).then(() => tell("The channel has ended."), tellProblem);
  };
}

function columnsOf(end: (channel: Channel) => Promise<void>): Column<Channel>[] {
  return [
    { id: "id", title: "Channel", width: 180, cell: ({ id }) => <code>{id}</code> },
    {
      id: "events",
      title: "Events",
      width: 240,
      cell: ({ events }) => <span title={events.join("; ")}>{events.join("; ")}</span>,
    },
    { id: "url", title: "Tells", width: 260, cell: ({ url }) => <span title={url}>{url}</span> },
    {
      id: "state",
      title: "State",
      width: 112,
      cell: ({ state, problem }) => (
        <span title={problem ?? ""}>
          <Status {...states[state]} />
        </span>
      ),
    },
    {
      id: "sent",
      title: "Last told",
      width: 120,
      cell: ({ sentAt }) => <When at={sentAt} never="not yet" />,
    },
    { id: "expires", title: "Ends", width: 120, cell: ({ expiresAt }) => <When at={expiresAt} /> },
    {
      id: "problem",
      title: "Problem",
      width: 220,
      cell: ({ problem }) =>
        problem && (
          <Text inherit span title={problem}>
            {problem}
          </Text>
        ),
    },
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 56,
      align: "right",
      cell: (channel) => (
        <RowAction
          label="End"
          name={`End channel ${channel.id}`}
          icon={IconBan}
          onClick={() => void end(channel)}
        />
      ),
    },
  ];
}

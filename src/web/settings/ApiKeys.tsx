import { Anchor, Button, Code, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBan, IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type ApiKeyView, listApiKeys, revokeApiKey } from "#platform/auth/api-key.api.ts";
import { asPages, useCall, useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { NewApiKey } from "./NewApiKey.tsx";
import { roleLabel } from "./roles.ts";

const route = getRouteApi("/o/$org/settings/api-keys");

/** API keys: for programs that work with this organization. */
export function ApiKeys() {
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const [isCreating, creating] = useDisclosure(false);
  const keys = useCall(listApiKeys);
  const revoke = useRevoke();
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={creating.open}>
      Create API key
    </Button>
  );
  return (
    <Page
      title="API keys"
      facts={[
        <>
          For programs: sent as <Code>Authorization: Bearer …</Code>
        </>,
        <Anchor key="api" href="/api/openapi.json" target="_blank" rel="noreferrer" underline="always">
          Description of the API
        </Anchor>,
      ]}
      action={create}
      width="fill"
    >
      <DataTable
        name="api-keys"
        label="API keys"
        columns={columnsOf(revoke)}
        pages={asPages(keys, ({ items }) =>
          items.filter((key) => show === "all" || stateOf(key) === "Active"),
        )}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        isPlain
        tools={
          <Switch
            label="Show keys that are no longer valid"
            checked={show === "all"}
            onChange={(event) =>
              void navigate({ search: event.currentTarget.checked ? { show: "all" } : {}, replace: true })
            }
          />
        }
        empty={<Empty drawing="key" sentence="No program can reach this organization yet." action={create} />}
      />
      <NewApiKey isOpen={isCreating} onClose={creating.close} />
    </Page>
  );
}

function useRevoke(): (key: ApiKeyView) => void {
  const send = useSend(revokeApiKey, {
    refreshes: ["Audit log"],
    done: () => tell("The key is revoked."),
    failed: tellProblem,
  });
  return (key) => {
    void ask({
      title: `Revoke ${key.name}?`,
      text: "Every program that uses this key is refused from now on. This cannot be undone.",
      yes: "Revoke key",
      danger: true,
    }).then((yes) => yes && send.mutate({ params: { key: key.id } }));
  };
}

type State = "Active" | "Expired" | "Revoked";

function stateOf(key: ApiKeyView): State {
  if (key.revoked_at !== null) return "Revoked";
  return key.expires_at !== null && Date.parse(key.expires_at) <= Date.now() ? "Expired" : "Active";
}

function columnsOf(revoke: (key: ApiKeyView) => void): Column<ApiKeyView>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: 220,
      cell: (key) => (
        <Text component="span" inherit fw={500}>
          {key.name}
        </Text>
      ),
    },
    {
      id: "state",
      title: "State",
      width: 120,
      cell: (key) => <Status word={stateOf(key)} meaning={stateOf(key) === "Active" ? "agree" : "gray"} />,
    },
    { id: "role", title: "Role", width: 130, cell: (key) => roleLabel(key.role) },
    {
      id: "used",
      title: "Last used",
      width: 140,
      cell: (key) => <When at={key.last_used_at} never="never" />,
    },
    {
      id: "expires",
      title: "Expires",
      width: 140,
      cell: (key) => <When at={key.expires_at} never="never" />,
    },
    { id: "created", title: "Created", width: 140, cell: (key) => <When at={key.created_at} /> },
    { id: "by", title: "Created by", width: 160, cell: (key) => key.created_by },
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 56,
      align: "right",
      cell: (key) =>
        key.revoked_at === null && (
          <RowAction label="Revoke" name={`Revoke ${key.name}`} icon={IconBan} onClick={() => revoke(key)} />
        ),
    },
  ];
}

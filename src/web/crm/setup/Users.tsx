import { Button, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { asPages } from "#web/api.ts";
import { writeOne } from "#web/crm/crm-client.ts";
import { useProfiles, useRoles, useUsers } from "#web/crm/crm-queries.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmUser, Reference } from "#web/crm/types.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { NewUser } from "./NewUser.tsx";
import { useMaySetUp } from "#web/crm/rights.ts";

/** The people who have a seat in the CRM. */
export function Users() {
  const users = useUsers();
  const maySetUp = useMaySetUp() === true;
  const [isAdding, adding] = useDisclosure(false);
  const columns = useColumns(maySetUp);
  const active = users.data?.filter(({ status }) => status === "active").length;
  return (
    <Page
      title="Users"
      facts={
        active === undefined
          ? []
          : [
              showCount(active, "active user"),
              ...(maySetUp ? [] : ["Only administrators of the CRM can change users"]),
            ]
      }
      action={
        maySetUp && (
          <Button leftSection={<IconPlus size={16} />} onClick={adding.open}>
            Add user
          </Button>
        )
      }
      width="fill"
    >
      <DataTable
        name="crm users"
        label="Users"
        columns={columns}
        pages={asPages(users, (all) => all)}
        rowId={({ id }) => id}
        rowName={({ full_name }) => full_name}
        isPlain
        empty={<Empty drawing="card" sentence="The CRM has no users." />}
      />
      <NewUser isOpen={isAdding} onClose={adding.close} />
    </Page>
  );
}

type Change = { status?: CrmUser["status"]; profile?: string; role?: string };

function useColumns(maySetUp: boolean): Column<CrmUser>[] {
  const profiles = useProfiles().data ?? [];
  const roles = useRoles().data ?? [];
  const own = useUsers("CurrentUser").data?.[0]?.id;
  const write = useSetupWrite(
    ["users"],
    (organization, { user, change }: { user: CrmUser; change: Change }) =>
      writeOne(organization, { method: "PUT", path: `/users/${user.id}`, body: { users: [change] } }),
  );
  const set = async (user: CrmUser, change: Change, back: Change, sentence: string): Promise<void> => {
    await write.mutateAsync({ user, change });
    tellUndo(sentence, () => write.mutateAsync({ user, change: back }));
  };
  const toggle = async (user: CrmUser): Promise<void> => {
    if (user.status === "inactive")
      return set(user, { status: "active" }, { status: "inactive" }, `${user.full_name} is active.`);
    const text =
      "Their ZSC key and tokens stop working at once, so a connection that uses them stops syncing. Their records stay.";
    if (await ask({ title: `Deactivate ${user.full_name}?`, text, yes: "Deactivate", danger: true }))
      await set(user, { status: "inactive" }, { status: "active" }, `${user.full_name} is inactive.`);
  };
  return [
    {
      id: "name",
      title: "Name",
      width: 220,
      cell: ({ id, full_name }) => (
        <Text component="span" inherit fw={500}>
          {full_name}
          {id === own && (
            <Text component="span" inherit c="dimmed" fw={400}>
              {" "}
              (you)
            </Text>
          )}
        </Text>
      ),
    },
    { id: "email", title: "E-mail", width: 260, cell: ({ email }) => email },
    {
      id: "status",
      title: "Status",
      width: 120,
      cell: ({ status }) => (
        <Status
          word={status === "active" ? "Active" : "Inactive"}
          meaning={status === "active" ? "agree" : "gray"}
        />
      ),
    },
    {
      id: "profile",
      title: "Profile",
      width: 180,
      cell: (user) => (
        <Choice
          label={`Profile of ${user.full_name}`}
          of={user.profile}
          among={maySetUp ? profiles : undefined}
          onChoose={(profile) =>
            void set(
              user,
              { profile },
              { profile: user.profile.id },
              `${user.full_name} has another profile.`,
            ).catch(tellProblem)
          }
        />
      ),
    },
    {
      id: "role",
      title: "Role",
      width: 180,
      cell: (user) => (
        <Choice
          label={`Role of ${user.full_name}`}
          of={user.role}
          among={maySetUp ? roles : undefined}
          onChoose={(role) =>
            void set(user, { role }, { role: user.role.id }, `${user.full_name} has another role.`).catch(
              tellProblem,
            )
          }
        />
      ),
    },
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 130,
      align: "right",
      cell: (user) =>
        maySetUp && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void toggle(user).catch(tellProblem)}
            aria-label={`${user.status === "active" ? "Deactivate" : "Activate"} ${user.full_name}`}
          >
            {user.status === "active" ? "Deactivate" : "Activate"}
          </Button>
        ),
    },
  ];
}

type ChoiceProps = {
  label: string;
  of: Reference;
  /** What there is to choose; undefined for those who may not. */
  among: readonly { id: string; name: string }[] | undefined;
  onChoose: (id: string) => void;
};

function Choice({ label, of, among, onChoose }: ChoiceProps) {
  if (!among) return of.name;
  return (
    <Select
      size="xs"
      data={among.map(({ id, name }) => ({ value: id, label: name }))}
      value={of.id}
      allowDeselect={false}
      aria-label={label}
      onChange={(id) => id !== null && id !== of.id && onChoose(id)}
    />
  );
}

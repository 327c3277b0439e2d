import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconUserMinus } from "@tabler/icons-react";
import {
  changeMemberRole,
  listOrganizationMembers,
  type MemberView,
  removeMember,
} from "#platform/auth/member.api.ts";
import type { Role } from "#platform/auth/organization.api.ts";
import { asPages, useCall, useSend } from "#web/api.ts";
import { useMay, useMe, useOrganization } from "#web/app/organization.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { NewMember } from "./NewMember.tsx";
import { RoleSelect } from "./RoleSelect.tsx";
import { roleLabel } from "./roles.ts";

/** The people of an organization. */
export function Members() {
  const members = useCall(listOrganizationMembers);
  const [isAdding, adding] = useDisclosure(false);
  const mayAdmin = useMay("admin");
  const columns = useColumns(members.data?.items ?? []);
  return (
    <Page
      title="Members"
      facts={members.data ? [showCount(members.data.items.length, "member")] : []}
      action={
        mayAdmin && (
          <Button leftSection={<IconPlus size={16} />} onClick={adding.open}>
            Add member
          </Button>
        )
      }
      width="fill"
    >
      <DataTable
        name="members"
        label="Members"
        columns={columns}
        pages={asPages(members, ({ items }) => items)}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        isPlain
        empty={<Empty drawing="card" sentence="Nobody belongs to this organization." />}
      />
      <NewMember isOpen={isAdding} onClose={adding.close} />
    </Page>
  );
}

/** The columns, with what the reader may do about each member. */
function useColumns(members: MemberView[]): Column<MemberView>[] {
  const { role: own } = useOrganization();
  const { person } = useMe();
  const mayAdmin = useMay("admin");
  const changeRole = useChangeRole();
  const remove = useRemove();
  const owners = members.filter(({ role }) => role === "owner").length;
  const mayTouch = (member: MemberView): boolean =>
    mayAdmin && (member.role !== "owner" || (own === "owner" && owners > 1));
  return [
    {
      id: "name",
      title: "Name",
      width: 240,
      cell: (member) => (
        <>
          <Text component="span" inherit fw={500}>
            {member.name}
          </Text>
          {member.user_id === person.id && (
            <Text component="span" inherit c="dimmed">
              {" (you)"}
            </Text>
          )}
        </>
      ),
    },
    { id: "email", title: "E-mail", width: 260, cell: ({ email }) => email },
    {
      id: "role",
      title: "Role",
      width: 180,
      cell: (member) =>
        mayTouch(member) ? (
          <RoleSelect
            size="xs"
            aria-label={`Role of ${member.name}`}
            value={member.role}
            onChange={(role) => changeRole(member, role as Role)}
          />
        ) : (
          roleLabel(member.role)
        ),
    },
    { id: "since", title: "Since", width: 150, cell: ({ since }) => <When at={since} /> },
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 56,
      align: "right",
      cell: (member) =>
        mayTouch(member) && (
          <RowAction
            label="Remove"
            name={`Remove ${member.name}`}
            icon={IconUserMinus}
            onClick={() => remove(member)}
          />
        ),
    },
  ];
}

function useChangeRole(): (member: MemberView, role: Role) => void {
  const send = useSend(changeMemberRole, { refreshes: ["Audit log"], failed: tellProblem });
  return (member, role) => {
    if (role === member.role) return;
    const give = (to: Role): Promise<unknown> =>
      send.mutateAsync({ params: { member: member.id }, body: { role: to } });
    give(role).then(
      () => tellUndo(`${member.name} is now ${roleLabel(role)}.`, () => give(member.role)),
      // The refusal has been told already.
      () => undefined,
    );
  };
}

function useRemove(): (member: MemberView) => void {
  const send = useSend(removeMember, {
    refreshes: ["Audit log"],
    failed: tellProblem,
    done: () => tell("The member is removed."),
  });
  return (member) => {
    void ask({
      title: `Remove ${member.name}?`,
      text: `${member.email} no longer sees this organization. The account, and all that was done with it, stays.`,
      yes: "Remove member",
      danger: true,
    }).then((yes) => yes && send.mutate({ params: { member: member.id } }));
  };
}

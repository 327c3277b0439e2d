import { Text } from "@mantine/core";
import { IconPencil, IconPlus, IconSitemap, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useRoles, useUsers } from "#web/crm/crm-queries.ts";
import { useMaySetUp } from "#web/crm/rights.ts";
import { SetupNotice } from "#web/crm/setup/SetupNotice.tsx";
import type { CrmRole, CrmUser } from "#web/crm/types.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { showCount, showList } from "#web/ui/show.ts";
import { DeleteRole } from "./DeleteRole.tsx";
import { RoleForm } from "./RoleForm.tsx";
import classes from "./Roles.module.css";

/** What is done to a role: one is made below it, it is changed, or deleted. */
type Doing = { what: "add" | "edit" | "delete"; role: CrmRole };

/** The roles as the tree that they are: who is above sees what those below own. */
export function Roles() {
  const roles = useRoles();
  const users = useUsers();
  const maySetUp = useMaySetUp();
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => setDoing(undefined);
  return (
    <Page
      title="Roles"
      facts={
        roles.data ? [showCount(roles.data.length, "role"), "Who is above sees what those below own"] : []
      }
    >
      {maySetUp === false && <SetupNotice what="change roles" />}
      <Loaded of={roles}>
        {(all) => (
          <>
            <ul className={classes.tree} aria-label="Roles">
              {all
                .filter(({ reporting_to }) => reporting_to === null)
                .map((role) => (
                  <Branch
                    key={role.id}
                    role={role}
                    all={all}
                    users={users.data ?? []}
                    onDo={maySetUp === true ? setDoing : undefined}
                  />
                ))}
            </ul>
            {(doing?.what === "add" || doing?.what === "edit") && (
              <RoleForm
                roles={all}
                {...(doing.what === "edit" ? { role: doing.role } : { above: doing.role })}
                onClose={close}
              />
            )}
            {doing?.what === "delete" && <DeleteRole roles={all} role={doing.role} onClose={close} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

type BranchProps = {
  role: CrmRole;
  all: readonly CrmRole[];
  users: readonly CrmUser[];
  onDo: ((doing: Doing) => void) | undefined;
};

function Branch({ role, all, users, onDo }: BranchProps) {
  const below = all.filter(({ reporting_to }) => reporting_to?.id === role.id);
  const people = users.filter((user) => user.role.id === role.id && user.status === "active");
  return (
    <li>
      <div className={classes.row}>
        <IconSitemap size={16} aria-hidden />
        <Text component="span" fw={500}>
          {role.name}
        </Text>
        <Text component="span" c="dimmed" size="sm" className={classes.people}>
          {peopleWords(people)}
          {role.share_with_peers && " · peers see one another's records"}
        </Text>
        {onDo && (
          <>
            <RowAction
              label="Add a role below"
              name={`Add a role below ${role.name}`}
              icon={IconPlus}
              onClick={() => onDo({ what: "add", role })}
            />
            <RowAction
              label="Edit"
              name={`Edit ${role.name}`}
              icon={IconPencil}
              onClick={() => onDo({ what: "edit", role })}
            />
            {role.reporting_to && (
              <RowAction
                label="Delete"
                name={`Delete ${role.name}`}
                icon={IconTrash}
                onClick={() => onDo({ what: "delete", role })}
              />
            )}
          </>
        )}
      </div>
      {below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Branch key={one.id} role={one} all={all} users={users} onDo={onDo} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Three names and no more: the page is about roles. */
function peopleWords(people: readonly CrmUser[]): string {
  if (people.length === 0) return "Nobody";
  const names = people.slice(0, 3).map(({ full_name }) => full_name);
  return showList(people.length > 3 ? [...names, `${people.length - 3} more`] : names);
}

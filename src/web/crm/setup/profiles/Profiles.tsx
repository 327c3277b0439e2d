import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { asPages } from "#web/api.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useProfiles, useUsers } from "#web/crm/crm-queries.ts";
import { useMaySetUp } from "#web/crm/rights.ts";
import { SetupNotice } from "#web/crm/setup/SetupNotice.tsx";
import type { CrmProfile } from "#web/crm/types.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showNumber, showText } from "#web/ui/show.ts";
import { NewProfile } from "./NewProfile.tsx";

const route = getRouteApi("/o/$org/crm/setup/profiles");

/** The profiles: what their users may do. */
export function Profiles() {
  const { id: organization } = useOrganization();
  const navigate = route.useNavigate();
  const profiles = useProfiles();
  const maySetUp = useMaySetUp();
  const users = useUsers().data ?? [];
  const [isAdding, adding] = useDisclosure(false);
  const own = profiles.data?.filter(({ custom }) => custom).length;
  const countOf = (id: string): number => users.filter(({ profile }) => profile.id === id).length;
  const open = (id: string): void =>
    void navigate({ to: addressIn(organization, `crm/setup/profiles/${id}`) });
  return (
    <Page
      title="Profiles"
      facts={own === undefined ? [] : ["What users may do", `${showCount(own, "profile")} of your own`]}
      action={
        maySetUp && (
          <Button leftSection={<IconPlus size={16} />} onClick={adding.open}>
            New profile
          </Button>
        )
      }
      width="fill"
    >
      {maySetUp === false && <SetupNotice what="make or change profiles" />}
      <DataTable
        name="crm profiles"
        label="Profiles"
        columns={columnsOf(countOf)}
        pages={asPages(profiles, (all) => all)}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => open(id)}
        isPlain
        empty={<Empty drawing="card" sentence="The CRM has no profiles." />}
      />
      <NewProfile isOpen={isAdding} onClose={adding.close} onMade={open} />
    </Page>
  );
}

function columnsOf(countOf: (id: string) => number): Column<CrmProfile>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: 220,
      cell: ({ name }) => (
        <Text component="span" inherit fw={500}>
          {name}
        </Text>
      ),
    },
    {
      id: "kind",
      title: "Kind",
      width: 120,
      cell: ({ custom }) => (custom ? "Your own" : "Predefined"),
    },
    { id: "users", title: "Users", width: 90, align: "right", cell: ({ id }) => showNumber(countOf(id)) },
    { id: "about", title: "What it is for", width: 360, cell: (one) => showText(aboutOf(one)) },
  ];
}

/** What a profile is for: as its makers say, and as we know of the predefined ones. */
export function aboutOf({ name, description, custom }: CrmProfile): string | null {
  if (custom) return description;
  return name === "Administrator"
    ? "May do everything, set-up too"
    : "Works with all records, without set-up";
}

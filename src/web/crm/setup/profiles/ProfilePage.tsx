import { Button, Menu, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCopy, IconPencil, IconTrash } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useProfile, useUsers } from "#web/crm/crm-queries.ts";
import { useMaySetUp } from "#web/crm/rights.ts";
import type { CrmProfileDetail } from "#web/crm/types.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { DeleteProfile } from "./DeleteProfile.tsx";
import { EditProfile } from "./EditProfile.tsx";
import { FieldRights } from "./FieldRights.tsx";
import { NewProfile } from "./NewProfile.tsx";
import { ProfileFinance } from "./ProfileFinance.tsx";
import { aboutOf } from "./Profiles.tsx";
import { RightsMatrix } from "./RightsMatrix.tsx";

const route = getRouteApi("/o/$org/crm/setup/profiles/$profile");

/** One profile: what its users may do with the records of each module, and whether they do the set-up. */
export function ProfilePage() {
  const { profile: id } = route.useParams();
  const { id: organization } = useOrganization();
  const navigate = route.useNavigate();
  const profile = useProfile(id);
  const users = useUsers().data;
  const maySetUp = useMaySetUp() === true;
  const [isCloning, cloning] = useDisclosure(false);
  const [isDeleting, deleting] = useDisclosure(false);
  const [isEditing, editing] = useDisclosure(false);
  const found = profile.data;
  const mayChange = maySetUp && found?.custom === true;
  const goTo = (below: string): void => void navigate({ to: addressIn(organization, `crm/setup/${below}`) });
  return (
    <Page
      title={found?.name ?? "Profile"}
      facts={found && users ? factsOf(found, users.filter((user) => user.profile.id === id).length) : []}
      action={
        maySetUp &&
        found && (
          <Button variant="default" leftSection={<IconCopy size={16} />} onClick={cloning.open}>
            Clone
          </Button>
        )
      }
      menu={
        mayChange && (
          <>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={editing.open}>
              Rename
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={deleting.open}>
              Delete profile
            </Menu.Item>
          </>
        )
      }
    >
      <Loaded of={profile}>
        {(one) =>
          one === undefined ? (
            <Empty sentence="There is no such profile; it may have been deleted." />
          ) : (
            <Stack gap="xl">
              <RightsMatrix profile={one} mayChange={mayChange} />
              {maySetUp && <ProfileFinance profile={one.id} />}
              {maySetUp && <FieldRights profile={one} />}
              <NewProfile
                isOpen={isCloning}
                onClose={cloning.close}
                onMade={(made) => goTo(`profiles/${made}`)}
                like={id}
              />
              <EditProfile profile={one} isOpen={isEditing} onClose={editing.close} />
              <DeleteProfile
                profile={one}
                isOpen={isDeleting}
                onClose={deleting.close}
                onDeleted={() => goTo("profiles")}
              />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

function factsOf(profile: CrmProfileDetail, users: number): string[] {
  const about = aboutOf(profile);
  return [
    profile.custom ? "Your own" : "Predefined; clone it to change it",
    showCount(users, "user"),
    ...(about === null ? [] : [about]),
  ];
}

import { Anchor, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { writeOne } from "#web/crm/crm-client.ts";
import { useSharing } from "#web/crm/crm-queries.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import { useMaySetUp } from "#web/crm/rights.ts";
import type { Sharing } from "#web/crm/types.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { SetupNotice } from "./SetupNotice.tsx";

/** Whose records users see, module by module. */
export function DataSharing() {
  const sharing = useSharing();
  const maySetUp = useMaySetUp();
  const { id } = useOrganization();
  return (
    <Page title="Data sharing" facts={["Whose records users see"]}>
      <Stack gap="lg" maw={860}>
        {maySetUp === false && <SetupNotice what="change whose records users see" />}
        <Text c="dimmed">
          A public module is seen by everybody whose profile may view it. Of a private one a user sees the
          records that they own and those of users below them in the tree of{" "}
          <Anchor component={Link} underline="always" to={addressIn(id, "crm/setup/roles")}>
            roles
          </Anchor>
          ; administrators see all. What a profile allows then holds for the records that are seen.
        </Text>
        <Loaded of={sharing}>
          {(modules) => (
            <Table aria-label="Data sharing" verticalSpacing="sm">
              <Table.Tbody>
                {modules.map((one) => (
                  <Row key={one.module.api_name} of={one} isLocked={maySetUp !== true} />
                ))}
              </Table.Tbody>
            </Table>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}

function Row({ of, isLocked }: { of: Sharing; isLocked: boolean }) {
  const name = of.module.api_name;
  const write = useSetupWrite(["data_sharing"], (organization, share_type: Sharing["share_type"]) =>
    writeOne(organization, {
      method: "PUT",
      path: "/settings/data_sharing",
      body: { data_sharing: [{ module: { api_name: name }, share_type }] },
    }),
  );
  const set = (type: Sharing["share_type"]): void => {
    const words = type === "private" ? "seen by their owners and those above them" : "seen by everybody";
    write
      .mutateAsync(type)
      .then(() => tellUndo(`${name} are ${words}.`, () => write.mutateAsync(of.share_type)), tellProblem);
  };
  return (
    <Table.Tr>
      <Table.Th scope="row" w={160}>
        {name}
      </Table.Th>
      <Table.Td w={220}>
        <SegmentedControl
          aria-label={`Sharing of ${name}`}
          data={[
            { value: "public", label: "Public" },
            { value: "private", label: "Private" },
          ]}
          value={of.share_type}
          disabled={isLocked || write.isPending}
          onChange={set}
        />
      </Table.Td>
      <Table.Td>
        {of.share_type === "public"
          ? "Everybody sees all records"
          : "Owners and those above them see records"}
      </Table.Td>
    </Table.Tr>
  );
}

import { useState } from "react";
import { Checkbox, Stack, Switch, Table, Text, Title } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmProfileDetail, Permission } from "#web/crm/types.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";

type RightsMatrixProps = { profile: CrmProfileDetail; mayChange: boolean };

/** What a profile allows: a row a module, a column a right. A tick counts at once, and can be undone. */
export function RightsMatrix({ profile, mayChange }: RightsMatrixProps) {
  const { set, isBusy, wanted } = useSwitches(profile);
  // What was switched is shown as it will be, while it is on its way.
  const all = profile.permissions_details.map((one) => ({
    ...one,
    enabled: wanted?.id === one.id ? wanted.enabled : one.enabled,
  }));
  const modules = [...new Set(all.flatMap(({ module }) => module ?? []))];
  const rights = [...new Set(all.filter(({ module }) => module !== null).map((one) => one.display_label))];
  const setup = all.find(({ module }) => module === null);
  return (
    <Stack gap="xl">
      <Stack component="section" gap="sm">
        <Title order={2}>Records</Title>
        <Text c="dimmed">
          {mayChange
            ? "What a right needs comes along with it, and goes with it: nobody imports what they may not create. To change many records at once is to tick them in a list; programs need only Edit."
            : "What its users may do with the records that they see."}
        </Text>
        <Table.ScrollContainer
          minWidth={720}
          type="native"
          tabIndex={0}
          role="region"
          aria-label={`Rights of ${profile.name}`}
        >
          <Table verticalSpacing="xs" maw={900}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Module</Table.Th>
                {rights.map((right) => (
                  <Table.Th key={right} scope="col" ta="center">
                    {right}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {modules.map((module) => (
                <Table.Tr key={module}>
                  <Table.Th scope="row">{module}</Table.Th>
                  {rights.map((right) => (
                    <Table.Td key={right}>
                      <Tick
                        of={all.find((one) => one.module === module && one.display_label === right)}
                        isLocked={!mayChange || isBusy}
                        onSet={set}
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
      {setup && (
        <Stack component="section" gap="sm">
          <Title order={2}>Set-up</Title>
          <Switch
            label="May do the set-up"
            description="Users, profiles, roles, data sharing, fields, currencies, keys; and sees all records, private modules too."
            checked={setup.enabled}
            disabled={!mayChange || isBusy}
            onChange={({ currentTarget: { checked } }) => set(setup, checked)}
          />
        </Stack>
      )}
    </Stack>
  );
}

type TickProps = {
  of: Permission | undefined;
  isLocked: boolean;
  onSet: (permission: Permission, enabled: boolean) => void;
};

function Tick({ of, isLocked, onSet }: TickProps) {
  if (!of) return null;
  return (
    <Checkbox
      checked={of.enabled}
      disabled={isLocked}
      aria-label={`${of.display_label}: ${of.module ?? ""}`}
      styles={{ root: { display: "grid", placeItems: "center" } }}
      onChange={({ currentTarget: { checked } }) => onSet(of, checked)}
    />
  );
}

type Switched = Pick<Permission, "id" | "enabled">;

function useSwitches(profile: CrmProfileDetail): {
  set: (permission: Permission, enabled: boolean) => void;
  isBusy: boolean;
  wanted: Switched | undefined;
} {
  const write = useSetupWrite(
    ["profiles", "users", "fields"],
    (organization, switches: readonly Switched[]) =>
      writeOne(organization, {
        method: "PUT",
        path: `/settings/profiles/${profile.id}`,
        body: { profiles: [{ permissions_details: switches }] },
      }),
  );
  const [wanted, setWanted] = useState<Switched>();
  return {
    isBusy: wanted !== undefined || write.isPending,
    wanted,
    set({ id, display_label, module }, enabled) {
      // All as they are now, off before on: a right that is switched on brings along what it needs.
      const before = profile.permissions_details.toSorted((a, b) => Number(a.enabled) - Number(b.enabled));
      const what =
        module === null ? "do the set-up" : `${display_label.toLowerCase()} ${module.toLowerCase()}`;
      const back = (): Promise<unknown> =>
        write.mutateAsync(before.map((one) => ({ id: one.id, enabled: one.enabled })));
      setWanted({ id, enabled });
      void write
        .mutateAsync([{ id, enabled }])
        .then(
          () => tellUndo(`Users of ${profile.name} may ${enabled ? "" : "not "}${what}.`, back),
          tellProblem,
        )
        .finally(() => setWanted(undefined));
    },
  };
}

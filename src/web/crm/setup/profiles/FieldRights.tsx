import { Code, SegmentedControl, Select, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { asPages } from "#web/api.ts";
import { writeOne } from "#web/crm/crm-client.ts";
import { useFields } from "#web/crm/crm-queries.ts";
import { type Module, moduleAt, modules } from "#web/crm/module.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmField, CrmProfileDetail, FieldPermission } from "#web/crm/types.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";

/** Which fields a profile reads only, or does not see. */
export function FieldRights({ profile }: { profile: CrmProfileDetail }) {
  const [path, setPath] = useState("accounts");
  const module = moduleAt(path);
  const fields = useFields(module.name);
  const columns = useColumns(profile, module);
  const seesAll = !profile.custom || profile.permissions_details.some((one) => !one.module && one.enabled);
  return (
    <Stack component="section" gap="sm">
      <Title order={2}>Fields</Title>
      {seesAll ? (
        <Text c="dimmed">This profile reads and writes every field.</Text>
      ) : (
        <>
          <Text c="dimmed">
            A hidden field is nowhere: not on pages, in the API, in search, queries and exports; views whose
            criteria use it cannot be used. Fields that every record needs are seen by all.
          </Text>
          <SegmentedControl
            aria-label="Module of the fields"
            value={path}
            onChange={setPath}
            data={modules.map((one) => ({ value: one.path, label: one.name }))}
            w="max-content"
            maw="100%"
          />
          <DataTable
            name="crm field rights"
            label={`Fields of ${module.many}`}
            columns={columns}
            pages={asPages(fields, (all) => all.filter((field) => field.profiles.length > 0))}
            rowId={({ id }) => id}
            rowName={({ field_label }) => field_label}
            isPlain
            empty={<Empty sentence="There is no field in which profiles may differ." />}
          />
        </>
      )}
    </Stack>
  );
}

const choices: { value: FieldPermission; label: string }[] = [
  { value: "read_write", label: "Read and write" },
  { value: "read_only", label: "Read only" },
  { value: "hidden", label: "Hidden" },
];

function useColumns(profile: CrmProfileDetail, module: Module): Column<CrmField>[] {
  const write = useSetupWrite(
    ["fields", "profiles"],
    (organization, { field, type }: { field: CrmField; type: FieldPermission }) =>
      writeOne(organization, {
        method: "PATCH",
        path: `/settings/fields/${field.id}?module=${module.name}`,
        body: { fields: [{ profiles: [{ id: profile.id, permission_type: type }] }] },
      }),
  );
  const set = (field: CrmField, type: FieldPermission, before: FieldPermission): void => {
    const words = choices.find(({ value }) => value === type)?.label.toLowerCase() ?? type;
    const sentence = `${field.field_label} is ${type === "read_write" ? "read and written" : words} for ${profile.name}.`;
    write
      .mutateAsync({ field, type })
      .then(() => tellUndo(sentence, () => write.mutateAsync({ field, type: before })), tellProblem);
  };
  return [
    {
      id: "label",
      title: "Field",
      width: 240,
      cell: ({ field_label }) => (
        <Text component="span" inherit fw={500}>
          {field_label}
        </Text>
      ),
    },
    { id: "name", title: "API name", width: 220, cell: ({ api_name }) => <Code>{api_name}</Code> },
    {
      id: "right",
      title: "Right",
      width: 180,
      cell: (field) => {
        const now = field.profiles.find(({ id }) => id === profile.id)?.permission_type ?? "read_write";
        return (
          <Select
            size="xs"
            data={choices}
            value={now}
            allowDeselect={false}
            disabled={write.isPending}
            aria-label={`Right on ${field.field_label}`}
            onChange={(type) => type !== null && type !== now && set(field, type, now)}
          />
        );
      },
    },
  ];
}

import { Badge, Button, Code, Group, SegmentedControl, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { asPages } from "#web/api.ts";
import { writeOne } from "#web/crm/crm-client.ts";
import { useFields } from "#web/crm/crm-queries.ts";
import { typeLabel } from "#web/crm/fields/field-kind.ts";
import { type Module, moduleAt, modules } from "#web/crm/module.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmField } from "#web/crm/types.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { NewField } from "./NewField.tsx";
import { useMaySetUp } from "#web/crm/rights.ts";
import { SetupNotice } from "./SetupNotice.tsx";

const route = getRouteApi("/o/$org/crm/setup/fields");

/** The fields of a module: the standard ones, and those that people added. */
export function Fields() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const module = moduleAt(search.module ?? "accounts");
  const fields = useFields(module.name);
  const maySetUp = useMaySetUp();
  const [isAdding, adding] = useDisclosure(false);
  const remove = useRemove(module);
  const own = fields.data?.filter((field) => field.custom_field).length;
  const add = maySetUp && (
    <Button leftSection={<IconPlus size={16} />} onClick={adding.open}>
      Add field
    </Button>
  );
  return (
    <Page
      title="Fields"
      facts={own === undefined ? [] : [`${showCount(own, "field")} of your own in ${module.many}`]}
      action={add}
      width="fill"
    >
      {maySetUp === false && <SetupNotice what="add or delete fields" />}
      <DataTable
        name="crm fields"
        label={`Fields of ${module.many}`}
        columns={columnsOf(maySetUp === true ? remove : undefined)}
        pages={asPages(fields, (all) =>
          all
            .filter((field) => search.show !== "own" || field.custom_field)
            .toSorted((a, b) => Number(b.custom_field) - Number(a.custom_field)),
        )}
        rowId={({ id }) => id}
        rowName={({ field_label }) => field_label}
        isPlain
        tools={
          <Group gap="md">
            <SegmentedControl
              aria-label="Module"
              value={module.path}
              onChange={(path) => void navigate({ search: { ...search, module: path as "accounts" } })}
              data={modules.map(({ path, name }) => ({ value: path, label: name }))}
            />
            <Switch
              label="Only fields of your own"
              checked={search.show === "own"}
              onChange={(event) =>
                void navigate({
                  search: { ...search, show: event.currentTarget.checked ? "own" : undefined },
                  replace: true,
                })
              }
            />
          </Group>
        }
        empty={<Empty sentence={`Nobody has added a field to ${module.many} yet.`} action={add} />}
      />
      <NewField module={module} isOpen={isAdding} onClose={adding.close} />
    </Page>
  );
}

function useRemove(module: Module): (field: CrmField) => void {
  const write = useSetupWrite(["fields", "custom_views"], (organization, field: CrmField) =>
    writeOne(organization, { method: "DELETE", path: `/settings/fields/${field.id}?module=${module.name}` }),
  );
  return (field) => {
    void ask({
      title: `Delete ${field.field_label}?`,
      text: `The field and what every ${module.one} holds in it are lost. Views whose criteria use it show nothing until they are changed, and a mapping that uses it stops the sync. This cannot be undone.`,
      yes: "Delete field",
      typed: field.field_label,
      danger: true,
    })
      .then(async (yes) => {
        if (!yes) return;
        await write.mutateAsync(field);
        tell(`The field ${field.field_label} is deleted.`);
      })
      .catch(tellProblem);
  };
}

function columnsOf(remove: ((field: CrmField) => void) | undefined): Column<CrmField>[] {
  return [
    {
      id: "label",
      title: "Label",
      width: 220,
      cell: (field) => (
        <Text component="span" inherit fw={500}>
          {field.field_label}
        </Text>
      ),
    },
    { id: "name", title: "API name", width: 220, cell: ({ api_name }) => <Code>{api_name}</Code> },
    {
      id: "type",
      title: "Type",
      width: 180,
      cell: (field) => `${typeLabel(field)}${field.lookup.module ? `: ${field.lookup.module.api_name}` : ""}`,
    },
    { id: "marks", title: "Rules", width: 260, cell: (field) => <Marks field={field} /> },
    ...(remove
      ? [
          {
            id: "actions",
            title: "Actions",
            isActions: true,
            width: 56,
            align: "right" as const,
            cell: (field: CrmField) =>
              field.custom_field && (
                <RowAction
                  label="Delete"
                  name={`Delete ${field.field_label}`}
                  icon={IconTrash}
                  onClick={() => remove(field)}
                />
              ),
          },
        ]
      : []),
  ];
}

function Marks({ field }: { field: CrmField }) {
  const isUnique = Object.keys(field.unique).length > 0;
  const marks = [
    field.custom_field && "Your own",
    field.system_mandatory && "Required",
    field.external ? "External ID" : isUnique && "Unique",
    field.read_only && "Set by the CRM",
  ].filter((mark) => typeof mark === "string");
  if (marks.length === 0) return null;
  return (
    <Group gap={4} wrap="nowrap">
      {marks.map((mark) => (
        <Badge key={mark} size="sm" variant="default" tt="none" fw={500}>
          {mark}
        </Badge>
      ))}
    </Group>
  );
}

import { Box, Group, MultiSelect, Radio, Select, Stack, TextInput } from "@mantine/core";
import { writeOne } from "#web/crm/crm-client.ts";
import { useRoles, useUsers } from "#web/crm/crm-queries.ts";
import type { Module } from "#web/crm/module.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmField, CrmView } from "#web/crm/types.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { countConditions, type Fields, type Group as Tree, isFilledIn, jsonOf } from "./criteria.ts";
import { ColumnsInput } from "./ColumnsInput.tsx";
import { CriteriaEditor } from "./CriteriaEditor.tsx";
import { sharedOf, sharingOf } from "./sharing.ts";
import { Preview } from "./Preview.tsx";

export type ViewValues = {
  name: string;
  criteria: Tree;
  columns: string[];
  sort_by: string;
  sort_order: "asc" | "desc";
  access: CrmView["access_type"];
  shared_with: string[];
};

type ViewFormProps = {
  module: Module;
  fields: readonly CrmField[];
  id: string | undefined;
  initial: ViewValues;
  onSaved: (id: string, name: string) => void;
  onCancel: () => void;
};

/** The builder of a view: name, criteria with their count, columns, order, who may use it. */
export function ViewForm({ module, fields, id, initial, onSaved, onCancel }: ViewFormProps) {
  const known: Fields = new Map(fields.map((field) => [field.api_name, field]));
  const users = useUsers("ActiveUsers").data ?? [];
  const roles = useRoles().data ?? [];
  const write = useSetupWrite(["custom_views"], (organization, view: Record<string, unknown>) =>
    writeOne(organization, {
      method: id === undefined ? "POST" : "PUT",
      path: `/settings/custom_views${id === undefined ? "" : `/${id}`}?module=${module.name}`,
      body: { custom_views: [view] },
    }),
  );
  const form = useFormState<ViewValues>({
    initial,
    draft: `crm view ${module.path} ${id ?? "new"}`,
    check: (values) => problemsOf(values, known),
    send: async (values) =>
      onSaved(String(await write.mutateAsync(bodyOf(values, known))), values.name.trim()),
  });
  const { criteria, access, sort_by } = form.values;
  const choices = fields.map(({ api_name, field_label }) => ({ value: api_name, label: field_label }));
  const sorts = choices.filter(({ value }) =>
    [module.nameField, "Created_Time", "Modified_Time"].includes(value),
  );
  return (
    <Form
      of={form}
      submit={id === undefined ? "Create view" : "Save view"}
      onCancel={onCancel}
      guarded
      focusFirst
    >
      <TextInput {...form.field("name")} label="Name" maw={400} autoComplete="off" />
      <FormSection title="Criteria" help={`Which ${module.many} are in the view.`}>
        <Stack gap="xs" data-path="criteria" tabIndex={-1}>
          <CriteriaEditor
            root={criteria}
            fields={known}
            usual={module.mustFill}
            marksGaps={form.listed.some(({ path }) => path === "criteria")}
            onChange={(next) => form.set("criteria", next)}
          />
          <Preview
            module={module}
            criteria={jsonOf(criteria, known)}
            conditions={countConditions(criteria)}
            hasGaps={!isFilledIn(criteria, known)}
          />
        </Stack>
      </FormSection>
      <FormSection title="Columns and order">
        <Box maw={400}>
          <ColumnsInput
            value={presentOf(form.values.columns, known)}
            gone={[...new Set([...initial.columns, ...form.values.columns])].filter(
              (name) => !known.has(name),
            )}
            choices={choices}
            onChange={(next) => form.set("columns", next)}
            error={form.inner.errors["columns"]}
          />
        </Box>
        <Group grow align="flex-start" maw={400}>
          <Select
            {...form.field("sort_by")}
            label="Sort by"
            data={[{ value: "", label: "Latest first" }, ...sorts]}
            allowDeselect={false}
          />
          {sort_by !== "" && (
            <Select
              {...form.field("sort_order")}
              label="Order"
              data={[
                { value: "asc", label: "A to Z, oldest first" },
                { value: "desc", label: "Z to A, latest first" },
              ]}
              allowDeselect={false}
            />
          )}
        </Group>
      </FormSection>
      <FormSection title="Who may use it">
        <Radio.Group {...form.field("access")} aria-label="Who may use it">
          <Stack gap="xs">
            <Radio value="only_to_me" label="Only me" />
            <Radio value="shared" label="Named users and roles" />
            <Radio value="public" label="Everybody in the CRM" />
          </Stack>
        </Radio.Group>
        {access === "shared" && (
          <MultiSelect
            {...form.field("shared_with")}
            label="Shared with"
            searchable
            maw={400}
            data={[
              {
                group: "Users",
                items: users.map(({ id: user, full_name, email }) => ({
                  value: sharingOf({ type: "users", id: user }),
                  label: `${full_name} (${email})`,
                })),
              },
              {
                group: "Roles",
                items: roles.map(({ id: role, name }) => ({
                  value: sharingOf({ type: "roles", id: role }),
                  label: name ?? role,
                })),
              },
            ]}
          />
        )}
      </FormSection>
    </Form>
  );
}

/** The columns whose fields are still there: the CRM takes no others. */
function presentOf(columns: readonly string[], fields: Fields): string[] {
  return columns.filter((name) => fields.has(name));
}

function problemsOf(
  { name, criteria, columns, access, shared_with }: ViewValues,
  fields: Fields,
): { path: string; problem: string }[] {
  return [
    ...(name.trim() === "" ? [{ path: "name", problem: "Name the view" }] : []),
    ...(isFilledIn(criteria, fields)
      ? []
      : [{ path: "criteria", problem: "Fill in every condition, or remove it" }]),
    ...(presentOf(columns, fields).length === 0
      ? [{ path: "columns", problem: "Choose at least one column" }]
      : []),
    ...(access === "shared" && shared_with.length === 0
      ? [{ path: "shared_with", problem: "Choose at least one user or role" }]
      : []),
  ];
}

function bodyOf(
  { name, criteria, columns, sort_by, sort_order, access, shared_with }: ViewValues,
  fields: Fields,
): Record<string, unknown> {
  return {
    name: name.trim(),
    criteria: jsonOf(criteria, fields),
    fields: presentOf(columns, fields).map((api_name) => ({ api_name })),
    sort_by: sort_by === "" ? null : { api_name: sort_by },
    sort_order: sort_by === "" ? null : sort_order,
    access_type: access,
    shared_to: access === "shared" ? shared_with.map(sharedOf) : null,
  };
}

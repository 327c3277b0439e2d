import { Anchor, SimpleGrid } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { FieldProblem } from "#kernel/errors.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { problemOf } from "#web/crm/fields/field-check.ts";
import { FieldInput } from "#web/crm/fields/FieldInput.tsx";
import { sectionsOf } from "#web/crm/fields/field-sections.ts";
import { kindOf } from "#web/crm/fields/field-kind.ts";
import { changesOf, type FormValues, valuesOf } from "#web/crm/fields/record-values.ts";
import type { Module } from "#web/crm/module.ts";
import { useRecordWrites } from "#web/crm/record-writes.ts";
import { type Taken, takenIn } from "#web/crm/taken.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { phonePx } from "#web/ui/theme.ts";

type RecordFormProps = {
  module: Module;
  fields: readonly CrmField[];
  /** What the form begins with: the record, or what a new one is to have. */
  record: Partial<CrmRecord>;
  onSaved: (id: string) => void;
  onCancel: () => void;
};

/** Creates a record, or changes one: only what was changed is sent, so that nobody else's change is undone. */
export function RecordForm({ module, fields, record, onSaved, onCancel }: RecordFormProps) {
  const { save } = useRecordWrites(module);
  const isPhone = useMediaQuery(`(max-width: ${phonePx - 0.02}px)`, false, {
    getInitialValueInEffect: false,
  });
  const writable = fields.filter((field) => !field.read_only && field.data_type !== "autonumber");
  const empty = valuesOf(writable, {});
  const initial = valuesOf(writable, record);
  const { id } = record;
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const form = useFormState<FormValues>({
    initial,
    draft: `crm ${module.path} ${id ?? "new"}`,
    check: (values) => problemsOf(writable, id === undefined ? empty : initial, values),
    send: async (values) => {
      const changes = changesOf(writable, id === undefined ? empty : initial, values);
      const saved = save({ ...(id === undefined ? {} : { id }), values: changes, fields });
      await saved.catch((cause: unknown) => setTaken(takenIn(cause)));
      onSaved(await saved);
    },
  });
  return (
    <Form
      of={form}
      submit={id === undefined ? `Create ${module.one}` : "Save changes"}
      onCancel={onCancel}
      guarded
      focusFirst
    >
      {sectionsOf(writable, module.one).map((section) => (
        <FormSection key={section.title} title={section.title}>
          <SimpleGrid cols={isPhone || isWide(section.fields) ? 1 : 2} verticalSpacing="md">
            {section.fields.map((field) => {
              const { error, onBlur } = form.field(field.api_name) as {
                error?: ReactNode;
                onBlur?: () => void;
              };
              return (
                <FieldInput
                  key={field.api_name}
                  field={field}
                  value={form.values[field.api_name] ?? null}
                  onChange={(value) => form.set(field.api_name, value)}
                  error={
                    error && (
                      <WithHolder module={module} of={taken.find(({ path }) => path === field.api_name)}>
                        {error}
                      </WithHolder>
                    )
                  }
                  {...(onBlur ? { onBlur } : {})}
                />
              );
            })}
          </SimpleGrid>
        </FormSection>
      ))}
    </Form>
  );
}

type WithHolderProps = { module: Module; of: Taken | undefined; children: ReactNode };

/** What is wrong with a field, and the way to the record that has its value. */
function WithHolder({ module, of, children }: WithHolderProps) {
  const { id: organization } = useOrganization();
  if (!of) return <>{children}</>;
  return (
    <>
      {children}.{" "}
      <Anchor
        component={Link}
        to={addressIn(organization, `crm/${module.path}/${of.id}`)}
        inherit
        underline="always"
      >
        Open {of.name}
      </Anchor>
    </>
  );
}

/** What is wrong with the fields that would be sent, and with those that must not be empty. */
function problemsOf(fields: readonly CrmField[], before: FormValues, after: FormValues): FieldProblem[] {
  const changed = new Set(Object.keys(changesOf(fields, before, after)));
  return fields
    .filter(({ api_name, system_mandatory }) => system_mandatory || changed.has(api_name))
    .flatMap((field) => {
      const problem = problemOf(field, after[field.api_name]);
      return problem === undefined ? [] : [{ path: field.api_name, problem }];
    });
}

/** A section of nothing but long text takes the whole width. */
function isWide(fields: readonly CrmField[]): boolean {
  return fields.every((field) => kindOf(field) === "long");
}

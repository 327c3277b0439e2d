import { ActionIcon, Anchor, Button, Group, Title } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { CallError } from "#platform/http/call.ts";
import { problemOf } from "#web/crm/fields/field-check.ts";
import { FieldInput } from "#web/crm/fields/FieldInput.tsx";
import { kindOf } from "#web/crm/fields/field-kind.ts";
import { FieldValue } from "#web/crm/fields/FieldValue.tsx";
import { sectionsOf } from "#web/crm/fields/field-sections.ts";
import { apiValue, formValue } from "#web/crm/fields/record-values.ts";
import type { Module } from "#web/crm/module.ts";
import { useMay } from "#web/crm/rights.ts";
import { useRecordWrites } from "#web/crm/record-writes.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";
import { CounterpartMark } from "#web/sync/story/CounterpartMark.tsx";
import { type Counterpart, useCounterparts } from "#web/sync/story/record-marks.ts";
import { tellProblem } from "#web/ui/tell.tsx";
import classes from "./RecordPage.module.css";

type RecordFieldsProps = { module: Module; record: CrmRecord; fields: readonly CrmField[] };

/** All fields of a record in sections, each edited in its place. Empty ones can be left out of sight. */
export function RecordFields({ module, record, fields }: RecordFieldsProps) {
  const [showsEmpty, setShowsEmpty] = useState(false);
  const [editing, setEditing] = useState<string>();
  const counterparts = useCounterparts(record.id);
  const mayEdit = useMay()(module.name, "Edit");
  const isShown = (field: CrmField): boolean =>
    showsEmpty || field.custom_field || field.system_mandatory || !isEmpty(record[field.api_name]);
  const sections = sectionsOf(fields, module.one)
    .map((section) => ({ ...section, fields: section.fields.filter(isShown) }))
    .filter((section) => section.fields.length > 0);
  return (
    <div>
      {sections.map((section) => (
        <section key={section.title} className={classes.section}>
          <Title order={2}>{section.title}</Title>
          <dl className={classes.grid}>
            {section.fields.map((field) => (
              <div
                key={field.api_name}
                className={kindOf(field) === "long" ? `${classes.field} ${classes.wide}` : classes.field}
              >
                <dt>{field.field_label}</dt>
                <dd>
                  {editing === field.api_name ? (
                    <Editor
                      module={module}
                      record={record}
                      field={field}
                      onClose={() => setEditing(undefined)}
                    />
                  ) : (
                    <Shown
                      field={field}
                      value={record[field.api_name]}
                      counterpart={counterparts.get(field.api_name)}
                      onEdit={field.read_only || !mayEdit ? undefined : () => setEditing(field.api_name)}
                    />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Anchor component="button" type="button" mt="md" size="sm" onClick={() => setShowsEmpty(!showsEmpty)}>
        {showsEmpty ? "Hide empty fields" : "Show empty fields"}
      </Anchor>
    </div>
  );
}

type ShownProps = {
  field: CrmField;
  value: unknown;
  /** What a sync keeps it with. */
  counterpart: Counterpart | undefined;
  onEdit: (() => void) | undefined;
};

function Shown({ field, value, counterpart, onEdit }: ShownProps) {
  return (
    <>
      <div className={classes.value} onDoubleClick={onEdit}>
        <FieldValue field={field} value={value} />
      </div>
      {counterpart && (
        <span className={classes.synced}>
          <CounterpartMark name={field.field_label} of={counterpart} />
        </span>
      )}
      {onEdit && (
        <ActionIcon
          className={classes.pencil}
          variant="subtle"
          color="gray"
          size={26}
          aria-label={`Edit ${field.field_label}`}
          onClick={onEdit}
        >
          <IconPencil size={14} />
        </ActionIcon>
      )}
    </>
  );
}

type EditorProps = { module: Module; record: CrmRecord; field: CrmField; onClose: () => void };

/** One field as an input: Enter saves, Escape leaves it as it was. */
function Editor({ module, record, field, onClose }: EditorProps) {
  const [value, setValue] = useState(() => formValue(field, record[field.api_name]));
  const [problem, setProblem] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const { save } = useRecordWrites(module);
  const form = useRef<HTMLFormElement>(null);
  // Whoever asks to edit a field goes on by typing.
  useEffect(() => form.current?.querySelector<HTMLElement>("input, textarea")?.focus(), []);

  async function send(): Promise<void> {
    const wrong = problemOf(field, value);
    setProblem(wrong);
    if (wrong !== undefined) return;
    setSaving(true);
    try {
      await save({ id: record.id, values: { [field.api_name]: apiValue(field, value) }, fields: [field] });
      onClose();
    } catch (cause) {
      const [named] =
        cause instanceof CallError ? ((cause.view.details["fields"] ?? []) as { problem: string }[]) : [];
      if (named) setProblem(named.problem);
      else tellProblem(cause);
      setSaving(false);
    }
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, from wherever in the form
    <form
      ref={form}
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <FieldInput field={field} value={value} onChange={setValue} error={problem} isBare />
      <Group gap={6} my={6}>
        <Button type="submit" size="compact-sm" loading={isSaving}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === "" ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

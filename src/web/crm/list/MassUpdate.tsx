import { Alert, Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { itemRefusal } from "#web/crm/crm-client.ts";
import { useFields } from "#web/crm/crm-queries.ts";
import { problemOf } from "#web/crm/fields/field-check.ts";
import { FieldInput } from "#web/crm/fields/FieldInput.tsx";
import { apiValue, formValue, type FormValue } from "#web/crm/fields/record-values.ts";
import { useRecordWrites } from "#web/crm/record-writes.ts";
import type { Module } from "#web/crm/module.ts";
import type { CrmField, CrmRecord, Reference } from "#web/crm/types.ts";
import { showCount } from "#web/ui/show.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { useBefore } from "./before.ts";

type MassUpdateProps = {
  module: Module;
  rows: readonly CrmRecord[];
  isOpen: boolean;
  onClose: () => void;
  onDone: () => void;
};

/** Sets one field of all chosen records, and offers to set it back. */
export function MassUpdate({ isOpen, ...about }: MassUpdateProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={about.onClose}
      title={`Change ${showCount(about.rows.length, about.module.one)}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Body {...about} />
    </Modal>
  );
}

function Body({ module, rows, onClose, onDone }: Omit<MassUpdateProps, "isOpen">) {
  const fields = (useFields(module.name).data ?? []).filter(
    (field) => !field.read_only && Object.keys(field.unique).length === 0,
  );
  const [field, setField] = useState<CrmField>();
  const [value, setValue] = useState<FormValue>("");
  const [wrong, setWrong] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);
  const { changeMany } = useRecordWrites(module);
  const readBefore = useBefore(module.name);

  async function send(): Promise<void> {
    if (!field) return;
    const found = problemOf(field, value);
    setWrong(found);
    setProblem(undefined);
    if (found !== undefined) return;
    setSending(true);
    const before = await readBefore(rows, field.api_name);
    const { done, refused } = await changeMany(
      rows.map(({ id }) => ({ id, [field.api_name]: apiValue(field, value) })),
    );
    setSending(false);
    const [first] = refused;
    if (done.length > 0)
      tellUndo(`${field.field_label} of ${showCount(done.length, module.one)} changed.`, () =>
        changeMany(
          before
            .filter(({ id }) => done.includes(id))
            .map((row) => ({ id: row.id, [field.api_name]: written(row[field.api_name]) })),
        ),
      );
    if (first?.outcome.status === "error") {
      const labels = new Map([[field.api_name, field.field_label]]);
      const [named] = (itemRefusal(first.outcome, labels).view.details["fields"] ?? []) as {
        problem: string;
      }[];
      setProblem(
        `${showCount(refused.length, module.one)} not changed: ${named?.problem ?? first.outcome.message}`,
      );
      return;
    }
    onClose();
    onDone();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send().catch((cause: unknown) => {
          setSending(false);
          tellProblem(cause);
        });
      }}
    >
      <Stack gap="md">
        <Select
          label="Field"
          searchable
          data-autofocus
          data={fields.map(({ api_name, field_label }) => ({ value: api_name, label: field_label }))}
          value={field?.api_name ?? null}
          onChange={(name) => {
            const next = fields.find(({ api_name }) => api_name === name);
            setField(next);
            setWrong(undefined);
            setProblem(undefined);
            if (next) setValue(formValue(next, next.data_type === "boolean" ? true : null));
          }}
        />
        {field && <FieldInput field={field} value={value} onChange={setValue} error={wrong} />}
        {problem !== undefined && (
          <Alert color="fail" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!field} loading={isSending}>
            Change {showCount(rows.length, module.one)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A value that was read, as it is written: references by their id. */
function written(value: unknown): unknown {
  return typeof value === "object" && value !== null && "id" in value
    ? { id: (value as Reference).id }
    : (value ?? null);
}

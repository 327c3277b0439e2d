import { Button, Checkbox, Group, Select, Text } from "@mantine/core";
import { useState } from "react";
import type { Column } from "#crm/import/import.api.ts";
import type { Module } from "#web/crm/module.ts";
import type { CrmField } from "#web/crm/types.ts";
import { FormSection } from "#web/ui/Form.tsx";
import { showCount } from "#web/ui/show.ts";
import { mappingOf, type ReadFile } from "./csv-file.ts";
import { ImportResult } from "./ImportResult.tsx";
import type { ImportOptions } from "./import-parts.ts";
import type { ImportRun } from "./import-run.ts";
import { MappingTable } from "./MappingTable.tsx";
import { Refused } from "./Refused.tsx";

type SettingsProps = {
  module: Module;
  fields: readonly CrmField[];
  file: ReadFile;
  columns: Column[];
  setColumns: (columns: Column[]) => void;
  run: ImportRun;
  check: (file: ReadFile, options: ImportOptions) => void;
  start: (file: ReadFile, options: ImportOptions) => void;
  onChange: () => void;
};

/** What tells which record a row is, the surest first. */
const duplicateKeys: Record<Module["name"], readonly string[]> = {
  Accounts: ["id", "Account_Name"],
  Contacts: ["id", "Email"],
  Deals: ["id", "Deal_Name"],
};

const unmatchable = new Set([
  "textarea",
  "boolean",
  "multiselectpicklist",
  "lookup",
  "ownerlookup",
  "userlookup",
]);

/** Which column goes where, what becomes of records that are there already, and the check before the import. */
export function ImportSettings({
  module,
  fields,
  file,
  columns,
  setColumns,
  run,
  check,
  start,
  onChange,
}: SettingsProps) {
  const [duplicates, setDuplicates] = useState<"add" | "skip" | "update">("skip");
  const [chosenMatch, setMatch] = useState<string>();
  const [createsMissing, setCreatesMissing] = useState(false);
  const mapped = columns.flatMap(({ field }) => field ?? []);
  const typeOf = (name: string): string => fields.find(({ api_name }) => api_name === name)?.data_type ?? "";
  const matchable = mapped.filter((name) => !unmatchable.has(typeOf(name)));
  const match = [chosenMatch, ...duplicateKeys[module.name]].find(
    (name) => name !== undefined && matchable.includes(name),
  );
  const options: ImportOptions = {
    module: module.name,
    mapping: mappingOf(columns),
    duplicates,
    ...(duplicates === "add" || match === undefined ? {} : { match_field: match }),
    create_missing: createsMissing,
  };
  const hasLookup = mapped.some((name) => typeOf(name) === "lookup");
  const isBusy = run.state === "checking";
  return (
    <>
      <FormSection
        title="Columns"
        help={`${showCount(mapped.length, "column")} of ${columns.length} will be imported. The others are left out.`}
      >
        <MappingTable
          file={file}
          columns={columns}
          fields={fields}
          onChange={setColumns}
          isDisabled={isBusy}
        />
      </FormSection>
      <FormSection title="Records that are there already">
        <Group align="flex-end">
          <Select
            label="What happens with them"
            w={260}
            allowDeselect={false}
            disabled={isBusy}
            value={duplicates}
            data={[
              { value: "skip", label: "Leave them as they are" },
              { value: "update", label: "Update them from the file" },
              { value: "add", label: "Add every row as a new record" },
            ]}
            onChange={(next) => {
              setDuplicates(next as "skip");
              onChange();
            }}
          />
          {duplicates !== "add" && (
            <Select
              label="Known by"
              placeholder="Choose a field"
              w={220}
              allowDeselect={false}
              disabled={isBusy}
              value={match ?? null}
              onChange={(next) => {
                setMatch(next ?? undefined);
                onChange();
              }}
              data={matchable.map((name) => ({ value: name, label: labelOf(fields, name) }))}
            />
          )}
        </Group>
        {hasLookup && (
          <Checkbox
            label="Create accounts and contacts that the file names and that do not exist yet"
            disabled={isBusy}
            checked={createsMissing}
            onChange={(event) => {
              setCreatesMissing(event.currentTarget.checked);
              onChange();
            }}
          />
        )}
      </FormSection>
      {run.state === "refused" && <Refused problem={run.problem} />}
      {run.state === "checked" && <ImportResult fields={fields} file={file} answer={run.answer} isCheck />}
      <Group gap="xs">
        {run.state === "checked" ? (
          <Button
            disabled={run.answer.created + run.answer.updated === 0}
            onClick={() => start(file, options)}
          >
            Import {showCount(run.answer.created + run.answer.updated, module.one)}
          </Button>
        ) : (
          <Button loading={run.state === "checking"} onClick={() => check(file, options)}>
            Check {showCount(file.rows.length, "row")}
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {run.state === "checked" ? "Rows with errors are left out." : "Checking writes nothing."}
        </Text>
      </Group>
    </>
  );
}

/** A field as people call it. */
export function labelOf(fields: readonly CrmField[], name: string): string {
  return fields.find(({ api_name }) => api_name === name)?.field_label ?? name;
}

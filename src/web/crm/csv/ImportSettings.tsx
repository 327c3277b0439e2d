import { Button, Checkbox, Group, Select, Text } from "@mantine/core";
import { type ChangeEvent, useState } from "react";
import type { Module } from "#web/crm/module.ts";
import type { CrmField } from "#web/crm/types.ts";
import type { Column, ReadFile } from "#web/csv/csv-file.ts";
import type { ImportRun } from "#web/csv/import-run.ts";
import { MappingTable } from "#web/csv/MappingTable.tsx";
import { Refused } from "#web/csv/Refused.tsx";
import { FormSection } from "#web/ui/Form.tsx";
import { showCount } from "#web/ui/show.ts";
import {
  choicesOf,
  duplicateKeys,
  type ImportAnswer,
  type ImportOptions,
  labelOf,
  mappingOf,
} from "./crm-import.ts";
import { Result } from "./Result.tsx";

type SettingsProps = {
  module: Module;
  fields: readonly CrmField[];
  file: ReadFile;
  columns: Column[];
  setColumns: (columns: Column[]) => void;
  run: ImportRun<ImportAnswer, ImportOptions>;
  check: (file: ReadFile, options: ImportOptions) => void;
  start: (file: ReadFile, options: ImportOptions) => void;
  onChange: () => void;
};

const unmatchable = new Set([
  "textarea",
  "boolean",
  "multiselectpicklist",
  "lookup",
  "ownerlookup",
  "userlookup",
]);

type StepsProps = Pick<SettingsProps, "module" | "run"> & {
  rows: number;
  onCheck: () => void;
  onStart: () => void;
};

/** The check, and the import once that was looked at. */
function Steps({ module, rows, run, onCheck, onStart }: StepsProps) {
  return (
    <Group gap="xs">
      {run.state === "checked" ? (
        <Button disabled={run.answer.created + run.answer.updated === 0} onClick={onStart}>
          Import {showCount(run.answer.created + run.answer.updated, module.one)}
        </Button>
      ) : (
        <Button loading={run.state === "checking"} onClick={onCheck}>
          Check {showCount(rows, "row")}
        </Button>
      )}
      <Text size="sm" c="dimmed">
        {run.state === "checked" ? "Rows with errors are left out." : "Checking writes nothing."}
      </Text>
    </Group>
  );
}

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
  const [emptiesClear, setEmptiesClear] = useState(false);
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
    empty_cells: emptiesClear ? "clear" : "keep",
    create_missing: createsMissing,
  };
  const hasLookup = mapped.some((name) => typeOf(name) === "lookup");
  const isBusy = run.state === "checking";
  const tick = (checked: boolean, set: (is: boolean) => void) => ({
    disabled: isBusy,
    checked,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      set(event.currentTarget.checked);
      onChange();
    },
  });
  return (
    <>
      <FormSection
        title="Columns"
        help={`${showCount(mapped.length, "column")} of ${columns.length} will be imported. The others are left out.`}
      >
        <MappingTable
          file={file}
          columns={columns}
          choices={choicesOf(fields)}
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
        {duplicates === "update" && (
          <Checkbox
            {...tick(emptiesClear, setEmptiesClear)}
            label="Empty a field where the file's cell is empty"
            description="Otherwise what the record has stays."
          />
        )}
        {hasLookup && (
          <Checkbox
            {...tick(createsMissing, setCreatesMissing)}
            label="Create accounts and contacts that the file names and that do not exist yet"
          />
        )}
      </FormSection>
      {run.state === "refused" && <Refused problem={run.problem} />}
      {run.state === "checked" && <Result fields={fields} file={file} answer={run.answer} isCheck />}
      <Steps
        module={module}
        rows={file.rows.length}
        run={run}
        onCheck={() => check(file, options)}
        onStart={() => start(file, options)}
      />
    </>
  );
}

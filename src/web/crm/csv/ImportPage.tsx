import { Alert, Button, Checkbox, Group, List, Select, Stack, Text } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Column } from "#crm/import/import.api.ts";
import { CallError } from "#platform/http/call.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields } from "#web/crm/crm-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import type { CrmField } from "#web/crm/types.ts";
import { CsvUpload } from "#web/ui/CsvUpload.tsx";
import { FormSection } from "#web/ui/Form.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { Progress } from "#web/ui/Progress.tsx";
import { showCount } from "#web/ui/show.ts";
import { columnsOf, mappingOf, type ReadFile, readFile } from "./csv-file.ts";
import { ImportResult } from "./ImportResult.tsx";
import { type ImportOptions, type ImportRun, useImportRun } from "./import-run.ts";
import { MappingTable } from "./MappingTable.tsx";

const route = getRouteApi("/o/$org/crm/$module/import");

/** Largest file that the page takes: what the server takes at once. */
const maxBytes = 100_000_000;

/** Records from a CSV file: columns to fields, a check that writes nothing, then the import. */
export function ImportPage() {
  const module = moduleAt(route.useParams().module);
  const fields = useFields(module.name);
  return (
    <Page title={`Import ${module.many}`}>
      <Loaded of={fields}>{(all) => <Importer key={module.name} module={module} fields={all} />}</Loaded>
    </Page>
  );
}

function Importer({ module, fields }: { module: Module; fields: readonly CrmField[] }) {
  const [file, setFile] = useState<ReadFile>();
  const [columns, setColumns] = useState<Column[]>([]);
  const { run, check, start, cancel, reset } = useImportRun();
  const take = (name: string, text: string): void => {
    const read = readFile(name, text);
    setFile(read);
    setColumns(columnsOf(read, fields));
    reset();
  };
  const isBusy = run.state === "running" || run.state === "checking";
  return (
    <Stack gap="xl" maw={1080}>
      {!isBusy && run.state !== "finished" && (
        <CsvUpload
          maxBytes={maxBytes}
          onFile={({ name, text }) => take(name, text)}
          hint={`The first row holds the headers; one of them is the ${labelOf(fields, module.mustFill).toLowerCase()}.`}
        />
      )}
      {file && file.rows.length === 0 && (
        <Alert color="fail" role="alert">
          {file.name} has no rows below its headers.
        </Alert>
      )}
      {file && file.rows.length > 0 && run.state !== "finished" && (
        <Settings
          module={module}
          fields={fields}
          file={file}
          columns={columns}
          setColumns={(next) => {
            setColumns(next);
            reset();
          }}
          run={run}
          check={check}
          start={start}
          onChange={reset}
        />
      )}
      {run.state === "running" && (
        <Progress
          phase={`Importing ${module.many}`}
          done={run.done}
          expected={run.expected}
          unit="rows"
          rate={run.rate}
          onCancel={cancel}
        />
      )}
      {file && run.state === "finished" && (
        <>
          <ImportResult
            module={module}
            fields={fields}
            file={file}
            answer={run.answer}
            isCancelled={run.isCancelled}
          />
          <Done
            module={module}
            onAgain={() => {
              setFile(undefined);
              reset();
            }}
          />
        </>
      )}
    </Stack>
  );
}

function labelOf(fields: readonly CrmField[], name: string): string {
  return fields.find(({ api_name }) => api_name === name)?.field_label ?? name;
}

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

const duplicateKeys: Record<Module["name"], string> = {
  Accounts: "Account_Name",
  Contacts: "Email",
  Deals: "Deal_Name",
};

function Settings({ module, fields, file, columns, setColumns, run, check, start, onChange }: SettingsProps) {
  const [duplicates, setDuplicates] = useState<"add" | "skip" | "update">("skip");
  const [match, setMatch] = useState(duplicateKeys[module.name]);
  const [createsMissing, setCreatesMissing] = useState(false);
  const mapped = columns.flatMap(({ field }) => field ?? []);
  const options: ImportOptions = {
    module: module.name,
    mapping: mappingOf(columns),
    duplicates,
    ...(duplicates === "add" ? {} : { match_field: match }),
    create_missing: createsMissing,
  };
  const hasLookup = mapped.some(
    (name) => fields.find(({ api_name }) => api_name === name)?.data_type === "lookup",
  );
  const matchable = mapped.filter(
    (name) =>
      !["textarea", "boolean", "multiselectpicklist", "lookup", "ownerlookup", "userlookup"].includes(
        fields.find(({ api_name }) => api_name === name)?.data_type ?? "",
      ),
  );
  const isBusy = run.state === "running" || run.state === "checking";
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
              w={220}
              allowDeselect={false}
              disabled={isBusy}
              value={match}
              onChange={(next) => {
                setMatch(next ?? match);
                onChange();
              }}
              data={[...new Set([match, ...matchable])].map((name) => ({
                value: name,
                label: labelOf(fields, name),
              }))}
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
      {run.state === "checked" && (
        <ImportResult module={module} fields={fields} file={file} answer={run.answer} isCheck />
      )}
      {run.state !== "running" && (
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
      )}
    </>
  );
}

/** A file or mapping that was refused as a whole, with what is wrong of each column. */
function Refused({ problem }: { problem: unknown }) {
  const fields =
    problem instanceof CallError
      ? ((problem.view.details["fields"] ?? []) as { path: string; problem: string }[])
      : [];
  return (
    <ProblemBox problem={problem}>
      {fields.length > 0 && (
        <List size="sm" mt="xs">
          {fields.map(({ path, problem: words }) => (
            <List.Item key={path}>{words}</List.Item>
          ))}
        </List>
      )}
    </ProblemBox>
  );
}

function Done({ module, onAgain }: { module: Module; onAgain: () => void }) {
  const { id } = useOrganization();
  return (
    <Group gap="xs">
      <Button component={Link} to={addressIn(id, `crm/${module.path}`)}>
        Show {module.many}
      </Button>
      <Button variant="default" onClick={onAgain}>
        Import another file
      </Button>
    </Group>
  );
}

import { Alert, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields } from "#web/crm/crm-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import type { CrmField } from "#web/crm/types.ts";
import { type Column, type ReadFile, readFile } from "#web/csv/csv-file.ts";
import { Ended, endOf, Running } from "#web/csv/ImportOutcome.tsx";
import { useImportRun } from "#web/csv/import-run.ts";
import { CsvUpload } from "#web/ui/CsvUpload.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { columnsOf, importOf, labelOf } from "./crm-import.ts";
import { ImportSettings } from "./ImportSettings.tsx";
import { Result } from "./Result.tsx";

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
  const { id } = useOrganization();
  const { run, check, start, resume, cancel, reset } = useImportRun(importOf(module.name));
  const take = (name: string, text: string): void => {
    const read = readFile(name, text);
    setFile(read);
    setColumns(columnsOf(read, fields));
    reset();
  };
  if (run.state === "running") return <Running what={module.many} run={run} onCancel={cancel} />;
  if (run.state === "finished" || run.state === "stopped") {
    const { answer, rowsLeft } = endOf(run);
    return (
      <Ended
        what={module.many}
        run={run}
        to={addressIn(id, `crm/${module.path}`)}
        onResume={resume}
        onAgain={() => {
          setFile(undefined);
          reset();
        }}
      >
        {answer && <Result fields={fields} file={run.file} answer={answer} rowsLeft={rowsLeft} />}
      </Ended>
    );
  }
  return (
    <Stack gap="xl" maw={1080}>
      <CsvUpload
        maxBytes={maxBytes}
        onFile={({ name, text }) => take(name, text)}
        hint={`The first row holds the headers; one of them is the ${labelOf(fields, module.mustFill).toLowerCase()}.`}
      />
      {file?.rows.length === 0 && (
        <Alert color="fail" role="alert">
          {file.name} has no rows below its headers.
        </Alert>
      )}
      {file && file.rows.length > 0 && (
        <ImportSettings
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
    </Stack>
  );
}

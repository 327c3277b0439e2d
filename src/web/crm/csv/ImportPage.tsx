import { Alert, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { Column } from "#crm/import/import.api.ts";
import { useFields } from "#web/crm/crm-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import type { CrmField } from "#web/crm/types.ts";
import { CsvUpload } from "#web/ui/CsvUpload.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { columnsOf, type ReadFile, readFile } from "./csv-file.ts";
import { Ended, Running } from "./ImportOutcome.tsx";
import { ImportSettings, labelOf } from "./ImportSettings.tsx";
import { useImportRun } from "./import-run.ts";

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
  const { run, check, start, resume, cancel, reset } = useImportRun(module.name);
  const take = (name: string, text: string): void => {
    const read = readFile(name, text);
    setFile(read);
    setColumns(columnsOf(read, fields));
    reset();
  };
  if (run.state === "running") return <Running module={module} run={run} onCancel={cancel} />;
  if (run.state === "finished" || run.state === "stopped")
    return (
      <Ended
        module={module}
        fields={fields}
        run={run}
        onResume={resume}
        onAgain={() => {
          setFile(undefined);
          reset();
        }}
      />
    );
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

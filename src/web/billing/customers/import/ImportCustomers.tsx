import { Alert, Stack } from "@mantine/core";
import { useState } from "react";
import { importFields, largestImportBytes } from "#billing/customer/customer-import.api.ts";
import { useCall } from "#web/api.ts";
import { type Column, type ReadFile, readFile } from "#web/csv/csv-file.ts";
import { Ended, endOf, Running } from "#web/csv/ImportOutcome.tsx";
import { useImportRun } from "#web/csv/import-run.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { CsvUpload } from "#web/ui/CsvUpload.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { columnsOf, customerImport, type ImportField } from "./customer-import.ts";
import { ImportSettings } from "./ImportSettings.tsx";
import { Result } from "./Result.tsx";

/** Customers from a CSV file: columns to fields, a check that writes nothing, then the import. */
export function ImportCustomers() {
  const fields = useCall(importFields);
  return (
    <Page
      title="Import customers"
      facts={["From a CSV file, such as an export of Zoho Billing or of a spreadsheet"]}
    >
      <Loaded of={fields}>{({ items }) => <Importer fields={items} />}</Loaded>
    </Page>
  );
}

function Importer({ fields }: { fields: ImportField[] }) {
  const places = useCustomerPlaces();
  const [file, setFile] = useState<ReadFile>();
  const [columns, setColumns] = useState<Column[]>([]);
  const { run, check, start, resume, cancel, reset } = useImportRun(customerImport);
  const take = (name: string, text: string): void => {
    const read = readFile(name, text);
    setFile(read);
    setColumns(columnsOf(read, fields));
    reset();
  };
  if (run.state === "running") return <Running what="customers" run={run} onCancel={cancel} />;
  if (run.state === "finished" || run.state === "stopped") {
    const { answer, rowsLeft } = endOf(run);
    return (
      <Ended
        what="customers"
        run={run}
        to={places.list}
        onResume={resume}
        onAgain={() => {
          setFile(undefined);
          reset();
        }}
      >
        {answer && <Result fields={fields} file={run.file} report={answer} rowsLeft={rowsLeft} />}
      </Ended>
    );
  }
  return (
    <Stack gap="xl" maw={1080}>
      <CsvUpload
        maxBytes={largestImportBytes}
        onFile={({ name, text }) => take(name, text)}
        hint="The first row holds the headers. Nothing is written before you say so."
      />
      {file?.rows.length === 0 && (
        <Alert color="fail" role="alert">
          {file.name} has no rows below its headers.
        </Alert>
      )}
      {file && file.rows.length > 0 && (
        <ImportSettings
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

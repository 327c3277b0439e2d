import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { ImportReport } from "#billing/customer/customer-import.api.ts";
import type { Column, ReadFile } from "#web/csv/csv-file.ts";
import type { ImportRun } from "#web/csv/import-run.ts";
import { MappingTable } from "#web/csv/MappingTable.tsx";
import { Refused } from "#web/csv/Refused.tsx";
import { FormSection } from "#web/ui/Form.tsx";
import { showCount } from "#web/ui/show.ts";
import { type ImportField, type ImportOptions, mappingOf } from "./customer-import.ts";
import { Result } from "./Result.tsx";

type SettingsProps = {
  fields: readonly ImportField[];
  file: ReadFile;
  columns: readonly Column[];
  setColumns: (columns: Column[]) => void;
  run: ImportRun<ImportReport, ImportOptions>;
  check: (file: ReadFile, options: ImportOptions) => void;
  start: (file: ReadFile, options: ImportOptions) => void;
  onChange: () => void;
};

/** Which column goes where, what becomes of customers that are there already, and the check before the import. */
export function ImportSettings(props: SettingsProps) {
  const { fields, file, columns, setColumns, run, onChange } = props;
  const [duplicates, setDuplicates] = useState<ImportOptions["duplicates"]>("skip");
  const isBusy = run.state === "checking";
  const mapped = columns.filter(({ field }) => field !== null).length;
  return (
    <>
      <FormSection
        title="Columns"
        help={`${showCount(mapped, "column")} of ${columns.length} will be imported. The others are left out.`}
      >
        <MappingTable
          file={file}
          columns={columns}
          choices={fields.map(({ name, label }) => ({ value: name, label }))}
          onChange={setColumns}
          isDisabled={isBusy}
        />
      </FormSection>
      <FormSection
        title="Customers that are there already"
        help="A row is a customer that is there when both have the same display name, upper and lower case and accents aside."
      >
        <Radio.Group
          aria-label="What happens with them"
          value={duplicates}
          onChange={(next) => {
            setDuplicates(next);
            onChange();
          }}
        >
          <Stack gap="xs">
            <Radio value="skip" disabled={isBusy} label="Leave them as they are" />
            <Radio value="overwrite" disabled={isBusy} label="Overwrite what the file has a value for" />
          </Stack>
        </Radio.Group>
      </FormSection>
      {run.state === "refused" && <Refused problem={run.problem} />}
      {run.state === "checked" && <Result fields={fields} file={file} report={run.answer} isCheck />}
      <Start {...props} options={{ mapping: mappingOf(columns), duplicates }} />
    </>
  );
}

type StartProps = Pick<SettingsProps, "file" | "run" | "check" | "start"> & { options: ImportOptions };

/** First the check, then the import: each has its button, one after the other. */
function Start({ file, run, check, start, options }: StartProps) {
  const count = run.state === "checked" ? run.answer.created + run.answer.updated : 0;
  return (
    <Group gap="xs">
      {run.state === "checked" ? (
        <Button disabled={count === 0} onClick={() => start(file, options)}>
          Import {showCount(count, "row")}
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
  );
}

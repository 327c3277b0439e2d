import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { importCustomers, largestImportBytes } from "#billing/customer/customer-import.api.ts";
import { useSend } from "#web/api.ts";
import { CsvUpload, type CsvFile } from "#web/ui/CsvUpload.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { ColumnMapping } from "./ColumnMapping.tsx";
import { Outcome } from "./Outcome.tsx";

type Mapping = Record<string, string | null>;
type Duplicates = "skip" | "overwrite";

/** Imports customers from CSV: the file is tried at once, the columns and the outcome are shown, then it is imported. */
export function ImportCustomers() {
  const navigate = useNavigate();
  const places = useCustomerPlaces();
  const [file, setFile] = useState<CsvFile>();
  const [mapping, setMapping] = useState<Mapping>({});
  const [duplicates, setDuplicates] = useState<Duplicates>("skip");
  const trial = useSend(importCustomers);
  const real = useSend(importCustomers, {
    done: ({ created, updated }) =>
      tell(`${showCount(created, "customer")} created, ${showCount(updated, "row")} updated.`),
  });

  function attempt(next: { file?: CsvFile; mapping?: Mapping; duplicates?: Duplicates }): void {
    const wanted = { file, mapping, duplicates, ...next };
    if (wanted.file === undefined) return;
    real.reset();
    trial.mutate({
      body: { csv: wanted.file.text, mapping: wanted.mapping, duplicates: wanted.duplicates, dry_run: true },
    });
  }

  const planned = trial.data;
  const done = real.data;
  const count = planned === undefined ? 0 : planned.created + planned.updated;
  return (
    <Page
      title="Import customers"
      facts={["From a CSV file, such as an export of Zoho Billing or of a spreadsheet"]}
    >
      <Stack gap="xl" maw={1000}>
        <CsvUpload
          maxBytes={largestImportBytes}
          onFile={(chosen) => {
            setFile(chosen);
            setMapping({});
            attempt({ file: chosen, mapping: {} });
          }}
          hint="The first line names the columns. Up to 100,000 rows; nothing is written before you say so."
        />
        <Radio.Group
          label="Customers that exist already (same display name)"
          value={duplicates}
          onChange={(value) => {
            setDuplicates(value);
            attempt({ duplicates: value });
          }}
        >
          <Group mt="xs">
            <Radio value="skip" label="Leave as they are" />
            <Radio value="overwrite" label="Overwrite where the file has a value" />
          </Group>
        </Radio.Group>
        {(trial.error ?? real.error) !== null && <ProblemBox problem={trial.error ?? real.error} />}
        {trial.isPending && <Text aria-live="polite">Checking {file?.name}</Text>}
        {planned && done === undefined && (
          <>
            <ColumnMapping
              columns={planned.columns}
              onChange={(header, field) => {
                const next = { ...mapping, [header]: field };
                setMapping(next);
                attempt({ mapping: next });
              }}
            />
            <Outcome title="What will happen" report={planned} isDone={false} />
            <Group>
              <Button
                leftSection={<IconFileImport size={16} />}
                disabled={count === 0 || trial.isPending}
                loading={real.isPending}
                onClick={() => file && real.mutate({ body: { csv: file.text, mapping, duplicates } })}
              >
                Import {showCount(count, "row")}
              </Button>
              <Button variant="default" onClick={() => void navigate({ to: places.list })}>
                Cancel
              </Button>
            </Group>
          </>
        )}
        {done && (
          <>
            <Outcome title="What happened" report={done} isDone />
            <Group>
              <Button onClick={() => void navigate({ to: places.list, search: { sort: "-created_at" } })}>
                Show customers
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Page>
  );
}

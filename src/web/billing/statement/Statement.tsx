import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { customerStatement } from "#billing/statement/statement.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { type Period, PeriodPicker } from "#web/billing/reports/PeriodPicker.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { statementPeriods } from "./periods.ts";
import { StatementTable } from "./StatementTable.tsx";

type StatementProps = { customer: string; period: Period; onPeriod: (period: Period) => void };

/** A customer's statement of account: which days, each transaction with the balance after it, and the same as a file. */
export function Statement({ customer, period, onPeriod }: StatementProps) {
  const organization = useOrganizationId();
  const asked = useQuery({
    ...query(organization, customerStatement, { params: { customer }, query: period }),
    // Other days of the same customer: what was there stays until the answer is.
    placeholderData: keepPreviousData,
  });
  const file = addressOf(customerStatement, { params: { customer }, query: { ...period, format: "csv" } });
  return (
    <Stack gap="lg">
      {asked.data !== undefined && (
        <Group justify="space-between" align="flex-end" maw={1080}>
          <PeriodPicker shown={asked.data} periods={statementPeriods} onChange={onPeriod} />
          <Button
            component="a"
            href={`${file}&organization=${organization ?? ""}`}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            Download CSV
          </Button>
        </Group>
      )}
      <Loaded of={asked} skeleton={<Skeleton height={240} maw={1080} radius="md" />}>
        {(view) => <StatementTable view={view} />}
      </Loaded>
    </Stack>
  );
}

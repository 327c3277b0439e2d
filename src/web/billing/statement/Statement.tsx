import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconDownload, IconFileTypePdf } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { customerStatement, customerStatementPdf } from "#billing/statement/statement.api.ts";
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
  const params = { customer };
  const csv = addressOf(customerStatement, { params, query: { ...period, format: "csv" } });
  const pdf = addressOf(customerStatementPdf, { params, query: period });
  return (
    <Stack gap="lg">
      {asked.data !== undefined && (
        <Group justify="space-between" align="flex-end" maw={1080}>
          <PeriodPicker shown={asked.data} periods={statementPeriods} onChange={onPeriod} />
          <Group gap="xs">
            <Download from={csv} icon={<IconDownload size={16} />}>
              Download CSV
            </Download>
            <Download from={pdf} icon={<IconFileTypePdf size={16} />}>
              Download PDF
            </Download>
          </Group>
        </Group>
      )}
      <Loaded of={asked} skeleton={<Skeleton height={240} maw={1080} radius="md" />}>
        {(view) => <StatementTable view={view} />}
      </Loaded>
    </Stack>
  );
}

function Download({ from, icon, children }: { from: string; icon: ReactNode; children: ReactNode }) {
  const organization = useOrganizationId() ?? "";
  const address = `${from}${from.includes("?") ? "&" : "?"}organization=${organization}`;
  return (
    <Button component="a" href={address} download variant="default" leftSection={icon}>
      {children}
    </Button>
  );
}

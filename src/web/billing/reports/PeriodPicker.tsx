import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { dayAt } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { monthsBefore } from "#billing/report/period.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall } from "#web/api.ts";

/** Days as an address holds them; what is not there is the report's own choice. */
export type Period = { from?: string | undefined; to?: string | undefined };

type PeriodPickerProps = {
  /** What is shown, as the report says it. */ shown: { from: string | null; to: string };
  onChange: (period: Period) => void;
};

/** Which days a report is about: one of the usual periods, or any two days. */
export function PeriodPicker({ shown: { from, to }, onChange }: PeriodPickerProps) {
  const { data } = useCall(getOrganization);
  const [now] = useState(() => instantFromMs(Date.now()));
  const today = data && dayAt(now, data.time_zone);
  const periods = today === undefined ? [] : usual(today);
  const chosen = periods.find((period) => period.from === from && period.to === to)?.value ?? "own";
  return (
    <Group gap="sm" align="flex-end">
      {from !== null && (
        <Select
          label="Period"
          w={180}
          allowDeselect={false}
          data={[...periods, { value: "own", label: "These days", disabled: true }]}
          value={chosen}
          onChange={(value) => {
            const period = periods.find((one) => one.value === value);
            if (period) onChange(period.value === "year" ? {} : { from: period.from, to: period.to });
          }}
        />
      )}
      {from !== null && (
        <TextInput
          label="From"
          type="date"
          w={160}
          value={from}
          max={to}
          onChange={({ currentTarget: { value } }) => value !== "" && onChange({ from: value, to })}
        />
      )}
      <TextInput
        label={from === null ? "On" : "To"}
        type="date"
        w={160}
        value={to}
        {...(from === null ? {} : { min: from })}
        onChange={({ currentTarget: { value } }) =>
          value !== "" && onChange(from === null ? { to: value } : { from, to: value })
        }
      />
    </Group>
  );
}

function usual(today: string): { value: string; label: string; from: string; to: string }[] {
  const year = Number(today.slice(0, 4));
  const lastOfMonth = monthsBefore(today, 0);
  return [
    { value: "month", label: "This month", from: lastOfMonth, to: today },
    { value: "year", label: "Last 12 months", from: monthsBefore(today, 11), to: today },
    { value: "two", label: "Last 24 months", from: monthsBefore(today, 23), to: today },
    { value: "this", label: "This year", from: `${year}-01-01`, to: today },
    { value: "last", label: "Last year", from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
}

import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { dayAt } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall } from "#web/api.ts";
import type { UsualPeriod } from "./periods.ts";

/** Days as an address holds them; what is not there is chosen by who answers. */
export type Period = { from?: string | undefined; to?: string | undefined };

type PeriodPickerProps = {
  /** What is shown, as the answer says it. */ shown: { from: string | null; to: string };
  /** The usual ones, of a day that is today. */ periods: (today: string) => UsualPeriod[];
  onChange: (period: Period) => void;
};

/** Which days something is about: one of the usual periods, or any two days. */
export function PeriodPicker({ shown: { from, to }, periods: periodsOf, onChange }: PeriodPickerProps) {
  const { data } = useCall(getOrganization);
  const [now] = useState(() => instantFromMs(Date.now()));
  const today = data && dayAt(now, data.time_zone);
  const periods = today === undefined ? [] : periodsOf(today);
  const chosen = periods.find((period) => period.from === from && period.to === to)?.value ?? "own";
  return (
    <Group gap="sm" align="flex-end">
      {from !== null && (
        <Select
          label="Period"
          w={180}
          allowDeselect={false}
          data={[
            ...periods.map(({ value, label }) => ({ value, label })),
            { value: "own", label: "These days", disabled: true },
          ]}
          value={chosen}
          onChange={(value) => {
            const period = periods.find((one) => one.value === value);
            if (period) onChange(period.isDefault ? {} : { from: period.from, to: period.to });
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

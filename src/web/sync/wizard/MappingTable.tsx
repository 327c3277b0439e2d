import { Button, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { isWhole } from "./answers.ts";
import type { FieldChoice } from "./field-choice.ts";
import { MappingLine } from "./MappingLine.tsx";
import { problemsOfAll, problemsOfRow, type RowProblem } from "./problems.ts";
import { type Sample, sampleId, sampleName } from "./sample.ts";
import { type MappingTrial, trialOfRow } from "./trial.ts";
import classes from "./Mapping.module.css";

type TableProps = {
  label: string;
  /** Under which the server names problems of its rows: `mapping`. */
  path: string;
  rows: MappingRow[];
  crmFields: FieldChoice[];
  billingFields: FieldChoice[];
  samples: Sample[];
  problems: RowProblem[];
  /** What came of trying the pairs there and back. */
  trial: MappingTrial | undefined;
  isTwoWay: boolean;
  onChange: (rows: MappingRow[]) => void;
};

/** Pairs of fields as rows that can be changed, added and removed. A row without both its fields is not saved. */
export function MappingTable({
  label,
  path,
  rows,
  crmFields,
  billingFields,
  samples,
  problems,
  trial,
  isTwoWay,
  onChange,
}: TableProps) {
  const shown = samples.slice(0, 3);
  return (
    <div className={classes.table}>
      <div className={classes.head} aria-hidden data-two-way={isTwoWay || undefined}>
        <span>CRM field</span>
        <span>{isTwoWay && "Direction"}</span>
        <span>Billing field</span>
        <span>Blank erases</span>
        {isTwoWay && <span>Tried</span>}
        <span className={classes.samples}>
          {shown.map((sample, at) => (
            <span key={sampleId(sample)}>{sampleName(sample) ?? `Record ${at + 1}`}</span>
          ))}
        </span>
        <span />
      </div>
      <ul className={classes.rows} aria-label={label}>
        {rows.map((row, at) => (
          <MappingLine
            // oxlint-disable-next-line react/no-array-index-key -- a row is known by its place: both its fields may change
            key={at}
            row={row}
            crmFields={crmFields}
            billingFields={billingFields}
            others={rows.filter((_, place) => place !== at)}
            samples={shown}
            problems={problemsOfRow(problems, path, at)}
            trial={trialOfRow(trial, row)}
            isTwoWay={isTwoWay}
            onChange={(next) => onChange(rows.map((other, place) => (place === at ? next : other)))}
            onRemove={() => onChange(rows.filter((_, place) => place !== at))}
          />
        ))}
      </ul>
      {problemsOfAll(problems, path).map((problem) => (
        <Text key={problem} mt="xs" c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      ))}
      <Button
        mt="sm"
        size="compact-md"
        variant="subtle"
        disabled={rows.some((row) => !isWhole(row))}
        leftSection={<IconPlus size={16} />}
        onClick={() =>
          onChange([...rows, { crm: "", billing: "", direction: "to_billing", blank_erases: false }])
        }
      >
        Add a field
      </Button>
    </div>
  );
}

import { ActionIcon, Checkbox, NativeSelect, Select, Tooltip } from "@mantine/core";
import { IconArrowRight, IconTrash } from "@tabler/icons-react";
import { type MappingRow, usualDirection } from "#sync/connection/settings.api.ts";
import { showValue } from "#web/sync/run/show-value.ts";
import { choicesOf, type FieldChoice, labelOf } from "./field-choice.ts";
import { type Sample, sampleId, sampleName, sampleValue } from "./sample.ts";
import { Losses, TriedMark } from "./Tried.tsx";
import type { PairTrial } from "./trial.ts";
import classes from "./Mapping.module.css";

type LineProps = {
  row: MappingRow;
  crmFields: FieldChoice[];
  billingFields: FieldChoice[];
  /** The other rows: a billing field takes one CRM field, and one row writes a CRM field. */
  others: readonly MappingRow[];
  samples: Sample[];
  problems: string[];
  /** What came of trying the pair, where that is known. */
  trial: PairTrial | undefined;
  isTwoWay: boolean;
  onChange: (row: MappingRow) => void;
  onRemove: () => void;
};

/** One pair of fields: from where, whereto, whether a blank erases, and what three records hold. */
export function MappingLine(props: LineProps) {
  const { row, others, crmFields, billingFields, samples, problems, trial } = props;
  const { isTwoWay, onChange, onRemove } = props;
  const name = `${labelOf(crmFields, row.crm)} to ${labelOf(billingFields, row.billing)}`;
  // What was accepted of a pair says nothing of another one.
  const rewire = (change: Partial<MappingRow>): void =>
    onChange({ ...row, ...change, accepts_loss: undefined });
  return (
    <li
      className={classes.row}
      data-problem={problems.length > 0 || trial?.refused || undefined}
      data-two-way={isTwoWay || undefined}
    >
      <Select
        aria-label={`CRM field, ${name}`}
        placeholder="CRM field"
        size="xs"
        searchable
        nothingFoundMessage="No field is called that"
        data={choicesOf(crmFields, row.crm, [])}
        value={row.crm === "" ? null : row.crm}
        onChange={(crm) => rewire({ crm: crm ?? "", ...directionOf(props, crm ?? "") })}
        allowDeselect={false}
        error={problems.length > 0}
      />
      <DirectionMark row={row} isTwoWay={isTwoWay} name={name} onChange={rewire} />
      <Select
        aria-label={`Billing field, ${name}`}
        placeholder="Billing field"
        size="xs"
        searchable
        nothingFoundMessage="No field is called that"
        data={choicesOf(
          billingFields,
          row.billing,
          others.map(({ billing }) => billing),
        )}
        value={row.billing === "" ? null : row.billing}
        onChange={(billing) => rewire({ billing: billing ?? "" })}
        allowDeselect={false}
        error={problems.length > 0}
      />
      <Tooltip
        label={
          isTwoWay
            ? "A value that is emptied on one side is emptied on the other; without the tick a blank is ignored"
            : "An empty CRM value empties the billing field; without the tick it is ignored"
        }
        multiline
        w={240}
      >
        <div className={classes.blank}>
          <Checkbox
            size="xs"
            aria-label={`Blank erases, ${name}`}
            checked={row.blank_erases}
            onChange={({ currentTarget: { checked } }) => onChange({ ...row, blank_erases: checked })}
          />
          <span className={classes.blankWords} aria-hidden>
            Blank erases
          </span>
        </div>
      </Tooltip>
      {isTwoWay && <TriedMark trial={trial} />}
      <div className={classes.samples}>
        <SampleValues samples={samples} field={row.crm} />
      </div>
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="gray"
        size={32}
        aria-label={`Remove ${name}`}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
      {problems.map((problem) => (
        <span key={problem} className={classes.problem} role="alert">
          {problem}
        </span>
      ))}
      {trial !== undefined && (
        <Losses
          trial={trial}
          isAccepted={row.accepts_loss === true}
          name={name}
          onAccept={(isAccepted) => onChange({ ...row, accepts_loss: isAccepted || undefined })}
        />
      )}
    </li>
  );
}

/** A row that gets its first CRM field goes as new rows do; the direction of another one is somebody's choice. */
function directionOf(
  { row, others, crmFields, isTwoWay }: Pick<LineProps, "row" | "others" | "crmFields" | "isTwoWay">,
  crm: string,
): Partial<MappingRow> {
  if (!isTwoWay || row.crm !== "") return {};
  const isSendable = crmFields.some(({ name, sendable }) => name === crm && sendable);
  return { direction: usualDirection(crm, others, isSendable) };
}

function DirectionMark({
  row,
  isTwoWay,
  name,
  onChange,
}: Pick<LineProps, "row" | "isTwoWay"> & { name: string; onChange: (change: Partial<MappingRow>) => void }) {
  if (!isTwoWay) {
    return (
      <span className={classes.arrow}>
        <IconArrowRight size={16} role="img" aria-label="from the CRM to billing" />
      </span>
    );
  }
  return (
    <NativeSelect
      size="xs"
      aria-label={`Direction, ${name}`}
      value={row.direction}
      data={[
        { value: "to_billing", label: "→ billing" },
        { value: "both", label: "↔ both" },
        { value: "to_crm", label: "← CRM" },
      ]}
      onChange={(event) => onChange({ direction: event.currentTarget.value as MappingRow["direction"] })}
    />
  );
}

/** What the three records hold; said once where none of them holds anything. */
function SampleValues({ samples, field }: { samples: Sample[]; field: string }) {
  const isEmpty = samples.every((sample) => textOf(sample, field) === "");
  if (isEmpty) return <span className={classes.none}>{samples.length > 0 && "empty in these"}</span>;
  return samples.map((sample) => <SampleValue key={sampleId(sample)} sample={sample} field={field} />);
}

function textOf(sample: Sample, field: string): string {
  return showValue(field === "" ? undefined : sampleValue(sample, field));
}

function SampleValue({ sample, field }: { sample: Sample; field: string }) {
  const text = textOf(sample, field);
  return (
    <span
      className={text === "" ? classes.none : undefined}
      title={text === "" ? undefined : `${sampleName(sample) ?? ""}: ${text}`}
    >
      {text === "" ? <span aria-label="empty">–</span> : text}
    </span>
  );
}

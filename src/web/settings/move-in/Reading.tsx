import { Alert, Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { editMoveIn, type MoveInView, previewMoveIn } from "#billing/move-in/move-in.api.ts";
import { useSend } from "#web/api.ts";
import type { ReadFile } from "#web/csv/csv-file.ts";
import { MappingTable } from "#web/csv/MappingTable.tsx";
import { FormSection } from "#web/ui/Form.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showCount, showNumber } from "#web/ui/show.ts";
import { kindWords } from "./words.ts";

type Choices = Pick<MoveInView, "existing" | "date_order" | "decimal_sign"> & { fields: (string | null)[] };

/** How the file is read: which column is which field, and how days and amounts are written. */
export function Reading({ moveIn }: { moveIn: MoveInView }) {
  const [isOpen, setOpen] = useState(moveIn.status === "new" || isAsked(moveIn));
  const edit = useSend(editMoveIn);
  const preview = useSend(previewMoveIn, { refreshesWhenRefused: true });
  const params = { move_in: moveIn.id };
  const fields = moveIn.columns.map(({ field }) => field);
  const mapped = fields.filter((field) => field !== null).length;
  const isBusy = edit.isPending || preview.isPending;
  const change = (body: Partial<Choices>): void => edit.mutate({ params, body });
  if (!isOpen)
    return (
      <Group gap="xs">
        <Text c="dimmed">
          {showCount(mapped, "column")} of {showNumber(fields.length)} are read.
        </Text>
        <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
          Change how the file is read
        </Button>
      </Group>
    );
  return (
    <>
      {(edit.error ?? preview.error) && <ProblemBox problem={edit.error ?? preview.error} />}
      <FormSection
        title="Columns"
        help={`${showCount(mapped, "column")} of ${fields.length} will be read. The others are left out.`}
      >
        <MappingTable
          file={sampleOf(moveIn)}
          columns={moveIn.columns.map(({ heading, field }, at) => ({
            header: nameOf(heading, at),
            at,
            field,
          }))}
          choices={moveIn.fields.map(({ name, label }) => ({ value: name, label }))}
          onChange={(columns) => change({ fields: columns.map(({ field }) => field) })}
          isDisabled={isBusy}
        />
      </FormSection>
      <Options moveIn={moveIn} change={change} isBusy={isBusy} />
      {moveIn.missing !== null && (
        <Alert color="conflict" variant="light" role="alert">
          {moveIn.missing}. Choose the column that holds it.
        </Alert>
      )}
      {moveIn.status === "new" && (
        <Group gap="xs">
          <Button
            loading={preview.isPending}
            disabled={moveIn.missing !== null || edit.isPending}
            onClick={() => preview.mutate({ params })}
          >
            Preview {showCount(moveIn.row_count, "row")}
          </Button>
          <Text size="sm" c="dimmed">
            A preview writes nothing.
          </Text>
        </Group>
      )}
    </>
  );
}

type OptionsProps = { moveIn: MoveInView; change: (choices: Partial<Choices>) => void; isBusy: boolean };

const dateOrders = {
  auto: "As the file itself shows, by days after the 12th",
  day_first: "Day first: 31/03/2026",
  month_first: "Month first: 03/31/2026",
} as const;

const decimalSigns = {
  auto: "As the file itself shows",
  point: "Decimal point: 1,234.50",
  comma: "Decimal comma: 1.234,50",
} as const;

function Options({ moveIn, change, isBusy }: OptionsProps) {
  const { many } = kindWords[moveIn.kind];
  return (
    <>
      {isUpdatable(moveIn.kind) && (
        <FormSection
          title={`${many.slice(0, 1).toUpperCase()}${many.slice(1)} that are there already`}
          help="They are known by the id that they had in Zoho Billing, else by their name or e-mail address."
        >
          <Choice
            label="What happens with them"
            value={moveIn.existing}
            onChange={(existing) => change({ existing })}
            isBusy={isBusy}
            choices={{ skip: "Leave them as they are", update: "Overwrite what the file has a value for" }}
          />
        </FormSection>
      )}
      {(!isUpdatable(moveIn.kind) || isAsked(moveIn) || isChosen(moveIn)) && (
        <FormSection
          title="Days and amounts"
          help="Days such as 2026-03-31 or 31 Mar 2026 are always read right."
        >
          {moveIn.ambiguous_dates > 0 && (
            <Alert color="conflict" variant="light" role="alert">
              {showCount(moveIn.ambiguous_dates, "day")} of this file may be read in two ways, such as
              01/02/2026. Choose the order.
            </Alert>
          )}
          {moveIn.ambiguous_amounts > 0 && (
            <Alert color="conflict" variant="light" role="alert">
              {showCount(moveIn.ambiguous_amounts, "amount")} of this file may be read in two ways: 1.500 is
              one and a half with a decimal point, and fifteen hundred with a decimal comma. Choose the
              decimal sign.
            </Alert>
          )}
          <Group gap="xl" align="flex-start">
            <Choice
              label="Order of days and months"
              value={moveIn.date_order}
              onChange={(date_order) => change({ date_order })}
              isBusy={isBusy}
              choices={dateOrders}
            />
            <Choice
              label="Decimal sign"
              value={moveIn.decimal_sign}
              onChange={(decimal_sign) => change({ decimal_sign })}
              isBusy={isBusy}
              choices={decimalSigns}
            />
          </Group>
        </FormSection>
      )}
    </>
  );
}

/** Whether days or amounts may be read in two ways as long as nobody chooses. */
function isAsked({ ambiguous_dates: dates, ambiguous_amounts: amounts }: MoveInView): boolean {
  return dates + amounts > 0;
}

function isChosen({ date_order, decimal_sign }: MoveInView): boolean {
  return date_order !== "auto" || decimal_sign !== "auto";
}

function isUpdatable(kind: MoveInView["kind"]): boolean {
  return kind === "customers" || kind === "contact_persons";
}

type ChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  choices: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
  isBusy: boolean;
};

function Choice<Value extends string>({ label, value, choices, onChange, isBusy }: ChoiceProps<Value>) {
  return (
    <Radio.Group aria-label={label} value={value} onChange={onChange}>
      <Stack gap="xs">
        {Object.entries<string>(choices).map(([one, words]) => (
          <Radio key={one} value={one} disabled={isBusy} label={words} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function nameOf(heading: string, at: number): string {
  return heading === "" ? `Column ${at + 1}` : heading;
}

/** The first values of each column, in the form of a file. */
function sampleOf({ file_name: name, columns }: MoveInView): ReadFile {
  const most = Math.max(0, ...columns.map(({ samples }) => samples.length));
  return {
    name,
    headers: columns.map(({ heading }, at) => nameOf(heading, at)),
    rows: Array.from({ length: most }, (_, at) => ({
      row: at + 2,
      cells: columns.map(({ samples }) => samples[at] ?? ""),
    })),
  };
}

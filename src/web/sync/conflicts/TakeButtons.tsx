import { Button, Kbd } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import type { ReactNode } from "react";
import type { ConflictView } from "#sync/conflict/conflict.api.ts";
import type { Decide } from "./use-decide.ts";

/** The buttons for ticked rows, as the table takes them. */
export function takeButtons(decide: Decide) {
  return (chosen: ConflictView[], clear: () => void): ReactNode => (
    <TakeButtons chosen={chosen} decide={decide} onDone={clear} />
  );
}

type TakeButtonsProps = { chosen: ConflictView[]; decide: Decide; onDone: () => void };

/** Whose value is taken for all ticked conflicts; c and b on the keyboard. */
function TakeButtons({ chosen, decide, onDone }: TakeButtonsProps) {
  const take = (side: "crm" | "billing"): void => {
    if (!decide.isBusy) decide.take(chosen, side, onDone);
  };
  useHotkeys([
    ["c", () => take("crm")],
    ["b", () => take("billing")],
  ]);
  return (
    <>
      <Button
        size="compact-sm"
        loading={decide.isBusy}
        onClick={() => take("crm")}
        rightSection={<Kbd>C</Kbd>}
      >
        Take the CRM's
      </Button>
      <Button
        size="compact-sm"
        loading={decide.isBusy}
        onClick={() => take("billing")}
        rightSection={<Kbd>B</Kbd>}
      >
        Take billing's
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={decide.isBusy || !isOneField(chosen)}
        title={isOneField(chosen) ? undefined : "Tick conflicts of one field to give all of them one value"}
        onClick={() => decide.give(chosen, onDone)}
      >
        Another value
      </Button>
    </>
  );
}

/** Whether one value can be given to all of them. */
function isOneField(chosen: readonly ConflictView[]): boolean {
  const [first] = chosen;
  return (
    first !== undefined &&
    first.input !== null &&
    chosen.every(
      ({ field, contact_person: person }) =>
        field === first.field && (person === null) === (first.contact_person === null),
    )
  );
}

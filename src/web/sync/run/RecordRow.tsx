import { Button, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { memo, useId, useState } from "react";
import type { RunRecordView } from "#sync/run/run.api.ts";
import { canBeLeftOut, outcomeTold } from "#web/sync/outcomes.ts";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { RecordInside } from "./RecordInside.tsx";
import classes from "./Run.module.css";

type RowProps = {
  record: RunRecordView;
  isPreview: boolean;
  /** Taken out of the run that the preview is approved for; undefined where nothing can be taken out any more. */
  leftOut: boolean | undefined;
  /** Whether the run goes both ways, so that it must be said where a record was written. */
  showsSide: boolean;
  onLeaveOut: (crmId: string, leftOut: boolean) => void;
};

function PlainRow({ record, isPreview, leftOut, showsSide, onLeaveOut }: RowProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.record} data-left-out={leftOut || undefined} data-record={record.crm_id}>
      <div className={classes.line}>
        <UnstyledButton
          className={classes.open}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Chevron size={16} aria-hidden />
          <span className={classes.name} title={record.name}>
            {record.name}
            <span className={classes.module}>
              {record.crm_module === "Contacts" ? "contact" : "account"}
              {showsSide && (record.side === "crm" ? ", in the CRM" : ", in billing")}
            </span>
          </span>
          <span>
            <Status
              {...(leftOut
                ? { word: "Left out", meaning: "gray" as const }
                : outcomeTold(record.outcome, isPreview))}
            />
          </span>
          <span className={classes.reason}>
            {record.explanation}
            {record.changes.length > 0 && ` ${showCount(record.changes.length, "field")}.`}
          </span>
        </UnstyledButton>
        {leftOut !== undefined && canBeLeftOut(record.outcome) && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            c="dimmed"
            fw={500}
            aria-label={`${leftOut ? "Take in" : "Skip this one"}: ${record.name}`}
            onClick={() => onLeaveOut(record.crm_id, !leftOut)}
          >
            {leftOut ? "Take in" : "Skip this one"}
          </Button>
        )}
      </div>
      {isOpen && (
        <div id={id} className={classes.inside}>
          <RecordInside record={record} isPreview={isPreview} />
          {leftOut && (
            <Text size="sm">This record is left out of this sync. The next sync plans it again.</Text>
          )}
        </div>
      )}
    </li>
  );
}

/** One record of a preview or a run: outcome, reason, and, opened, each field before and after. */
export const RecordRow = memo(PlainRow);

import { Checkbox, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ModuleChoice } from "#sync/connection/settings.api.ts";
import { showNumber } from "#web/ui/show.ts";
import { type MappingTrial, type PairTrial, quoted, triedOnWords, trialWords } from "./trial.ts";
import classes from "./Mapping.module.css";

type TriedOnProps = { trials: MappingTrial[] | undefined; module: ModuleChoice | null };

/** On how many of the reader's own records the pairs were tried. */
export function TriedOn({ trials, module }: TriedOnProps) {
  const isTrying = trials === undefined || trials.length === 0;
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {isTrying ? "Each pair is being tried on your own records …" : triedOnWords(trials, module)}
    </Text>
  );
}

/** How many values of a pair were tried, with a check mark where nothing is lost. */
export function TriedMark({ trial }: { trial: PairTrial | undefined }) {
  if (trial === undefined) return <span className={classes.tried} />;
  const words = trialWords(trial);
  const isLosing = trial.lost > 0;
  const isOfRecords = trial.on === "records";
  const kept = trial.refused ? "refused" : isLosing || !isOfRecords ? "unproved" : "whole";
  return (
    <Tooltip label={words}>
      <span className={classes.tried} data-kept={kept} role="img" aria-label={words}>
        {isLosing ? <IconAlertTriangle size={15} aria-hidden /> : <IconCheck size={15} aria-hidden />}
        <span className="figures">
          {isLosing ? `${showNumber(trial.lost)} lost` : isOfRecords ? showNumber(trial.tried) : "none yet"}
        </span>
        {!isLosing && isOfRecords && <span className={classes.triedWords}>values tried</span>}
      </span>
    </Tooltip>
  );
}

type LossesProps = {
  trial: PairTrial;
  isAccepted: boolean;
  name: string;
  onAccept: (isAccepted: boolean) => void;
};

/** What a pair would lose, with examples, and the way to let it go both ways all the same. */
export function Losses({ trial, isAccepted, name, onAccept }: LossesProps) {
  if (trial.lost === 0) return null;
  const isBoth = trial.direction === "both";
  return (
    <div className={classes.losses} data-refused={trial.refused || undefined}>
      <Text fz={13} fw={500} role={trial.refused ? "alert" : undefined}>
        {trialWords(trial)}. {trial.refused && "Let the pair go one way, choose another field, or accept it."}
      </Text>
      <ul>
        {trial.losses.map((loss) => (
          <li key={`${loss.side} ${String(loss.before)}`}>
            <LossWords loss={loss} />
          </li>
        ))}
      </ul>
      {isBoth && (
        <Checkbox
          size="xs"
          checked={isAccepted}
          aria-label={`Accept the loss, ${name}`}
          label="Sync the pair both ways all the same: such values stay where they are, and are listed as issues"
          onChange={({ currentTarget: { checked } }) => onAccept(checked)}
        />
      )}
    </div>
  );
}

function LossWords({ loss: { side, record, before, after, reason } }: { loss: PairTrial["losses"][number] }) {
  const where = side === "crm" ? "in the CRM" : "in billing";
  return (
    <>
      <span className={classes.lossOf}>
        {record ?? "A possible value"} {where}
      </span>
      : {quoted(before)}
      {after !== null && ` → ${quoted(after)}`}. {reason}.
    </>
  );
}

import { UnstyledButton } from "@mantine/core";
import type { Counts } from "#sync/run/run.api.ts";
import { isListed, outcomeTold, tilesOf } from "#web/sync/outcomes.ts";
import { showNumber } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import classes from "./Run.module.css";

type TilesProps = {
  counts: Counts;
  isPreview: boolean;
  chosen: string | undefined;
  onChoose: (outcome: string | undefined) => void;
};

/** How many records ended how; a tile filters the list below it, once more takes the filter off. */
export function CountTiles({ counts, isPreview, chosen, onChoose }: TilesProps) {
  return (
    <div className={classes.tiles} role="group" aria-label="Counts, each filters the list">
      {tilesOf(counts).map(({ outcome, count }) => {
        const told = outcomeTold(outcome, isPreview);
        const isChosen = chosen === outcome;
        return (
          <UnstyledButton
            key={outcome}
            className={classes.tile}
            aria-pressed={isChosen}
            disabled={!isListed(outcome) || count === 0}
            onClick={() => onChoose(isChosen ? undefined : outcome)}
            data-outcome={outcome}
          >
            <span className={classes.count}>{showNumber(count)}</span>
            <Status {...told} plain />
          </UnstyledButton>
        );
      })}
    </div>
  );
}

import { Skeleton } from "@mantine/core";
import { useState } from "react";
import { dealStages } from "#crm/deal/stages.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/crm/rights.ts";
import type { CriteriaJson, CrmField, CrmRecord } from "#web/crm/types.ts";
import { searchText } from "#web/crm/view/criteria.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import classes from "./Board.module.css";
import { BoardColumn } from "./BoardColumn.tsx";
import { useMove } from "./move.ts";

type BoardProps = {
  view: string | undefined;
  filter: CriteriaJson | null;
  fields: ReadonlyMap<string, CrmField>;
  onOpen: (id: string) => void;
};

/** Deals as a board: a column a stage, with how many there are and what they are worth. */
export function Board({ view, filter, fields, onOpen }: BoardProps) {
  const criteria = filter === null ? undefined : searchText(filter);
  const asked = useCall(dealStages, {
    query: { ...(view === undefined ? {} : { view }), ...(criteria === undefined ? {} : { criteria }) },
  });
  const may = useMay();
  const { move, moved, held, release } = useMove();
  const [dragged, setDragged] = useState<CrmRecord>();
  const mayMove = may("Deals", "Edit") && fields.get("Stage")?.read_only === false;
  if (asked.error) return <ProblemBox problem={asked.error} />;
  if (!asked.data) return <Skeleton height={320} />;
  const { stages, currency } = asked.data;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wider than most windows, it scrolls by keys too
    <div className={classes.board} tabIndex={0} role="region" aria-label="Deals by stage">
      {stages.map((stage) => (
        <BoardColumn
          key={stage.stage}
          stage={stage}
          stages={stages}
          currency={currency}
          listing={{ view, filter, fields }}
          moved={moved}
          held={held}
          onLeave={release}
          dragged={dragged}
          onOpen={onOpen}
          {...(mayMove ? { onMove: move, onDrag: setDragged } : {})}
        />
      ))}
    </div>
  );
}

import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Stage } from "#crm/deal/stages.api.ts";
import { useRecords } from "#web/crm/list-queries.ts";
import { textOf } from "#web/crm/record-name.ts";
import type { CriteriaJson, CrmField, CrmRecord } from "#web/crm/types.ts";
import { searchText } from "#web/crm/view/criteria.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showAmount, showCount } from "#web/ui/show.ts";
import classes from "./Board.module.css";
import { DealCard } from "./DealCard.tsx";
import type { Moved } from "./move.ts";

type BoardColumnProps = {
  stage: Stage;
  stages: readonly Stage[];
  currency: string;
  listing: {
    view: string | undefined;
    filter: CriteriaJson | null;
    fields: ReadonlyMap<string, CrmField>;
  };
  moved: Moved;
  /** The deal that has the focus wherever it goes. */ held: string | undefined;
  onLeave: () => void;
  dragged: CrmRecord | undefined;
  onOpen: (id: string) => void;
  /** Missing where the reader may not change deals. */
  onMove?: (record: CrmRecord, to: string, isHeld: boolean) => void;
  onDrag?: (record: CrmRecord | undefined) => void;
};

/** Fields of a card; those that the reader's profile hides are left out. */
const cardFields = ["Deal_Name", "Stage", "Amount", "Closing_Date", "Account_Name", "Owner"];

/** Deals of one stage, the newest first, and a place to drop others. */
export function BoardColumn({
  stage: column,
  stages,
  currency,
  listing,
  moved,
  held,
  dragged,
  ...on
}: BoardColumnProps) {
  const { stage, count, amount } = column;
  const [isOver, setOver] = useState(false);
  const deals = useRecords(
    {
      module: "Deals",
      fields: cardFields.filter((name) => listing.fields.has(name)),
      criteria: searchText(inStage(listing.filter, stage)),
      within: listing.view,
      perPage: 50,
    },
    count > 0,
  );
  const arriving = [...moved.values()].filter(({ to }) => to === stage).map(({ record }) => record);
  const staying = (count > 0 ? deals.items : []).filter(({ id }) => !moved.has(id));
  const mayDrop = on.onMove !== undefined && dragged !== undefined && textOf(dragged["Stage"]) !== stage;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is the mouse's way; the card's menu is everybody's
    <section
      className={classes.column}
      aria-label={stage}
      data-over={(mayDrop && isOver) || undefined}
      onDragOver={(event) => {
        if (!mayDrop) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (mayDrop) on.onMove?.(dragged, stage, false);
      }}
    >
      <header className={classes.head} data-kind={column.kind}>
        <Title order={2} size="sm">
          {stage}
        </Title>
        <Text size="sm" c="dimmed" className="figures">
          {showCount(count, "deal")}
          {amount !== null && count > 0 && ` · ${showAmount(amount, currency)}`}
        </Text>
      </header>
      {deals.problem !== null && <ProblemBox problem={deals.problem} />}
      {count > 0 && deals.isWaiting && <Skeleton height={72} />}
      <ul className={classes.cards}>
        {[...arriving, ...staying].map((record) => (
          <DealCard
            key={record.id}
            record={record}
            fields={listing.fields}
            stages={stages}
            isMoving={moved.has(record.id)}
            takesFocus={record.id === held}
            {...on}
          />
        ))}
      </ul>
      {deals.hasMore && (
        <Button variant="subtle" size="compact-sm" loading={deals.isLoadingMore} onClick={deals.more}>
          Show more
        </Button>
      )}
    </section>
  );
}

function inStage(filter: CriteriaJson | null, stage: string): CriteriaJson {
  const leaf: CriteriaJson = { comparator: "equal", field: { api_name: "Stage" }, value: stage };
  return filter === null ? leaf : { group_operator: "AND", group: [leaf, filter] };
}

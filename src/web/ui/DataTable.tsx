import { Box, Button, Group } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef } from "react";
import { Cards, SkeletonCards } from "./table/Cards.tsx";
import { useLayout } from "./table/column.ts";
import { Endless } from "./table/Endless.tsx";
import { Grid } from "./table/Grid.tsx";
import { type Room, useRoom } from "./table/room.ts";
import { type Selection, useSelection } from "./table/selection.ts";
import type { DataTableProps } from "./table/table-props.ts";
import classes from "./table/table.module.css";
import { BulkBar, ColumnChooser } from "./table/Tools.tsx";
import { phonePx } from "./theme.ts";
import { ProblemBox } from "./Problem.tsx";
import { useWaitedLong } from "./waiting.ts";

export type { Column, Sort } from "./table/column.ts";

/** A list: keyset pages that feel endless, ticks, keyboard, chosen columns; cards on phones. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, columns, pages, rowId, bulk, tools, isPlain = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const isPhone = useMediaQuery(`(max-width: ${phonePx - 0.02}px)`, false, {
    getInitialValueInEffect: false,
  });
  const room = useRoom(box);
  const layout = useLayout(name, columns);
  const selection = useSelection(pages.items, rowId);
  const isTicking = bulk !== undefined && selection.chosen.length > 0;
  return (
    <div className={classes.root}>
      {(tools !== undefined || isTicking || !isPlain) && (
        <Group className={classes.tools} justify="space-between" wrap="nowrap" align="flex-start">
          {isTicking ? (
            <BulkBar count={selection.chosen.length} onClear={selection.clear}>
              {bulk(selection.chosen, selection.clear)}
            </BulkBar>
          ) : (
            <Box flex={1}>{tools}</Box>
          )}
          {!isPhone && !isPlain && <ColumnChooser columns={columns} {...layout} />}
        </Group>
      )}
      <div
        ref={box}
        className={isPhone ? undefined : classes.box}
        data-more={room.hasMore || undefined}
        data-stale={pages.isStale || undefined}
        aria-busy={pages.isWaiting || pages.isLoadingMore}
      >
        <Content
          {...props}
          columns={layout.shown}
          box={box}
          room={room}
          isPhone={isPhone}
          selection={bulk ? selection : undefined}
        />
        <Endless
          root={isPhone ? noRoot : box}
          isOn={pages.hasMore && !pages.isLoadingMore && pages.problem === null}
          onNear={pages.more}
        />
      </div>
    </div>
  );
}

/** The window itself. */
const noRoot = { current: null };

type ContentProps<Row> = DataTableProps<Row> & {
  box: React.RefObject<HTMLDivElement | null>;
  room: Room;
  isPhone: boolean;
  selection: Selection<Row> | undefined;
};

function Content<Row>({ box, room, isPhone, selection, ...props }: ContentProps<Row>) {
  const { label, columns, pages, rowId, rowName, onOpen, empty } = props;
  const waitedLong = useWaitedLong(pages.isWaiting);
  if (pages.isWaiting && !waitedLong) return null;
  if (!pages.isWaiting && pages.items.length === 0 && pages.problem === null) return <>{empty}</>;
  return (
    <>
      {isPhone ? (
        pages.isWaiting ? (
          <SkeletonCards />
        ) : (
          <Cards
            label={label}
            rows={pages.items}
            columns={columns}
            rowId={rowId}
            rowName={rowName}
            selection={selection}
            onOpen={onOpen}
          />
        )
      ) : (
        (pages.isWaiting || pages.items.length > 0) && (
          <Grid {...props} box={box} room={room} selection={selection} />
        )
      )}
      {pages.problem !== null && (
        <Box py="sm">
          <ProblemBox problem={pages.problem}>
            <Button
              mt="xs"
              size="compact-sm"
              variant="default"
              onClick={pages.items.length === 0 ? pages.again : pages.more}
            >
              Try again
            </Button>
          </ProblemBox>
        </Box>
      )}
    </>
  );
}

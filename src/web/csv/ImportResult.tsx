import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { showCount } from "#web/ui/show.ts";
import classes from "./csv.module.css";
import type { ReadFile } from "./csv-file.ts";
import { Failures } from "./Failures.tsx";
import type { ImportAnswer } from "./import-parts.ts";
import { type Tile, Tiles } from "./Tiles.tsx";

type ImportResultProps = {
  file: ReadFile;
  answer: ImportAnswer;
  tiles: Tile[];
  /** What a field that an error names is called. */
  fieldName: (field: string) => string;
  isCheck?: boolean;
  /** Rows that were not reached, because the import was stopped. */
  rowsLeft?: number;
  /** The tile that is chosen, and how to choose another; none where tiles only count. */
  chosen?: string | undefined;
  onChoose?: (tile: string) => void;
  children?: ReactNode;
};

/** What was asked for by a button above is brought into sight as it comes. */
function intoView(section: HTMLElement | null): void {
  section?.scrollIntoView({ block: "nearest" });
}

/** What an import did, or would do: counts, and what is wrong by row. */
export function ImportResult({
  file,
  answer,
  tiles,
  fieldName,
  isCheck = false,
  rowsLeft = 0,
  chosen,
  onChoose,
  children,
}: ImportResultProps) {
  return (
    <Stack gap="md" component="section" aria-live="polite" ref={intoView} className={classes.result}>
      <Title order={2}>{headingOf(isCheck, rowsLeft)}</Title>
      <Tiles tiles={tiles} chosen={chosen} onChoose={onChoose} />
      {rowsLeft > 0 && (
        <Text>
          {showCount(rowsLeft, "row")} {rowsLeft === 1 ? "was" : "were"} not reached. What is imported stays.
        </Text>
      )}
      {children}
      {answer.failed > 0 && (chosen === undefined || chosen === "failed") && (
        <Failures file={file} answer={answer} fieldName={fieldName} />
      )}
    </Stack>
  );
}

function headingOf(isCheck: boolean, rowsLeft: number): string {
  if (isCheck) return "What the import will do";
  return rowsLeft > 0 ? "The import was stopped" : "The import is done";
}

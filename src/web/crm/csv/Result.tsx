import { Text } from "@mantine/core";
import type { CrmField } from "#web/crm/types.ts";
import type { ReadFile } from "#web/csv/csv-file.ts";
import { ImportResult } from "#web/csv/ImportResult.tsx";
import { showCount } from "#web/ui/show.ts";
import { type ImportAnswer, labelOf, tilesOf } from "./crm-import.ts";

type ResultProps = {
  fields: readonly CrmField[];
  file: ReadFile;
  answer: ImportAnswer;
  isCheck?: boolean;
  rowsLeft?: number;
};

/** What an import of records did, or would do; with the records that were made because a row names them. */
export function Result({ fields, file, answer, isCheck = false, rowsLeft = 0 }: ResultProps) {
  const made = answer.created_for_lookups;
  return (
    <ImportResult
      file={file}
      answer={answer}
      tiles={tilesOf(answer, isCheck)}
      fieldName={(name) => labelOf(fields, name)}
      isCheck={isCheck}
      rowsLeft={rowsLeft}
    >
      {made > 0 && (
        <Text>
          {showCount(made, "record")} {isCheck ? "will be" : "were"} created because a row names{" "}
          {made === 1 ? "it" : "them"}.
        </Text>
      )}
    </ImportResult>
  );
}

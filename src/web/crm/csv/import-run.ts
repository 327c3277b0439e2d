import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { importRecords } from "#crm/import/import.api.ts";
import { call } from "#platform/http/call.ts";
import type { Call, Received } from "#platform/http/endpoint.ts";
import { callerIn } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { partsOf, type ReadFile } from "./csv-file.ts";

export type ImportBody = Call<typeof importRecords>["body"];
export type ImportAnswer = Received<typeof importRecords>;
export type ImportOptions = Omit<ImportBody, "csv" | "dry_run" | "first_row">;

/** Rows of one request: about a second of work, so that the progress moves and Cancel is obeyed. */
const rowsPerPart = 1000;

export type ImportRun =
  | { state: "idle" }
  | { state: "checking" }
  | { state: "checked"; answer: ImportAnswer }
  | {
      state: "running";
      done: number;
      expected: number;
      rate: number | undefined;
      answer: ImportAnswer | undefined;
    }
  | { state: "finished"; answer: ImportAnswer; isCancelled: boolean }
  | { state: "refused"; problem: unknown; answer: ImportAnswer | undefined };

/** Checks a file (all of it, taken back) and imports it part by part. */
export function useImportRun(): {
  run: ImportRun;
  check: (file: ReadFile, options: ImportOptions) => void;
  start: (file: ReadFile, options: ImportOptions) => void;
  cancel: () => void;
  reset: () => void;
} {
  const { id } = useOrganization();
  const client = useQueryClient();
  const [run, setRun] = useState<ImportRun>({ state: "idle" });
  const isCancelled = useRef(false);
  const send = (body: ImportBody): Promise<ImportAnswer> => call(callerIn(id), importRecords, { body });

  async function check(file: ReadFile, options: ImportOptions): Promise<void> {
    setRun({ state: "checking" });
    try {
      setRun({ state: "checked", answer: await send({ ...options, csv: file.text, dry_run: true }) });
    } catch (problem) {
      setRun({ state: "refused", problem, answer: undefined });
    }
  }

  async function start(file: ReadFile, options: ImportOptions): Promise<void> {
    isCancelled.current = false;
    const parts = partsOf(file, rowsPerPart);
    const expected = parts.reduce((sum, { count }) => sum + count, 0);
    const begun = performance.now();
    let answer: ImportAnswer | undefined;
    let done = 0;
    setRun({ state: "running", done, expected, rate: undefined, answer });
    try {
      for (const { csv, first_row, count } of parts) {
        if (isCancelled.current) break;
        answer = joined(answer, await send({ ...options, csv, first_row }));
        done += count;
        setRun({
          state: "running",
          done,
          expected,
          rate: (done / (performance.now() - begun)) * 1000,
          answer,
        });
      }
      if (answer)
        setRun({ state: "finished", answer: withFaulty(answer, file), isCancelled: isCancelled.current });
      else setRun({ state: "idle" });
    } catch (problem) {
      setRun({ state: "refused", problem, answer });
    }
    await client.invalidateQueries({ queryKey: [id, "CRM records"] });
  }

  return {
    run,
    check: (file, options) => void check(file, options),
    start: (file, options) => void start(file, options),
    cancel: () => void (isCancelled.current = true),
    reset: () => setRun({ state: "idle" }),
  };
}

function joined(one: ImportAnswer | undefined, other: ImportAnswer): ImportAnswer {
  if (!one) return other;
  return {
    ...other,
    total: one.total + other.total,
    created: one.created + other.created,
    updated: one.updated + other.updated,
    skipped: one.skipped + other.skipped,
    failed: one.failed + other.failed,
    created_for_lookups: one.created_for_lookups + other.created_for_lookups,
    errors: [...one.errors, ...other.errors],
    error_count: one.error_count + other.error_count,
    failed_rows: [...one.failed_rows, ...other.failed_rows],
  };
}

/** Rows whose form is at fault are never sent: they failed here. */
function withFaulty(answer: ImportAnswer, file: ReadFile): ImportAnswer {
  const faulty = file.rows.flatMap(({ row, problem }) =>
    problem === undefined ? [] : [{ row, field: null, problem: `The row ${problem}`, value: null }],
  );
  if (faulty.length === 0) return answer;
  return {
    ...answer,
    total: answer.total + faulty.length,
    failed: answer.failed + faulty.length,
    errors: [...answer.errors, ...faulty].toSorted((a, b) => a.row - b.row),
    error_count: answer.error_count + faulty.length,
    failed_rows: [...answer.failed_rows, ...faulty.map(({ row }) => row)].toSorted((a, b) => a - b),
  };
}

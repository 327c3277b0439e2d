import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { importRecords } from "#crm/import/import.api.ts";
import { call } from "#platform/http/call.ts";
import { callerIn } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import type { ModuleName } from "#web/crm/module.ts";
import type { ReadFile } from "./csv-file.ts";
import {
  type ImportAnswer,
  type ImportBody,
  type ImportedSoFar,
  importInParts,
  type ImportOptions,
  withFaulty,
} from "./import-parts.ts";

export type ImportRun =
  | { state: "idle" }
  | { state: "checking" }
  | { state: "checked"; answer: ImportAnswer }
  | { state: "refused"; problem: unknown }
  | { state: "running"; file: ReadFile; done: number; expected: number; rate: number | undefined }
  | { state: "finished"; file: ReadFile; answer: ImportAnswer }
  | Stopped;

/** An import that was cancelled, or that a problem stopped: what is done stays done, and it can go on from there. */
export type Stopped = {
  state: "stopped";
  file: ReadFile;
  options: ImportOptions;
  soFar: ImportedSoFar;
  problem: unknown;
};

/** An import of this window. `turn` counts the questions, so that an answer which a new file has overtaken is not shown. */
type Import = { run: ImportRun; turn: number; isCancelled: boolean };

/** By organization and module, outside of any page: an import goes on while other pages are read, and is found again. */
const imports = new Map<string, Import>();
const listeners = new Set<() => void>();
const idle: ImportRun = { state: "idle" };

function importOf(key: string): Import {
  const found = imports.get(key) ?? { run: idle, turn: 0, isCancelled: false };
  imports.set(key, found);
  return found;
}

function show(key: string, run: ImportRun): void {
  importOf(key).run = run;
  for (const tell of listeners) tell();
}

type UsedImport = {
  run: ImportRun;
  check: (file: ReadFile, options: ImportOptions) => void;
  start: (file: ReadFile, options: ImportOptions) => void;
  resume: (stopped: Stopped) => void;
  cancel: () => void;
  reset: () => void;
};

/** Checks a file (all of it, taken back) and imports it part by part. */
export function useImportRun(module: ModuleName): UsedImport {
  const { id } = useOrganization();
  const client = useQueryClient();
  const key = `${id} ${module}`;
  const run = useSyncExternalStore(listen, () => imports.get(key)?.run ?? idle);
  useStay(run.state === "running");
  const about = { key, client, organization: id };
  return {
    run,
    check: (file, options) => void check(about, file, options),
    start: (file, options) => void start(about, { file, options }),
    resume: ({ file, options, soFar }) => void start(about, { file, options, soFar }),
    cancel: () => void (importOf(key).isCancelled = true),
    reset: () => {
      importOf(key).turn += 1;
      show(key, idle);
    },
  };
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => void listeners.delete(tell);
}

/** Has the browser ask before the window is closed: only then does the import stop. */
function useStay(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning) return undefined;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => removeEventListener("beforeunload", hold);
  }, [isRunning]);
}

type About = { key: string; client: QueryClient; organization: string };

function send({ organization }: About, body: ImportBody): Promise<ImportAnswer> {
  return call(callerIn(organization), importRecords, { body });
}

async function check(about: About, file: ReadFile, options: ImportOptions): Promise<void> {
  const { key } = about;
  const here = importOf(key);
  here.turn += 1;
  const asked = here.turn;
  show(key, { state: "checking" });
  let next: ImportRun;
  try {
    next = { state: "checked", answer: await send(about, { ...options, csv: file.text, dry_run: true }) };
  } catch (problem) {
    next = { state: "refused", problem };
  }
  if (here.turn === asked) show(key, next);
}

type Work = { file: ReadFile; options: ImportOptions; soFar?: ImportedSoFar };

async function start(about: About, { file, options, soFar }: Work): Promise<void> {
  const { key, client, organization } = about;
  const here = importOf(key);
  here.isCancelled = false;
  const begun = performance.now();
  const doneBefore = soFar?.done ?? 0;
  let now = soFar;
  let problem: unknown;
  try {
    for await (const part of importInParts(file, (csv) => send(about, { ...options, ...csv }), soFar)) {
      now = part;
      const { done, expected } = part;
      const doneNow = done - doneBefore;
      const rate = doneNow === 0 ? undefined : (doneNow / (performance.now() - begun)) * 1000;
      show(key, { state: "running", file, done, expected, rate });
      if (here.isCancelled) break;
    }
  } catch (cause) {
    problem = cause;
  }
  const isWhole = problem === undefined && now?.answer !== undefined && now.done === now.expected;
  if (isWhole && now?.answer) show(key, { state: "finished", file, answer: withFaulty(now.answer, file) });
  else if (now) show(key, { state: "stopped", file, options, soFar: now, problem });
  await client.invalidateQueries({ queryKey: [organization, "CRM records"] });
}

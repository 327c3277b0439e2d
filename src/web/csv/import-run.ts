import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useOrganization } from "#web/app/organization.ts";
import { type ReadFile, wholeOf } from "./csv-file.ts";
import { type ImportAnswer, type ImportedSoFar, importInParts, withFaulty } from "./import-parts.ts";

export type ImportRun<Answer, Options> =
  | { state: "idle" }
  | { state: "checking" }
  | { state: "checked"; answer: Answer }
  | { state: "refused"; problem: unknown }
  | { state: "running"; file: ReadFile; done: number; expected: number; rate: number | undefined }
  | { state: "finished"; file: ReadFile; answer: Answer }
  | Stopped<Answer, Options>;

/** An import that was cancelled, or that a problem stopped: what is done stays done, and it can go on from there. */
export type Stopped<Answer, Options> = {
  state: "stopped";
  file: ReadFile;
  options: Options;
  soFar: ImportedSoFar<Answer>;
  problem: unknown;
};

/** Where rows go, and what else an import is told: `Options` are the same for all its parts. */
export type Import<Answer, Options> = {
  /** Tells this kind of import from others of the organization. */
  name: string;
  send: (
    organization: string,
    options: Options,
    part: { csv: string; first_row: number; dry_run: boolean },
  ) => Promise<Answer>;
  /** The tag whose answers are stale afterwards. */
  refreshes: string;
};

/** An import of this window. `turn` counts the questions, so that an answer which a new file has overtaken is not shown. */
type Kept = { run: ImportRun<unknown, unknown>; turn: number; isCancelled: boolean };

/** By organization and kind, outside of any page: an import goes on while other pages are read, and is found again. */
const imports = new Map<string, Kept>();
const listeners = new Set<() => void>();
const idle = { state: "idle" } as const;

function keptAt(key: string): Kept {
  const found = imports.get(key) ?? { run: idle, turn: 0, isCancelled: false };
  imports.set(key, found);
  return found;
}

function show<Answer, Options>(key: string, run: ImportRun<Answer, Options>): void {
  keptAt(key).run = run;
  for (const tell of listeners) tell();
}

type UsedImport<Answer, Options> = {
  run: ImportRun<Answer, Options>;
  check: (file: ReadFile, options: Options) => void;
  start: (file: ReadFile, options: Options) => void;
  resume: (stopped: Stopped<Answer, Options>) => void;
  cancel: () => void;
  reset: () => void;
};

/** Checks a file (all of it, writing nothing) and imports it part by part. */
export function useImportRun<Answer extends ImportAnswer, Options>(
  kind: Import<Answer, Options>,
): UsedImport<Answer, Options> {
  const { id } = useOrganization();
  const client = useQueryClient();
  const key = `${id} ${kind.name}`;
  const run = useSyncExternalStore(listen, () => imports.get(key)?.run ?? idle) as ImportRun<Answer, Options>;
  useStay(run.state === "running");
  const about = { key, client, organization: id, kind };
  return {
    run,
    check: (file, options) => void check(about, file, options),
    start: (file, options) => void start(about, { file, options }),
    resume: ({ file, options, soFar }) => void start(about, { file, options, soFar }),
    cancel: () => void (keptAt(key).isCancelled = true),
    reset: () => {
      keptAt(key).turn += 1;
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

type About<Answer, Options> = {
  key: string;
  client: QueryClient;
  organization: string;
  kind: Import<Answer, Options>;
};

async function check<Answer extends ImportAnswer, Options>(
  { key, organization, kind }: About<Answer, Options>,
  file: ReadFile,
  options: Options,
): Promise<void> {
  const here = keptAt(key);
  here.turn += 1;
  const asked = here.turn;
  show(key, { state: "checking" });
  const { csv, first_row } = wholeOf(file);
  let next: ImportRun<Answer, Options>;
  try {
    const answer = await kind.send(organization, options, { csv, first_row, dry_run: true });
    next = { state: "checked", answer: withFaulty(answer, file) };
  } catch (problem) {
    next = { state: "refused", problem };
  }
  if (here.turn === asked) show(key, next);
}

type Work<Answer, Options> = { file: ReadFile; options: Options; soFar?: ImportedSoFar<Answer> };

async function start<Answer extends ImportAnswer, Options>(
  { key, client, organization, kind }: About<Answer, Options>,
  { file, options, soFar }: Work<Answer, Options>,
): Promise<void> {
  const here = keptAt(key);
  here.isCancelled = false;
  const begun = performance.now();
  const doneBefore = soFar?.done ?? 0;
  const send = (part: { csv: string; first_row: number }) =>
    kind.send(organization, options, { ...part, dry_run: false });
  let now = soFar;
  let problem: unknown;
  try {
    for await (const part of importInParts(file, send, soFar)) {
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
  await client.invalidateQueries({ queryKey: [organization, kind.refreshes] });
}

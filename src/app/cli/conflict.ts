import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import * as api from "#sync/conflict/conflict.api.ts";
import { counted } from "#app/figures.ts";
import { findConnection, withConnection } from "./connection.ts";
import { act, type Context } from "./context.ts";
import { limitOf } from "./limit.ts";
import { tableLines } from "./output.ts";

type ListOptions = { limit: string; state: string; customer?: string; field?: string; cursor?: string };
type ResolveOptions = { take?: string; value?: string; seen?: string };

/** `concord conflicts`, `resolve`: fields that both sides changed and a person decides. */
export function addConflictCommands(program: Command): void {
  act<ListOptions>(
    withConnection(
      program
        .command("conflicts")
        .description("fields that both sides changed and that wait for a decision, newest first"),
    )
      .option("--state <states>", "open, decided, settled; several with commas", "open")
      .option("--customer <customer>", "only those of this customer")
      .option("--field <field>", "only those of this field")
      .option("--limit <number>", "how many at most", "50")
      .option("--cursor <cursor>", "where to go on, from the answer before"),
    async (context) => {
      const { customer, field, cursor, state, connection } = context.options;
      const wanted = connection === undefined ? undefined : (await findConnection(context)).id;
      const page = await context.call(api.listConflicts, {
        query: {
          state,
          limit: limitOf(context.options),
          ...(wanted === undefined ? {} : { connection: wanted }),
          ...(customer === undefined ? {} : { customer }),
          ...(field === undefined ? {} : { field }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      });
      return { json: page, lines: linesOf(page.items, state) };
    },
  );

  act<ResolveOptions>(
    program
      .command("resolve <conflicts...>")
      .description("decide conflicts, all or none; a run carries it out")
      .option("--take <side>", "whose value both sides get: crm or billing")
      .option("--value <value>", "a value of your own that both sides get; an empty one empties the field")
      .option("--seen <version>", "refuse where a side has changed since this version of the conflict"),
    async (context, ...conflicts) => {
      const verdict = verdictIn(context.options);
      const decisions = [];
      for (const conflict of conflicts)
        decisions.push({ conflict, ...verdict, version: await versionOf(context, conflict) });
      const answer = await context.call(api.resolveConflicts, { body: { decisions } });
      const decided = answer.items.map((one) => `${one.id}: ${decidedWords(one)}`);
      const [run] = answer.runs;
      const next = run === undefined ? "The next run carries it out" : `Run ${run} carries it out`;
      return { json: answer, lines: [...decided, next] };
    },
  );
}

function verdictIn({
  take,
  value,
}: ResolveOptions): { take: "crm" | "billing" } | { take: "value"; value: string } {
  if (value !== undefined && take === undefined) return { take: "value", value };
  if (value === undefined && (take === "crm" || take === "billing")) return { take };
  throw new AppError("cli.usage", {
    message: unclearWords(take, value),
    remedy: "Choose --take crm, --take billing or --value with a value of your own.",
  });
}

function unclearWords(take: string | undefined, value: string | undefined): string {
  if (value !== undefined) return "A side and a value of your own cannot both be taken";
  return take === undefined ? "Nothing says what both sides get" : `${take} is no side`;
}

/** `Phone of Acme becomes "2" on both sides, in place of "1"`. */
function decidedWords({ label, name, crm, billing, decision }: api.ConflictView): string {
  const becomes = (value: unknown, ...replaced: unknown[]): string =>
    `${label} of ${name} becomes ${textOf(value)} on both sides, in place of ${replaced.map(textOf).join(" and ")}`;
  if (decision?.take === "value") return becomes(decision.value, crm.value, billing.value);
  return decision?.take === "crm" ? becomes(crm.value, billing.value) : becomes(billing.value, crm.value);
}

async function versionOf({ call, options }: Context<ResolveOptions>, conflict: string): Promise<number> {
  if (options.seen === undefined) return (await call(api.getConflict, { params: { conflict } })).version;
  const version = Number(options.seen);
  if (Number.isInteger(version) && version > 0) return version;
  throw new AppError("cli.usage", {
    message: `${options.seen} is no version`,
    remedy: "Give the version that concord conflicts --json shows.",
  });
}

function linesOf(conflicts: readonly api.ConflictView[], state: string): string[] {
  if (conflicts.length === 0)
    return [state === "open" ? "No conflict waits for a decision" : "There are no such conflicts"];
  const rows = conflicts.map((one) => [
    one.id,
    one.name,
    one.label,
    `agreed ${one.base === null ? "never" : textOf(one.base.value)}`,
    `CRM ${textOf(one.crm.value)}`,
    `billing ${textOf(one.billing.value)}`,
    one.decision === null ? one.state : `${one.state}, ${one.decision.take} by ${one.decision.by}`,
  ]);
  return [counted(conflicts.length, "conflict"), ...tableLines(rows)];
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? "(blank)" : JSON.stringify(value);
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import * as api from "#sync/duplicate/duplicate.api.ts";
import { counted } from "#app/figures.ts";
import { findConnection, withConnection } from "./connection.ts";
import { act, type Context } from "./context.ts";
import { limitOf } from "./limit.ts";
import { type Answer, tableLines } from "./output.ts";

type ListOptions = { kind?: string; state: string; limit: string; cursor?: string };
type FindOptions = { connection?: string; linkCertain?: boolean };
type MergeOptions = { keep: string; forGood?: boolean };

/** How often a search that is at work is looked at. */
const pauseMs = 300;

/** `concord duplicates …`: records that may be the same. */
export function addDuplicateCommands(program: Command): void {
  const duplicates = program.command("duplicates").description("records that may be the same");
  addFind(duplicates);
  act<ListOptions>(
    duplicates
      .command("list")
      .description("pairs that a search found, the surest first")
      .option("--kind <kind>", "billing, crm or across")
      .option("--state <state>", "open, merged, linked or dismissed", "open")
      .option("--limit <number>", "how many at most", "50")
      .option("--cursor <cursor>", "where to go on, from the answer before"),
    async ({ call, options }) => {
      const { kind, state, cursor } = options;
      const page = await call(api.listDuplicates, {
        query: {
          limit: limitOf(options),
          state: oneOf(api.pairStates, state),
          ...(kind === undefined ? {} : { kind: oneOf(api.pairKinds, kind) }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      });
      const rows = page.items.map((pair) => [
        ...[pair.id, pair.kind, `${Math.floor(pair.score * 100)} %`, pair.left.name, pair.right.name],
        ...[pair.decided === null ? "" : `${pair.state} by ${pair.decided.by}`],
      ]);
      const none = state === "open" ? "No pair waits for a decision" : "There are no such pairs";
      return {
        json: page,
        lines: rows.length === 0 ? [none] : [counted(rows.length, "pair"), ...tableLines(rows)],
      };
    },
  );
  addDecisions(duplicates);
}

function addFind(duplicates: Command): void {
  act<FindOptions>(
    withConnection(
      duplicates
        .command("find")
        .description("look for records that are the same, in billing and in the CRM where one is connected"),
    ).option(
      "--link-certain",
      "link customers with CRM records at once where a unique key says that they are one",
    ),
    async (context) => {
      const { connection, linkCertain: link_certain = false } = context.options;
      const named = connection === undefined ? {} : { connection: (await findConnection(context)).id };
      await context.call(api.searchDuplicates, { body: { ...named, link_certain } });
      return foundAnswer(await ended(context));
    },
  );
}

async function ended({ call }: Context<FindOptions>): Promise<api.DuplicateSearchView> {
  for (;;) {
    const { search } = await call(api.getDuplicateSearch, {});
    if (search && search.status !== "waiting" && search.status !== "running") return search;
    await sleep(pauseMs);
  }
}

function foundAnswer(search: api.DuplicateSearchView): Answer {
  if (search.status !== "done") {
    const why = search.problem ? `: ${search.problem.message}; ${search.problem.remedy}` : "";
    return { json: search, lines: [], failed: `The search was ${search.status}${why}` };
  }
  const { customers, crm_records: records, pairs, linked } = search;
  const sides = [
    counted(customers ?? 0, "customer"),
    ...(records === null ? [] : [counted(records, "CRM record")]),
  ];
  const more = linked === null ? "" : `, ${linked} linked`;
  return { json: search, lines: [`${sides.join(" and ")}: ${counted(pairs ?? 0, "pair")} found${more}`] };
}

function addDecisions(duplicates: Command): void {
  act<MergeOptions>(
    duplicates
      .command("merge <pair>")
      .description("make one of two customers, or of two records of the CRM")
      .requiredOption("--keep <side>", "left or right: which one stays")
      .option("--for-good", "for records of the CRM: nothing brings the other one back"),
    async ({ call, options }, duplicate = "") => {
      const params = { duplicate };
      const keep = oneOf(["left", "right"] as const, options.keep);
      const { kind } = await call(api.getDuplicate, { params });
      if (kind === "crm" && options.forGood !== true)
        throw new AppError("cli.usage", {
          message: "A merge in the CRM cannot be undone",
          remedy: "Add --for-good where that is meant.",
        });
      return decidedAnswer(await call(api.mergeDuplicate, { params, body: { keep } }));
    },
  );
  const others = [
    { name: "link", does: "link the customer of a pair with its CRM record", endpoint: api.linkDuplicate },
    { name: "dismiss", does: "say that the two are not the same", endpoint: api.dismissDuplicate },
    { name: "undo", does: "take a decision back", endpoint: api.undoDuplicate },
  ];
  for (const { name, does, endpoint } of others)
    act(duplicates.command(`${name} <pair>`).description(does), async ({ call }, duplicate = "") =>
      decidedAnswer(await call(endpoint, { params: { duplicate } })),
    );
}

function decidedAnswer(pair: api.DuplicateView): Answer {
  const { left, right, state, kept } = pair;
  const [stays, goes] = kept === "right" ? [right.name, left.name] : [left.name, right.name];
  const lines = {
    open: `${left.name} and ${right.name} wait for a decision again`,
    merged: `${goes} is merged into ${stays}`,
    linked: `${left.name} is linked with ${right.name}`,
    dismissed: `${left.name} and ${right.name} are not the same`,
  };
  return { json: pair, lines: [lines[state]] };
}

function oneOf<const Value extends string>(values: readonly Value[], given: string): Value {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  throw new AppError("cli.usage", {
    message: `${given} is none of ${values.join(", ")}`,
    remedy: `Choose one of ${values.join(", ")}.`,
  });
}

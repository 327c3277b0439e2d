import { Argument, type Command } from "commander";
import * as api from "#sync/deal/deal-trigger.api.ts";
import { counted } from "#app/figures.ts";
import { findConnection, withConnection } from "./connection.ts";
import { act } from "./context.ts";
import { limitOf } from "./limit.ts";
import { tableLines } from "./output.ts";

const entities = ["none", "estimate", "invoice", "subscription"] as const;

type LogOptions = { limit: string; cursor?: string; outcome?: never };

/** `concord deal-trigger`, `deal-log`: what billing makes of the CRM's deals. */
export function addDealTriggerCommands(program: Command): void {
  act(
    withConnection(
      program
        .command("deal-trigger")
        .description("what billing makes of the CRM's deals by itself; choose it by naming it")
        .addArgument(new Argument("[entity]", "what is made of a deal").choices(entities)),
    ),
    async (context, entity) => {
      const params = { connection: (await findConnection(context)).id };
      const chosen = entities.find((one) => one === entity);
      const view =
        chosen === undefined
          ? await context.call(api.getDealTrigger, { params })
          : await context.call(api.setDealTrigger, { params, body: { entity: chosen } });
      return { json: view, lines: [words(view)] };
    },
  );
  act<LogOptions>(
    withConnection(
      program.command("deal-log").description("what was made of which deal, and why not, newest first"),
    )
      .option("--outcome <outcome>", "made, accepted, declined, voided, waiting or left_alone")
      .option("--limit <number>", "how many at most", "50")
      .option("--cursor <cursor>", "where to go on, from the answer before"),
    async (context) => {
      const { outcome, cursor } = context.options;
      const page = await context.call(api.listDealLog, {
        params: { connection: (await findConnection(context)).id },
        query: {
          limit: limitOf(context.options),
          ...(outcome === undefined ? {} : { outcome }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      });
      return { json: page, lines: logLines(page.items) };
    },
  );
}

function words({ entity, followed, waiting, problem }: api.DealTriggerView): string {
  if (entity === "none") return "Billing makes nothing of deals by itself";
  const article = entity === "subscription" ? "a" : "an";
  const done = `Billing makes ${article} ${entity} of a deal: ${followed} made, ${counted(waiting, "deal")} waiting`;
  return problem === null ? done : `${done}; ${problem}`;
}

function logLines(items: readonly api.DealLogView[]): string[] {
  if (items.length === 0) return ["Nothing was made of a deal yet"];
  const rows = items.map(({ at, deal_name, outcome, entity, document_id, document_number, words: why }) => [
    at,
    deal_name,
    outcome,
    document_id === null ? "" : `${entity} ${document_number ?? document_id}`,
    why ?? "",
  ]);
  return tableLines([["when", "deal", "outcome", "document", "why"], ...rows]);
}

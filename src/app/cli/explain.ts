import type { Command } from "commander";
import {
  customerOrigins,
  customerStory,
  type FieldOrigin,
  type FieldStory,
  personOrigins,
  personStory,
  type StoryEntry,
} from "#sync/story/story.api.ts";
import { act, type Context } from "./context.ts";
import { tableLines } from "./output.ts";

/** `concord explain`: where the values of a customer or contact person came from. */
export function addExplainCommand(program: Command): void {
  act(
    program
      .command("explain <record> [field]")
      .description(
        "where the values of a customer or contact person came from; of one field, all its values through time",
      ),
    async (context, record = "", field) => {
      if (field === undefined) {
        const origins = await originsOf(context, record);
        return { json: origins, lines: originLines(origins.items) };
      }
      const story = await storyOf(context, record, field);
      return { json: story, lines: storyLines(story) };
    },
  );
}

type Call = Context<object>;

function originsOf({ call }: Call, id: string): Promise<{ items: FieldOrigin[] }> {
  return isPerson(id)
    ? call(personOrigins, { params: { person: id } })
    : call(customerOrigins, { params: { customer: id } });
}

function storyOf({ call }: Call, id: string, field: string): Promise<FieldStory> {
  return isPerson(id)
    ? call(personStory, { params: { person: id, field } })
    : call(customerStory, { params: { customer: id, field } });
}

function isPerson(id: string): boolean {
  return id.startsWith("cpn_");
}

/** A line for each field that has a value, or is kept by a sync, or had one. */
function originLines(items: readonly FieldOrigin[]): string[] {
  const told = items.filter(
    ({ value, kept, origin }) => value !== null || kept.length > 0 || (origin && origin.what !== "made"),
  );
  const rows = told.map(({ field, value, kept, origin }) => [
    field,
    shown(value),
    kept.map((one) => one.crm_field).join(", "),
    origin ? sentenceOf(origin) : "",
  ]);
  return tableLines(rows);
}

function storyLines({ field, label, value, kept, entries, begins }: FieldStory): string[] {
  const agreements = kept.map(
    ({ crm_field, crm_module, crm_id, crm_company, agreed, issue, state }) =>
      `Kept in agreement with ${crm_field} of ${crm_module} ${crm_id} in ${crm_company}, ${state.replaceAll("_", " ")}; ${agreed ? `agreed last on ${shown(agreed.value)}` : "never agreed yet"}${issue ? `; ${shown(issue.value)} cannot go over: ${issue.problem}` : ""}`,
  );
  return [
    `${label} (${field}) is ${shown(value)}`,
    ...(kept.length === 0 ? ["Not synced"] : agreements),
    ...entries.flatMap((entry) => entryLines(entry)),
    ...(begins === "cut" ? ["Older changes are not shown"] : []),
  ];
}

function entryLines(entry: StoryEntry): string[] {
  const { what, from, to, conflict } = entry;
  const change = conflict
    ? `CRM ${shown(conflict.crm)}, billing ${shown(conflict.billing)}, agreed ${shown(from)}`
    : what === "made"
      ? shown(to)
      : `${shown(from)} -> ${shown(to)}`;
  return [`  ${change}`, `    ${sentenceOf(entry)}`];
}

/** `2026-03-31T10:00:00.000Z  Taken from Phone … The CRM record changed … Run run_… of Ann.` */
function sentenceOf({ at, words, why, run, by }: StoryEntry): string {
  const ran =
    run === null ? "" : ` Run ${run.id} (${run.kind}) of ${by?.name ?? "somebody"}${undone(run.undone_by)}.`;
  return `${at === null ? "" : `${at}  `}${words}${why ? ` ${why.words}` : ""}${ran}`;
}

function undone(by: string | null): string {
  return by === null ? "" : `, undone by run ${by}`;
}

function shown(value: unknown): string {
  return value === null || value === undefined ? "(blank)" : JSON.stringify(value);
}

import { type RawBuilder, sql } from "kysely";
import { AppError } from "#kernel/errors.ts";
import { csvLine } from "#platform/csv/csv-text.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { type Probe, probeOf } from "#crm/criteria/probe.ts";
import { parseSearchCriteria } from "#crm/criteria/search-criteria.ts";
import type { Field, ModuleName } from "#crm/field/field.ts";
import { criteriaContext, recordFilter } from "#crm/record/filter.store.ts";
import { listRecords, type RecordPage } from "#crm/record/list.store.ts";
import { findByProbe } from "#crm/record/probe.store.ts";
import { wordCondition } from "#crm/record/word.store.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { seatOf } from "#crm/user/seat.commands.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { recordCells } from "./record-cells.ts";

type Context = { deps: Pick<Deps, "db">; member: Member };

/** Which records are exported. */
export type ExportWish = {
  module: ModuleName;
  view?: string | undefined;
  criteria?: string | undefined;
  word?: string | undefined;
};

/** Records of one short transaction, so that a slow download holds nothing open. */
const batchSize = 1_000;

/**
 * The lines of a file of records, made as they are sent. Refuses before the first line: whose profile does not allow it,
 * a view that is none of theirs, criteria that cannot be used.
 */
export async function exportLines(
  context: Context,
  wish: ExportWish,
): Promise<{ head: string; lines: AsyncGenerator<string> }> {
  const plan = await inCrm(context, wish, async ({ tx, caller }) => {
    const { probe } = await filterOf({ tx, caller }, wish);
    // Asked once: where few records are meant, they stay those; where many are, each batch is found sooner by walking.
    const among = probe && (await findByProbe(tx, wish.module, probe));
    return { fields: shownFields(caller, wish.module), among };
  });
  return { head: csvLine(plan.fields.map(({ label }) => label)), lines: linesOf(context, wish, plan) };
}

async function* linesOf(
  context: Context,
  wish: ExportWish,
  { fields, among }: { fields: readonly Field[]; among: readonly string[] | undefined },
): AsyncGenerator<string> {
  const these = among ? [sql<boolean>`r.id = any (${among}::bigint[])`] : [];
  for (let after: RecordPage["last"]; ;) {
    const page = await inCrm(context, wish, async ({ tx, caller }) =>
      listRecords(tx, {
        caller,
        module: wish.module,
        // A field that was hidden meanwhile is not read any more; its column stays, empty.
        fields: fields.filter(({ api_name }) => caller.fields[wish.module].has(api_name)),
        conditions: [...these, ...(await filterOf({ tx, caller }, wish)).conditions],
        sort: { by: "id", order: "desc" },
        limit: batchSize,
        after,
      }),
    );
    const records = page.documents.map((text) => JSON.parse(text) as Record<string, unknown>);
    yield records.map((record) => csvLine(recordCells(fields, record))).join("");
    if (!page.hasMore || !page.last) return;
    after = page.last;
  }
}

type InCrm = { tx: Tx; caller: CrmCaller };

/** Runs work as the member's CRM user, whose profile must allow the export. */
async function inCrm<Value>(
  { deps, member }: Context,
  { module }: Pick<ExportWish, "module">,
  work: (given: InCrm) => Promise<Value>,
): Promise<Value> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const found = await seatOf(tx, member);
    if (!mayDo(found.permissions, module, "view") || !mayDo(found.permissions, module, "export"))
      throw new AppError("crm_export.forbidden", { module, profile: found.user.profile.name });
    return work({ tx, caller: { ...found, scope: undefined, isPerson: false } });
  });
}

function shownFields(caller: CrmCaller, module: ModuleName): Field[] {
  return [...caller.fields[module].values()];
}

/** The records that are meant, and among which of them an index finds those. */
async function filterOf(
  { tx, caller }: InCrm,
  { module, view, criteria, word }: ExportWish,
): Promise<{ conditions: RawBuilder<boolean>[]; probe: Probe | undefined }> {
  const filter = await recordFilter({ tx, caller, module }, { cvid: view ?? null });
  if (filter === "unknown") throw new AppError("crm_export.view_unknown", { view });
  if (filter === "criteria") throw new AppError("crm_export.criteria_invalid", { view });
  const fields = caller.fields[module];
  const searched = criteria === undefined ? undefined : compiled({ caller, module }, criteria);
  const probes = [filter.probe, searched?.probe].filter((one) => one !== undefined);
  return {
    conditions: [
      ...filter.conditions,
      ...(searched ? [searched.condition] : []),
      ...(word === undefined ? [] : [await wordCondition(tx, { module, fields, word })]),
    ],
    probe: probes.length > 0 ? { by: "all", of: probes } : undefined,
  };
}

function compiled(
  about: { caller: CrmCaller; module: ModuleName },
  text: string,
): { condition: RawBuilder<boolean>; probe: Probe | undefined } {
  const context = criteriaContext(about);
  const parsed = parseSearchCriteria(text);
  const read = parsed.ok ? criteriaSql(parsed.value, context) : parsed;
  if (!read.ok) throw new AppError("crm_export.criteria_invalid", { ...read.refusal });
  return { condition: read.value, probe: parsed.ok ? probeOf(parsed.value, context) : undefined };
}

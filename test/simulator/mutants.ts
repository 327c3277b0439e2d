/** A rule of the specification switched off, as changes to the text of the code that keeps it. */
export type Mutant = {
  name: string;
  /** The rule, in words. */
  rule: string;
  changes: readonly Change[];
  /** Where the stories begin that are played, if what tells is rarer than once in some thousands. */
  fromSeed?: number;
};

/** `from` stands once in the file, from the root of the project. */
export type Change = { file: string; from: string; to: string };

const plan = "src/sync/plan/";
const outward = "src/sync/outward/";

/** The rules, each with the mutant that lacks it. */
export const mutants: readonly Mutant[] = [
  one("noBase", "fields are compared with what both sides last agreed on", `${plan}merge-fields.ts`, [
    "      base: agreed,",
    "      base: undefined,",
  ]),
  one("rawCompare", "equal values are agreement, whoever changed", `${plan}reconcile.ts`, [
    "if (crm === billing) return",
    "if (crm === billing && base === crm) return",
  ]),
  one("noLoser", "what a write replaces is in the history", `${plan}merge-fields.ts`, [
    "merged.changes.push({ field, from: now, to: plan.value });",
    "merged.changes.push({ field, from: null, to: plan.value });",
  ]),
  one("noSeen", "what a write to the CRM replaces is in the history", `${plan}merge-fields.ts`, [
    "merged.outward.seen[field] = seen;",
    "merged.outward.seen[field] = null;",
  ]),
  one("baseEarly", "the base moves when the CRM has said that it has the value", `${plan}merge-fields.ts`, [
    "  merged.outward.values[field] = value;",
    "  merged.outward.values[field] = value;\n  merged.base[field] = value;",
  ]),
  one("baseNever", "the base moves when the CRM has the value", `${outward}settle-updates.commands.ts`, [
    'intent === "arrived" ? sent.outward.values : {}',
    "{}",
  ]),
  one("noCreateBase", "what a record was made of is its base", `${outward}settle-creations.commands.ts`, [
    "return { ...read.values, ...(JSON.parse(creation.values) as Values) };",
    "return {};",
  ]),
  one("cutValues", "a value that the CRM cannot hold is never cut", "src/sync/mapping/outgoing.ts", [
    "    if (back === value ||",
    "    if (back === value || typeof value === 'string' ||",
    "  const raw = String(value);\n  if (field.length !== undefined && raw.length > field.length)",
    "  const raw = String(value).slice(0, field.length);\n  if (field.length !== undefined && raw.length > field.length)",
  ]),
  one("wholeRecord", "only the fields that differ are sent", `${outward}push-linked.commands.ts`, [
    "row: rowOf(incoming.crmId, outward, put) }",
    "row: rowOf(incoming.crmId, { ...outward, values: { ...incoming.values, ...outward.values } }, put) }",
  ]),
  one("ignoreRow", "each row of a batch has an outcome of its own", `${outward}settle-updates.commands.ts`, [
    '  if (row.state === "done") {',
    '  if (row.state === "done" || row.state === "refused") {',
    "modifiedTime: row.modifiedTime };",
    'modifiedTime: "modifiedTime" in row ? row.modifiedTime : undefined };',
  ]),
  one("noTimeline", "the timeline tells of an update under a later edit", `${plan}plan-linked.ts`, [
    "tries.includes(now) ? now : arrived?.get(field);",
    "tries.includes(now) ? now : undefined;",
  ]),
  one("noIntent", "what is sent is noted before it is sent", `${plan}plan-linked.ts`, [
    "    intent: rules.isExact ? sentAfter(outward, stillUnheard(link.intent, incoming.modifiedTime)) : undefined,",
    "    intent: undefined,",
  ]),
  one("noQuiet", "an update is sent on condition of the second before the reading", `${outward}quiet.ts`, [
    "return instantFromMs(second - 1000 - jitterMs[kind]);",
    "return instantFromMs(second + jitterMs[kind]);",
  ]),
  one("noCondition", "an update is refused if somebody was faster", `${outward}push-linked.commands.ts`, [
    "    sends.map((one) => one.row),\n    since,",
    "    sends.map((one) => one.row),",
  ]),
  one("oldLists", "a list that may be old changes nothing", `${plan}old-reading.ts`, [
    "  return modifiedTime === link.crmModifiedTime\n    ? link.configVersion === configVersion\n    : msOf(modifiedTime) <= msOf(link.crmModifiedTime) + jitterMs;",
    "  return modifiedTime === configVersion?.toString();",
  ]),
  one(
    "timesGoBack",
    "the newest change that is known of a record never goes back",
    "test/simulator/written.ts",
    ["return now > before ? now : before;", "return now < before ? now : now;"],
  ),
  {
    ...one(
      "reasonOfNext",
      "an update that arrived is told with its own reason",
      "src/sync/run/batch.commands.ts",
      ["{ ...place, planHash }, intent.decided);", "{ ...place, planHash }, decision.decided);"],
    ),
    fromSeed: 1160085,
  },
  {
    ...one("forgetsTries", "what was tried stays known until the record changes", `${plan}plan-linked.ts`, [
      "sentAfter(outward, stillUnheard(link.intent, incoming.modifiedTime))",
      "sentAfter(outward, undefined)",
    ]),
    fromSeed: 4091568,
  },
  one("twoMarks", "of two records with one mark the first has the link", `${plan}plan-batch.ts`, [
    "  if (link.isNew) return undefined;\n",
    "",
  ]),
  one("twoReturn", "a record that came back is a duplicate of who took its place", `${plan}plan-batch.ts`, [
    'link.state === "deleted_in_crm" ? { ...link, state: "duplicate" } : link',
    "link",
  ]),
  {
    ...one(
      "oldNews",
      "what changed since a record was noted to be made follows it",
      `${outward}settle-creations.commands.ts`,
      ['made.isEarlier ? "again" : "drop"', '"drop"'],
    ),
    fromSeed: 6344320,
  },
  {
    ...one(
      "onePerson",
      "persons are made one across two customers only",
      "src/billing/customer/customer-merge.ts",
      [
        "      hasPrimary ||= person.is_primary;\n",
        "      hasPrimary ||= person.is_primary;\n      if (person.email_key !== null) byEmail.set(person.email_key, person);\n",
      ],
    ),
    fromSeed: 2893561,
  },
  one("noCas", "a row that changed since it was read is planned anew", "src/sync/apply/apply.commands.ts", [
    "  if (missed.length > 0)",
    "  if (missed.length < 0)",
  ]),
  one("markForgets", "a mark is taken away only as it was taken up", "test/simulator/written.ts", [
    "if (String(marks.get(key)?.number) === number) marks.delete(key);",
    'if (number !== "") marks.delete(key);',
  ]),
  one("absentIsDone", "a record that was not read keeps its mark", `${outward}push-linked.commands.ts`, [
    "const settled = updates.filter(({ crmId }) => read.has(crmId));",
    "const settled = updates.filter(({ crmId }) => read.has(crmId) || decisions.every((one) => one.incoming.crmId !== crmId));",
  ]),
  one("pageLost", "a page that is lost is no end of a list", "src/sync/read/read-changes.commands.ts", [
    "    const page = valueOf(outcome);\n    isQuiet",
    "    if (!outcome.ok) break;\n    const page = valueOf(outcome);\n    isQuiet",
  ]),
  one("localWatermark", "watermarks are the CRM's time", "src/sync/read/read-deleted.commands.ts", [
    "const startedAt = { [module]: scanStart, ...checkpoint.startedAt };",
    "const startedAt = { [module]: state.deps.clock.now() || scanStart, ...checkpoint.startedAt };",
  ]),
  one(
    "newestSeen",
    "the watermark is the time at which a reading began",
    "src/sync/read/read-changes.commands.ts",
    [
      "[module]: startedAt[module] ?? page.scanStart };",
      '[module]: (page.records.at(-1)?.["Modified_Time"] as string | undefined) ?? startedAt[module] ?? page.scanStart };',
    ],
  ),
  one("noOverlap", "readings overlap by the lag of the lists", "src/sync/run/run-plan.ts", [
    'const overlapMs = kind === "zoho" ? 120_000 : 3000;',
    'const overlapMs = kind === "zoho" ? 0 : 0;',
  ]),
  one("noSweep", "after a full reading what was not met is asked for", "src/sync/read/sweep.commands.ts", [
    "  if (linked === (state.progress.checkpoint.seen[module] ?? 0)) return;",
    "  if (linked >= 0) return;",
  ]),
  one("noFull", "everything is read now and then", "src/sync/run/run-plan.ts", [
    'if (!isKnown || lastFullAt === null || situation.askedForFull) return "full";',
    'if (!isKnown || situation.askedForFull) return "full";\n  if (lastFullAt === null) return "incremental";',
  ]),
  one("noTombstone", "what was deleted in the CRM is not made again", "src/sync/merge/plan-exits.ts", [
    "    link: { ...row.known, state: exit },",
    '    link: exit === "deleted_in_crm" ? undefined : { ...row.known, state: exit },',
  ]),
  one("forgetsLink", "a deleted record's link stays", "test/simulator/written.ts", [
    "    links.set(row.crm_id, row);\n    world",
    '    if (row.state === "deleted_in_crm") links.delete(row.crm_id);\n    else links.set(row.crm_id, row);\n    world',
  ]),
  one("absentIsDeleted", "only a tombstone is a deletion", "src/sync/read/sweep.commands.ts", [
    "    await takeLinked(state, module, unseen);\n",
    '    await runExits(state, module, unseen, "deleted_in_crm");\n',
    "import { readDeleted",
    'import { runExits } from "#sync/run/exit.commands.ts";\nimport { readDeleted',
  ]),
  one("tombForgetsIntent", "a tombstone keeps what was on its way", "src/sync/merge/plan-exits.ts", [
    "    link: { ...row.known, state: exit },",
    "    link: { ...row.known, intent: undefined, state: exit },",
  ]),
  one("plainCreate", "a record is made by its marker", `${outward}push-new.commands.ts`, [
    "crm.upsertBy(module, markerField, rows, beforeAll)",
    "crm.insert(module, rows)",
  ]),
  one("blindUpsert", "an upsert makes records and updates none", `${outward}push-new.commands.ts`, [
    "crm.upsertBy(module, markerField, rows, beforeAll)",
    "crm.upsertBy(module, markerField, rows)",
  ]),
  one(
    "unheardUnknown",
    "a record that was made without an answer is known by its marker",
    "src/sync/change/marked-records.commands.ts",
    ["one.madeOf !== undefined && !links.has(one.crmId)", 'one.madeOf === ""'],
  ),
  one(
    "forgottenUnknown",
    "what billing has forgotten is linked by its marker",
    "src/sync/change/marked-records.commands.ts",
    ["(!creation && !owners.has(id))", "!creation"],
  ),
  one(
    "wokenWorker",
    "a worker that slept asks whether the run is still its own",
    `${outward}hold-to-send.commands.ts`,
    ["const freshMs = 3000;", "const freshMs = Infinity;"],
  ),
  one("noLease", "one worker at a time has a connection", "test/simulator/store.ts", [
    "if (row.lease_epoch !== epoch) throw",
    'if (row.lease_epoch === "") throw',
  ]),
  one("noFence", "a run under an older set-up moves no watermark", "src/sync/run/finish.commands.ts", [
    "    if (connection.config_version !== context.configVersion) return;",
    "    if (connection.config_version < context.configVersion) return;",
  ]),
  one("wrongWay", "a field goes the way that its direction says", `${plan}reconcile.ts`, [
    'if (field.direction === "to_billing") return { do: "keep", why: "direction" };',
    "",
  ]),
  one("oneClock", "times of both sides are compared on one clock", "src/sync/conflict/later.ts", [
    "const apart = msOf(crmAt) - (msOf(billingAt) + aheadMs);",
    "const apart = msOf(crmAt) - (msOf(billingAt) + 0 * aheadMs);",
  ]),
  one("lagIsLast", "a time is that of the value that the CRM holds", "src/sync/conflict/later.ts", [
    "  return to === textOf(holds) ? entry?.at : undefined;",
    "  return to === undefined ? undefined : entry?.at;",
  ]),
  one(
    "oldKnowledge",
    "what was compared is about the value that billing had then",
    `${plan}merge-fields.ts`,
    ["later: known?.billing === now ? known.take : undefined,", "later: known?.take,"],
  ),
  one(
    "noGuard",
    "a run that nobody approved stops before it changes unusually many",
    "src/sync/guard/guard.commands.ts",
    ["  if (!isMany(tally)) return { tally };", "  if (tally) return { tally };"],
  ),
  one("jumpyGuard", "a few changes at once are nobody's mistake", "src/sync/guard/guard.ts", [
    "const fewRecords = 20;\nconst fewShare = 0.02;",
    "const fewRecords = 1;\nconst fewShare = 0.02;",
  ]),
  one("noTimes", "the later change wins where both sides tell when", `${outward}later.commands.ts`, [
    "    if (ours.length === 0) continue;",
    "    if (ours.length >= 0) continue;",
  ]),
  one("noParent", "a contact person moves with its contact", `${plan}plan-batch.ts`, [
    "    const moveTo = parent === standingFor(knowledge, link.customerId) ? undefined : parent;",
    "    const moveTo = parent === undefined ? parent : undefined;",
  ]),
  one("neverReturns", "a record that comes back is linked again", `${plan}plan-linked.ts`, [
    '    state: rules.ignoresView && link.state === "out_of_view" ? link.state : "linked",',
    "    state: link.state,",
  ]),
];

const rare = "one story in some hundred thousand";

/** Mutants that stories cannot tell, or seldom, and why. */
export const argued: Readonly<Record<string, string>> = {
  markForgets:
    "what was sent comes back in the next list, and is compared with billing as it is then; only the rare edit between a reading that sends nothing and its commit waits for the daily full reading",
  noFence:
    "a full reading under the older set-up counts as the newer one's: what a new row brings then waits for the next change or the daily full reading, and nothing is lost; the stories' set-ups gain no row",
  lagIsLast: "the model's record of changes never lags; test/sync/later-rule.test.ts tells",
  noTimes: "a person is asked instead, and nothing is lost; test/sync/latest.test.ts tells",
  noGuard: "stories have too few records; test/sync/guard.test.ts tells",
  absentIsDone: "what shows again is listed then, and marked by its plan",
  timesGoBack: `${rare}; test/faults/outward.test.ts tells (one old state after the other)`,
  twoMarks: `${rare}; test/sync/batch-rule.test.ts tells`,
  twoReturn: `${rare}; test/sync/batch-rule.test.ts tells`,
};

/** A mutant of one file; changes are pairs of what is there and what takes its place. */
function one(name: string, rule: string, file: string, texts: readonly string[]): Mutant {
  const changes = Array.from({ length: texts.length / 2 }, (_, at): Change => ({
    ...{ file, from: texts[2 * at] ?? "", to: texts[2 * at + 1] ?? "" },
  }));
  return { name, rule, changes };
}

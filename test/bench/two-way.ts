import type { ConflictPolicy } from "#sync/connection/settings.api.ts";
import {
  differences,
  type Edit,
  editBilling,
  editCrm,
  editedFields,
  lostEdits,
  pairsOf,
  valueOf,
} from "../support/both-sides.ts";
import { type BenchWorld, startBenchWorld } from "./bench-world.ts";
import { fillAccounts, query } from "./fill.ts";
import type { Figure } from "./main.ts";
import { median, round } from "./statistics.ts";

const size = Number(process.env["BENCH_TWO_WAY_SIZE"] ?? 100_000);
const rounds = 3;

/** On each side; one in a hundred, so that no run is asked whether it means so many. */
const editsASide = size / 100;
const onBothSides = editsASide / 10;

/** Without the account's name, which fills two fields of billing: the second one comes with the run after. */
const fields = editedFields.filter(({ billing }) => billing !== "display_name");

/** Two changes further apart than this are told apart by any clock, so that `latest` decides each of them. */
const apartMs = 8000;

/**
 * 1,000 edits on each side of 100,000 linked records, a tenth of them in the same field of the same record: what a run
 * that brings them over takes. By the rule that costs nothing to follow, and by the one that asks the CRM for more.
 */
export async function measureTwoWay(serverUrl: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const policy of ["crm", "latest"] as const) figures.push(...(await measurePolicy(serverUrl, policy)));
  return figures;
}

async function measurePolicy(serverUrl: string, policy: ConflictPolicy): Promise<Figure[]> {
  const world = await startBenchWorld(
    serverUrl,
    (place) => fillAccounts({ ...place, from: 1, count: size }),
    { settings: { extent: "two-way", conflicts: policy } },
  );
  const worker = await world.startWorker();
  const seconds: number[] = [];
  const calls: number[] = [];
  try {
    await world.sync(true);
    await query(world.databaseUrl, "vacuum analyze", []);
    for (let at = 1; at <= rounds; at += 1) {
      const edits = await editBoth(world, at);
      const run = await world.sync();
      await checkArrived(world, edits);
      seconds.push(run.seconds ?? 0);
      calls.push(run.api_calls);
      process.stderr.write(`${policy}, round ${at}: ${run.seconds} s, ${run.api_calls} calls\n`);
    }
  } finally {
    await worker.stop();
    await world.stop();
  }
  return figuresOf(policy, seconds, calls);
}

function figuresOf(policy: ConflictPolicy, seconds: readonly number[], calls: readonly number[]): Figure[] {
  // Of an edit in the same field as another one, one of the two is brought over.
  const propagated = 2 * editsASide - onBothSides;
  const anEdit = Math.max(...calls) / propagated;
  const details = { size, edits_a_side: editsASide, in_the_same_field: onBothSides };
  return [
    {
      figure: `two-way, ${policy} wins: API calls an edit`,
      value: Math.round(anEdit * 10_000) / 10_000,
      unit: "calls",
      goal: "<= 1.3",
      met: anEdit <= 1.3,
      details: { ...details, calls },
    },
    {
      figure: `two-way, ${policy} wins: a run`,
      value: round(median(seconds)),
      unit: "s",
      goal: "told only",
      met: true,
      details: { ...details, seconds, edits_a_second: round(propagated / median(seconds)) },
    },
  ];
}

/** Edits both sides as their people do, the CRM first; answers when the CRM's records have been quiet for a while. */
async function editBoth(world: BenchWorld, round: number): Promise<Edit[]> {
  const all = await query<{ crmId: string; customerId: string }>(
    world.databaseUrl,
    `select crm_id as "crmId", customer_id as "customerId" from link where target = 'customer' and state = 'linked'
      order by md5(crm_id || $1::text) limit $2`,
    [round, 2 * editsASide - onBothSides],
  );
  const editsOf = (side: Edit["side"], from: number): Edit[] =>
    all.slice(from, from + editsASide).map((pair, at) => {
      const field = fields[(from + at) % fields.length];
      if (!field) throw new Error("no field goes both ways");
      return {
        ...pair,
        side,
        field,
        value: valueOf(field, `${side} ${round}`, 1_000_000 * round + from + at),
      };
    });
  const inCrm = editsOf("crm", 0);
  const inBilling = editsOf("billing", editsASide - onBothSides);
  await editCrm(world.organization, inCrm);
  await new Promise((resolve) => setTimeout(resolve, apartMs));
  await editBilling(world.organization, inBilling);
  return [...inCrm, ...inBilling];
}

/** A run that brought over less than all, or lost something, has no time worth telling. */
async function checkArrived(world: BenchWorld, edits: readonly Edit[]): Promise<void> {
  const pairs = await pairsOf(world, { organization: world.organization, connection: world.connectionId });
  const wrong = [...differences(pairs), ...(await lostEdits(world, world.organization, edits, pairs))];
  if (wrong.length > 0) throw new Error(`${wrong.length} edits are not where they must be: ${wrong[0]}`);
}

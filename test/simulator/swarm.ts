import {
  ConflictPolicy,
  type Direction,
  type DuplicatePolicy,
  type ModuleChoice,
} from "#sync/connection/settings.api.ts";
import type { Rng } from "./rng.ts";

/** How often each thing goes wrong, by call or transaction. */
export type Faults = {
  /** A call that never reaches the CRM, or whose answer is lost after it was done. */
  lostBefore: number;
  lostAfter: number;
  /** A process that dies before or after the far side did what was asked. */
  diesBefore: number;
  diesAfter: number;
  /** A process that sleeps for two minutes and does not know it. */
  stalls: number;
  /** A row of a batch that the CRM refuses for now. */
  rowLocked: number;
  /** A transaction that the database takes back, or does without anybody hearing of it. */
  txLost: number;
  txUnheard: number;
  /** Somebody changes a customer between the reading and the writing of a transaction. */
  txOvertaken: number;
};

/** What a seed's story is like. Every seed draws its own, so that rare things meet in some of them. */
export type Swarm = {
  module: ModuleChoice;
  policy: ConflictPolicy;
  duplicates: DuplicatePolicy;
  crmKind: "embedded" | "zoho";
  direction: Direction;
  blankErases: boolean;
  /** Whether the view has criteria that records may leave. */
  hasCriteria: boolean;
  /** Longest time until a change shows in the CRM's lists, and whether they show the old state until then. */
  lagMs: number;
  /** How far the stamps of the CRM's machines may be apart. */
  jitterMs: number;
  /** How far this machine's clock is off. */
  skewMs: number;
  pageSize: number;
  workers: number;
  intervalMs: number;
  accounts: number;
  customers: number;
  edits: number;
  /** How long people work, and things go wrong. */
  workMs: number;
  /** Somebody pauses the sync for a while in the middle. */
  pauses: boolean;
  /** Somebody changes the set-up in the middle. */
  remaps: boolean;
  /** The CRM takes no calls for a while: it is away, or the day's credits are used. */
  outage: "away" | "out_of_credits" | undefined;
  /**
   * Nothing is hidden from the sync without a stamp, so that it needs no full reading after the first: a layer that would
   * heal what others miss is left out.
   */
  isStamped: boolean;
  /** The database goes back to an older state: a standby takes over without the last commits, or a backup comes back. */
  loses: "moments" | "minutes" | undefined;
  /** How many organizations are in the story; each has a CRM of its own. */
  tenants: number;
  faults: Faults;
};

/** The story of a seed. */
export function drawSwarm(rng: Rng): Swarm {
  const crmKind = rng.pick(["embedded", "zoho"] as const);
  const isZoho = crmKind === "zoho";
  const isCalm = rng.chance(0.15);
  const rate = (most: number): number => (isCalm || rng.chance(0.35) ? 0 : rng.next() * most);
  const isStamped = rng.chance(0.3);
  const workMs = rng.between(2, 15) * 60_000;
  return {
    module: rng.pick(["accounts", "accounts-and-contacts", "accounts-and-contacts", "contacts"] as const),
    policy: rng.pick(ConflictPolicy.options),
    duplicates: rng.pick(["skip", "overwrite", "clone"] as const),
    crmKind,
    direction: rng.chance(0.75) ? "both" : rng.pick(["to_billing", "to_crm"] as const),
    blankErases: rng.chance(0.5),
    hasCriteria: rng.chance(0.5),
    lagMs: isZoho && rng.chance(0.7) ? rng.between(0, 100_000) : 0,
    jitterMs: isZoho && rng.chance(0.7) ? 1000 : 0,
    skewMs: rng.chance(0.5) ? rng.between(-120_000, 120_000) : 0,
    pageSize: rng.pick([1, 2, 3, 5, 200]),
    workers: rng.between(1, 3),
    accounts: rng.between(0, 5),
    customers: rng.between(0, 4),
    edits: rng.between(5, 45),
    workMs,
    intervalMs: Math.round(workMs / rng.between(3, 10)),
    pauses: rng.chance(0.2),
    remaps: rng.chance(0.2),
    outage: rng.chance(0.15) ? rng.pick(["away", "out_of_credits"] as const) : undefined,
    isStamped,
    loses: !isStamped && rng.chance(0.08) ? rng.pick(["moments", "minutes"] as const) : undefined,
    tenants: rng.chance(0.1) ? 2 : 1,
    faults: {
      lostBefore: rate(0.04),
      lostAfter: rate(0.06),
      diesBefore: rate(0.02),
      diesAfter: rate(0.03),
      stalls: rate(0.02),
      rowLocked: rate(0.15),
      txLost: rate(0.01),
      txUnheard: rate(0.01),
      txOvertaken: rate(0.1),
    },
  };
}

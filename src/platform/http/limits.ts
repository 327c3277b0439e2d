import { AppError } from "#kernel/errors.ts";
import type { Clock } from "#kernel/time.ts";
import { msOf } from "#kernel/time.ts";
import type { Member } from "#platform/auth/actor.ts";

/** So many at once, and so many a second from then on. */
export type Rate = { burst: number; perSecond: number };

/**
 * What one process answers at most. A person or a program at work stays far below; a loop without a pause does not.
 * `costly` are the requests that read or write a whole table, or call another server.
 */
export const rates = {
  caller: { burst: 1000, perSecond: 100 },
  organization: { burst: 4000, perSecond: 400 },
  costly: { burst: 120, perSecond: 2 },
  refusedClient: { burst: 60, perSecond: 1 },
  stranger: { burst: 300, perSecond: 5 },
} as const satisfies Record<string, Rate>;

/** Refuses with the time to wait once somebody asks too much. */
export type Limits = {
  member(member: Member, isCostly: boolean): void;
  /** A client that calls what is costly and open to anybody. */
  stranger(client: string): void;
  /** A client whose credentials were refused: guessing is made slow. */
  refused(client: string): void;
};

/** Off: for tests that ask thousands of times. */
export const noLimits: Limits = {
  member: () => undefined,
  stranger: () => undefined,
  refused: () => undefined,
};

export function createLimits(clock: Clock): Limits {
  const take = createBuckets(clock);
  return {
    member({ actor, organizationId }, isCostly) {
      take(`caller ${actor.kind} ${actor.id}`, rates.caller);
      take(`organization ${organizationId}`, rates.organization);
      if (isCostly) take(`costly ${organizationId}`, rates.costly);
    },
    stranger: (client) => take(`stranger ${client}`, rates.stranger),
    refused: (client) => take(`refused ${client}`, rates.refusedClient),
  };
}

type Bucket = { left: number; atMs: number };

/** Beyond so many, buckets that are full again are dropped: strangers can't fill the memory. */
const mostBuckets = 10_000;

function createBuckets(clock: Clock): (key: string, rate: Rate) => void {
  const buckets = new Map<string, Bucket & { rate: Rate }>();
  return (key, rate) => {
    const nowMs = msOf(clock.now());
    if (buckets.size > mostBuckets)
      for (const [name, bucket] of buckets)
        if (leftAt(bucket, bucket.rate, nowMs) >= bucket.rate.burst) buckets.delete(name);
    const left = leftAt(buckets.get(key) ?? { left: rate.burst, atMs: nowMs }, rate, nowMs);
    buckets.set(key, { left: left < 1 ? left : left - 1, atMs: nowMs, rate });
    if (left < 1)
      throw new AppError("request.too_many", {
        retry_after_seconds: Math.max(1, Math.ceil((1 - left) / rate.perSecond)),
      });
  };
}

function leftAt({ left, atMs }: Bucket, { burst, perSecond }: Rate, nowMs: number): number {
  return Math.min(burst, left + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
}

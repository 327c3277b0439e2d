import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { findTestClock } from "#billing/subscription/due.store.ts";

/**
 * Refuses two customers of which one lives by a test clock and the other by everybody's, or by one that stands at another
 * day: the subscriptions of one would come to live in the time of the other, and months of them be billed at once, or
 * again. Expects that there are both.
 */
export async function refuseOtherClock(
  tx: Tx,
  { survivorId, loserId }: { survivorId: CustomerId; loserId: CustomerId },
): Promise<void> {
  const days = [await findTestClock(tx, survivorId), await findTestClock(tx, loserId)];
  if (days[0] === days[1]) return;
  const [one, other] = days.map((day) => (day === undefined ? "by everybody's clock" : `on ${day}`));
  throw new AppError("customer_merge.other_clock", {
    ...{ survivor: survivorId, loser: loserId },
    message: `The survivor lives ${one}, and the other ${other}`,
  });
}

import { dayAt } from "#kernel/calendar.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { findReminding, listReminders } from "./reminder.store.ts";
import { remindOf } from "./tell-customer.commands.ts";

/**
 * Puts down the reminders of invoices that are overdue for as many days as their organization says, each once, on the
 * organization's day. What more there is than fits into a transaction is the next look's.
 */
export async function remindOverdue(deps: Deps): Promise<void> {
  for (const organizationId of await findReminding(deps.system))
    await inOrganization(deps.db, organizationId, async (tx) => {
      const { time_zone, reminder_days } = await getBillingOrganization(tx);
      const now = deps.clock.now();
      const act = { organizationId, actor: systemActor, now, ids: deps.ids };
      const reminding = { today: dayAt(now, time_zone), timeZone: time_zone, days: reminder_days };
      for (const one of await listReminders(tx, reminding)) await remindOf(tx, act, one);
    });
}

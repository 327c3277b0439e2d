import { baseFor } from "#sync/conflict/conflict.ts";
import { sidesOf } from "#sync/conflict/conflict.store.ts";
import type { Values } from "#sync/plan/decision.ts";
import { billingUsers } from "./billing-people.ts";
import { crmUsers } from "./crm-people.ts";
import type { Office } from "./office.ts";

/** The people of a story: what they may do, at any moment. */
export type Users = {
  /** Something at random, on either side. */
  act(): void;
  addAccount(): void;
  addCustomer(): void;
  /** Somebody in billing changes one of these customers or contact persons. */
  editBilling(ids: readonly string[]): void;
  /** A record that an update is on its way to is deleted, its customer edited, and the record brought back. */
  flicker(backMs: number): void;
};

/** People on both sides. Every value that they write is one of a kind, so that it can be followed. */
export function createUsers(office: Office): Users {
  const crmSide = crmUsers(office, () => valueOf());
  const billingSide = billingUsers(office, () => valueOf());
  let last = 0;
  function valueOf(): string {
    last += 1;
    return `v${last}`;
  }
  const rng = office.chance;
  const acts: [weight: number, act: () => void][] = [
    [30, crmSide.edit],
    [30, billingSide.edit],
    [6, crmSide.add],
    [4, crmSide.addContact],
    [6, billingSide.addCustomer],
    [4, billingSide.addPerson],
    [4, crmSide.remove],
    [5, crmSide.restore],
    [4, crmSide.alterView],
    [3, crmSide.move],
    [2, crmSide.share],
    [2, billingSide.remove],
    [2, billingSide.deactivate],
    [2, billingSide.merge],
    [2, crmSide.merge],
    [6, () => decide(office)],
  ];
  const total = acts.reduce((sum, [weight]) => sum + weight, 0);
  return {
    act() {
      let left = rng.below(total);
      for (const [weight, act] of acts) {
        left -= weight;
        if (left < 0) return act();
      }
    },
    flicker: (backMs: number) => flicker(office, backMs, (id) => billingSide.editOneOf([id])),
    addAccount: crmSide.add,
    addCustomer: billingSide.addCustomer,
    editBilling: billingSide.editOneOf,
  };
}

/**
 * A record with an update that nobody has heard of is deleted; what it is linked with is edited, and it comes back: rare
 * by chance, and what tells whether a deletion forgets what was on its way.
 */
function flicker({ world, crm, tables }: Office, backMs: number, edit: (id: string) => void): void {
  const link = tables.links.rows().find((one) => one.state === "linked" && one.intent !== null);
  const row = link && crm.records.get(link.crm_id);
  const id = link?.contact_person_id ?? link?.customer_id;
  if (!row || row.deletedMs !== undefined || !id) return;
  crm.alter(row, { deletedMs: crm.clockMs() }, true);
  world.after(backMs / 2, () => edit(id));
  world.after(backMs, () => {
    const isFree = !crm.livingByMarker(row.module, row.fields["Concord_ID"] ?? "none");
    if (row.deletedMs !== undefined && isFree) crm.alter(row, { deletedMs: undefined }, true);
  });
}

/** Somebody decides a conflict, as the inbox does it. */
function decide({ world, tables, billing, chance }: Office): void {
  const open = tables.conflicts.rows().filter((row) => row.state === "open");
  if (open.length === 0) return;
  const conflict = chance.pick(open);
  const link = tables.links.get(conflict.crm_id);
  const record = tables.customers.get(conflict.record_id) ?? tables.persons.get(conflict.record_id);
  const sides = sidesOf(conflict);
  const now = (record as unknown as Values | undefined)?.[conflict.field] ?? null;
  if (link?.state !== "linked" || !record || now !== sides.billing) return;
  const take = chance.pick(["crm", "billing"] as const);
  const base = { ...(JSON.parse(link.base) as Values), [conflict.field]: baseFor(take, sides) };
  tables.links.set(link.crm_id, { ...link, base: JSON.stringify(base) });
  tables.conflicts.set(conflict.id, { ...conflict, state: "decided", taken: take, decided_by_name: "user" });
  billing.mark(link.target, conflict.record_id);
  world.tell(`user decides ${conflict.crm_id} ${conflict.field} for ${take}`);
}

import { markerField } from "#sync/mapping/incoming.ts";
import type { CrmRow } from "./crm.ts";
import { customerModule, rowsOf } from "./fields.ts";
import { type Office, written } from "./office.ts";

/** Names without which the CRM takes no record. */
const needed: ReadonlySet<string> = new Set(["Account_Name", "Last_Name"]);

/** What people do in the CRM. */
export function crmUsers({ chance: rng, swarm, crm }: Office, fresh: () => string) {
  const living = (isLiving = true): CrmRow[] =>
    [...crm.records.values()].filter((row) => (row.deletedMs === undefined) === isLiving);
  const some = (rows: readonly CrmRow[]): CrmRow | undefined =>
    rows.length > 0 ? rng.pick(rows) : undefined;
  const modules =
    swarm.module === "accounts-and-contacts" ? (["Accounts", "Contacts"] as const) : [customerModule(swarm)];
  const fieldsOf = (row: Pick<CrmRow, "module">): string[] =>
    rowsOf(swarm, row.module).flatMap(({ crm: name }) => (name === "Full_Name" ? [] : [name]));

  function add(module: CrmRow["module"], more: Record<string, unknown>): void {
    const fields = Object.fromEntries(
      fieldsOf({ module }).flatMap((name) =>
        needed.has(name) || rng.chance(0.7)
          ? [[name, written(rng, billingName(module, name), fresh(), false)]]
          : [],
      ),
    );
    const blank = Object.fromEntries(fieldsOf({ module }).map((name) => [name, null]));
    crm.insert(module, { ...blank, ...fields, ...more }, "user");
  }
  function billingName(module: CrmRow["module"], name: string): string {
    return rowsOf(swarm, module).find((row) => row.crm === name)?.billing ?? name;
  }
  const accounts = (): CrmRow[] => living().filter((row) => row.module === "Accounts");
  return {
    add: () => add(customerModule(swarm), {}),
    addContact: () => {
      if (swarm.module !== "accounts-and-contacts") return;
      const account = rng.chance(0.9) ? some(accounts()) : undefined;
      add("Contacts", { Account_Name: account ? { id: account.id } : null });
    },
    edit: () => {
      const row = some(living().filter(({ module }) => (modules as readonly string[]).includes(module)));
      if (!row) return;
      const names = fieldsOf(row).filter(() => rng.chance(0.4));
      const patch = Object.fromEntries(
        names.map((name) => [name, written(rng, billingName(row.module, name), fresh(), !needed.has(name))]),
      );
      if (names.length > 0) crm.change(row, patch, "user");
    },
    remove: () => {
      const row = some(living());
      if (row) crm.alter(row, { deletedMs: crm.clockMs() }, true);
    },
    restore: () => {
      const row = some(living(false).filter(({ mergedInto }) => mergedInto === undefined));
      // What took its marker meanwhile keeps it: the CRM's unique fields hold among the living.
      if (row && !crm.livingByMarker(row.module, row.fields["Concord_ID"] ?? "none"))
        crm.alter(row, { deletedMs: undefined }, swarm.isStamped || rng.chance(0.5));
    },
    alterView: () => {
      const row = swarm.hasCriteria ? some(living()) : undefined;
      if (row) crm.alter(row, { isInView: !row.isInView }, swarm.isStamped || rng.chance(0.5));
    },
    /** A record is shared with the sync no more, or again. Nothing of it is stamped. */
    share: () => {
      const row = swarm.isStamped ? undefined : some(living());
      if (row) crm.alter(row, { isHidden: !row.isHidden }, false);
    },
    /** Two records become one: the other goes, what it had and hung on it is the survivor's. */
    merge: () => {
      const row = some(living());
      const other = row && some(living().filter((one) => one.module === row.module && one.id !== row.id));
      if (!row || !other) return;
      // Our marker comes over as well, where the CRM lets it.
      const names = rng.chance(0.5) ? [...fieldsOf(row), markerField] : fieldsOf(row);
      const taken = names.filter(
        (name) => (row.fields[name] ?? null) === null && (other.fields[name] ?? null) !== null,
      );
      crm.merge(row, other, Object.fromEntries(taken.map((name) => [name, other.fields[name]])));
      for (const contact of living())
        if ((contact.fields["Account_Name"] as { id?: string } | null)?.id === other.id)
          crm.change(contact, { Account_Name: { id: row.id } }, "user");
    },
    move: () => {
      const row = some(living().filter(({ module }) => module === "Contacts"));
      const account = some(accounts());
      if (row && account && swarm.module === "accounts-and-contacts")
        crm.change(row, { Account_Name: { id: account.id } }, "user");
    },
  };
}

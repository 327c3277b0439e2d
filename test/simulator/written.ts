import type { CustomerId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Conflict } from "#sync/conflict/conflict.table.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { Values } from "#sync/plan/decision.ts";
import type { RunTx } from "#sync/run/statements.store.ts";
import type { Billing } from "./billing.ts";
import { counts } from "./known.ts";
import type { Tables } from "./tables.ts";
import type { Trace } from "./trace.ts";
import type { World } from "./world.ts";

/** What a run tells its database, as the model takes it. */
type Told = Pick<
  RunTx,
  | "insertCustomersByCopy"
  | "updateCustomersByCopy"
  | "insertContactPersonsByCopy"
  | "updateContactPersonsByCopy"
  | "insertLinks"
  | "updateLinks"
  | "makeDuplicates"
  | "settleLinks"
  | "linkMade"
  | "mergeCustomers"
  | "insertCreations"
  | "countTry"
  | "deleteCreations"
  | "dropMarks"
  | "markRecords"
  | "markPersonsOf"
  | "saveConflicts"
  | "settleArrived"
  | "noteSeen"
  | "insertHistory"
>;

/** As the database's unique indexes say it. */
class NotUnique extends Error {
  readonly code = "23505";
}

type Place = { world: World; tables: Tables; billing: Billing; trace: Trace };

/** The writes of a run. */
export function writesOf(place: Place): Told {
  return { ...recordWrites(place), ...linkWrites(place), ...markWrites(place), ...conflictWrites(place) };
}

function recordWrites({
  tables,
  billing,
}: Place): Pick<
  Told,
  | "insertCustomersByCopy"
  | "updateCustomersByCopy"
  | "insertContactPersonsByCopy"
  | "updateContactPersonsByCopy"
  | "mergeCustomers"
> {
  const { customers, persons } = tables;
  return {
    async insertCustomersByCopy(rows) {
      for (const row of rows) {
        customers.set(row.id, row);
        billing.tell(row.id, undefined, row, "engine");
      }
    },
    async updateCustomersByCopy(changes) {
      const missed: CustomerId[] = [];
      for (const { from, to } of changes) {
        if (customers.get(from.id)?.version !== from.version) missed.push(from.id);
        else {
          customers.set(to.id, to);
          billing.tell(to.id, from, to, "engine");
        }
      }
      return missed;
    },
    async insertContactPersonsByCopy(rows) {
      for (const row of rows) {
        if (!customers.get(row.customer_id)) throw new NotUnique("its customer is gone");
        persons.set(row.id, row);
        billing.tell(row.id, undefined, row, "engine");
      }
    },
    async updateContactPersonsByCopy(changes) {
      const missed = changes.filter(({ from }) => persons.get(from.id)?.version !== from.version);
      for (const { from, to } of changes.filter((one) => !missed.includes(one))) {
        persons.set(to.id, to);
        billing.tell(to.id, from, to, "engine");
      }
      return missed.map(({ from }) => from.id);
    },
    async mergeCustomers(_act, { survivorId, loserId }) {
      const [survivor, loser] = [customers.get(survivorId), customers.get(loserId)];
      if (!survivor || !loser) throw new NotUnique("a customer to merge is gone");
      billing.mergeCustomers(survivor, loser, "engine");
      return undefined as never;
    },
  };
}

function linkWrites({
  trace,
  world,
  tables,
  billing,
}: Place): Pick<
  Told,
  | "insertLinks"
  | "updateLinks"
  | "makeDuplicates"
  | "settleLinks"
  | "linkMade"
  | "insertCreations"
  | "countTry"
  | "deleteCreations"
> {
  const { links, creations, customers, connections } = tables;
  const put = (row: LinkRow): void => {
    const id = row.target === "customer" ? row.customer_id : row.contact_person_id;
    const isTaken = links
      .rows()
      .some(
        (other) =>
          other.crm_id !== row.crm_id &&
          other.target === row.target &&
          counts(other) &&
          id !== null &&
          (row.target === "customer" ? other.customer_id : other.contact_person_id) === id,
      );
    if (counts(row) && isTaken) throw new NotUnique(`${id} has a link already`);
    if (row.customer_id !== null && !customers.get(row.customer_id))
      throw new Error(`${row.customer_id} is gone, so that nothing can be linked with it`);
    const before = links.get(row.crm_id);
    if (before && before.config_version > row.config_version)
      trace.fail("I18", `${row.crm_id} was written under an older set-up`);
    links.set(row.crm_id, row);
    world.tell(
      `link ${row.crm_id} ${row.contact_person_id ?? row.customer_id ?? "nobody"} ${row.state} ${row.base}`,
    );
  };
  return {
    async insertLinks(rows) {
      for (const row of rows) {
        if (links.get(row.crm_id)) throw new NotUnique(`${row.crm_id} has a link already`);
        put(row);
      }
    },
    async updateLinks(rows) {
      for (const row of rows) {
        const before = links.get(row.crm_id);
        if (!before) continue;
        const { contact_person_id, linked_at } = before;
        put({
          ...row,
          contact_person_id,
          linked_at,
          crm_modified_time: newest(before, row.crm_modified_time),
        });
      }
    },
    async makeDuplicates({ now }, ids) {
      for (const id of ids) {
        const row = links.get(id);
        if (row) put({ ...row, state: "duplicate", updated_at: now });
      }
    },
    async settleLinks(_connection, now, changes) {
      for (const { crmId, agreed, intent: left, modifiedTime } of changes) {
        const row = links.get(crmId);
        if (!row) continue;
        const base = JSON.stringify({ ...(JSON.parse(row.base) as Values), ...agreed });
        const crm_modified_time = newest(row, modifiedTime ?? row.crm_modified_time);
        const intent = left ? JSON.stringify(left) : null;
        put({ ...row, base, intent, crm_modified_time, updated_at: now });
      }
    },
    async linkMade(connection, made, configVersion, now) {
      const organization_id = connections.get(connection)?.organization_id ?? "org_";
      for (const { creation, crmId, modifiedTime, base } of made) {
        const customer = customers.get(creation.customer_id);
        const isPerson = creation.target === "contact_person";
        const row: LinkRow = {
          ...{ organization_id, connection_id: connection, crm_id: crmId, crm_module: creation.crm_module },
          ...{ target: creation.target, customer_id: customer?.id ?? null },
          contact_person_id: isPerson ? (creation.record_id as LinkRow["contact_person_id"]) : null,
          ...{
            state: customer ? "linked" : "closed",
            base: JSON.stringify(base),
            config_version: configVersion,
          },
          ...{
            issues: null,
            intent: null,
            crm_modified_time: modifiedTime ?? now,
            linked_at: now,
            updated_at: now,
          },
        };
        try {
          if (links.get(crmId)) continue;
          put(row);
        } catch (error) {
          if (!(error instanceof NotUnique)) throw error;
          continue;
        }
        if (customer && !isPerson) {
          const next = { ...customer, crm_links: customer.crm_links + 1, version: customer.version + 1 };
          customers.set(customer.id, next);
        }
        billing.tell(creation.record_id, row, row, "engine");
      }
    },
    async insertCreations(rows) {
      for (const row of rows)
        if (!creations.get(row.record_id)) creations.set(row.record_id, { ...row, tries: 0 });
    },
    async countTry(_connection, ids) {
      for (const id of ids) {
        const row = creations.get(id);
        if (row) creations.set(id, { ...row, tries: row.tries + 1 });
      }
    },
    async deleteCreations(_connection, ids) {
      for (const id of ids) creations.delete(id);
    },
  };
}

/** As the database's `greatest` has it; times of one form compare as texts. */
function newest({ crm_modified_time: before }: LinkRow, now: Instant): Instant {
  return now > before ? now : before;
}

function markWrites({
  tables,
  billing,
}: Place): Pick<Told, "dropMarks" | "markRecords" | "markPersonsOf" | "noteSeen" | "insertHistory"> {
  const { marks, persons, seen, history } = tables;
  return {
    async dropMarks(_connection, target, taken) {
      for (const { recordId, number } of taken) {
        const key = `${target}:${recordId}`;
        if (String(marks.get(key)?.number) === number) marks.delete(key);
      }
    },
    async markRecords(_connection, target, ids) {
      for (const id of new Set(ids)) billing.mark(target, id);
    },
    async markPersonsOf(_connection, owners) {
      for (const row of persons.rows())
        if (owners.includes(row.customer_id)) billing.mark("contact_person", row.id);
    },
    async noteSeen({ runId }, ids) {
      seen.set(runId, new Set([...(seen.get(runId) ?? []), ...ids]));
    },
    async insertHistory(rows) {
      history.push(...rows);
    },
  };
}

function conflictWrites({
  world,
  tables: { conflicts },
}: Place): Pick<Told, "saveConflicts" | "settleArrived"> {
  const settle = (row: Conflict, settled_why: Conflict["settled_why"]): void =>
    conflicts.set(row.id, { ...row, state: "settled", settled_why, settled_at: world.now() });
  return {
    async saveConflicts(place, decisions) {
      const changes = decisions.flatMap((decision) =>
        (decision.conflicts ?? []).map((change) => ({ decision, change })),
      );
      for (const { change } of changes) {
        const row = change.do === "settle" ? conflicts.get(change.id) : undefined;
        if (row && change.do === "settle") settle(row, change.why);
      }
      for (const { decision, change } of changes) {
        if (change.do === "settle") continue;
        const { incoming, record } = decision;
        if (!record) throw new Error("a conflict is one of a pair");
        const { base, crm, billing, field } = change.asked;
        const values = {
          base: base === undefined ? null : JSON.stringify(base),
          ...{ crm_value: JSON.stringify(crm), billing_value: JSON.stringify(billing) },
          ...{ crm_modified_at: incoming.modifiedTime, crm_modified_by: null, changed_at: place.now },
        };
        const before = change.do === "change" ? conflicts.get(change.id) : undefined;
        if (before) conflicts.set(before.id, { ...before, ...values, version: before.version + 1 });
        else
          addConflict({ ...values, crm_id: incoming.crmId, record_id: record.id, field }, place.ids("cfl"));
      }
      const apart = decisions.flatMap(({ incoming, link, replaces }) => [
        ...(link && link.state !== "linked" ? [incoming.crmId] : []),
        ...(replaces === undefined ? [] : [replaces]),
      ]);
      for (const row of conflicts.rows())
        if (row.state !== "settled" && apart.includes(row.crm_id)) settle(row, "apart");
    },
    async settleArrived(_connection, _now, arrived) {
      for (const { crmId, fields } of arrived)
        for (const row of conflicts.rows())
          if (row.crm_id === crmId && fields.includes(row.field) && row.state !== "settled")
            settle(row, row.state === "decided" ? "decided" : "alone");
    },
  };

  function addConflict(
    given: Pick<Conflict, "crm_id" | "record_id" | "field" | "base" | "crm_value" | "billing_value">,
    id: Conflict["id"],
  ): void {
    const isOpen = conflicts
      .rows()
      .some((row) => row.crm_id === given.crm_id && row.field === given.field && row.state !== "settled");
    if (isOpen) throw new NotUnique(`${given.crm_id} ${given.field} has a conflict already`);
    conflicts.set(id, { ...given, id, state: "open", taken: null, version: 1 } as Conflict);
    world.tell(`conflict ${given.crm_id} ${given.field}`);
  }
}

import type { CustomerId } from "#kernel/id.ts";
import { type Instant, instantFromMs, msOf } from "#kernel/time.ts";
import { sidesOf } from "#sync/conflict/conflict.store.ts";
import type { KnownConflict } from "#sync/conflict/conflict.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { Mark } from "#sync/outward/mark.ts";
import { type Change, linkingOutcomes } from "#sync/plan/decision.ts";
import type { RunTx } from "#sync/run/statements.store.ts";
import type { Tables } from "./tables.ts";

/** What a run asks of its database, as the model answers. */
type Known = Pick<
  RunTx,
  | "findLinks"
  | "findLinksOf"
  | "findLiveLinks"
  | "findLinkedIds"
  | "findRecordLinks"
  | "findConflicts"
  | "findCreations"
  | "findLastChanges"
  | "findCustomersByIds"
  | "findContactPersonsByIds"
  | "findCustomersByMatchKeys"
  | "findContactPersonsByCustomers"
  | "findCustomersWithTransactions"
  | "findExisting"
  | "findMergedInto"
  | "listMovedAccounts"
  | "listPersonIds"
  | "countLinked"
  | "listUnseen"
  | "listUnlinked"
  | "listMade"
  | "listWritten"
  | "summarizeMarks"
  | "listMarks"
>;

/** Whether a link counts for its billing record: duplicates and closed ones do not. */
export function counts({ state }: Pick<LinkRow, "state">): boolean {
  return state !== "duplicate" && state !== "closed";
}

/** The questions of a run. */
export function answersOf(tables: Tables, now: () => Instant): Known {
  const { customers, links, marks, creations, conflicts, seen, history } = tables;
  const linksAt = (ids: readonly string[]): LinkRow[] => ids.flatMap((id) => links.get(id) ?? []);
  return {
    ...answersOfRecords(tables),
    findLinks: async (_connection, ids) => linksAt(ids),
    async findLinksOf(_connection, target, ids) {
      const found = new Map<string, LinkRow>();
      for (const row of links.rows()) {
        const id = (target === "customer" ? row.customer_id : row.contact_person_id) ?? "";
        if (row.target === target && ids.includes(id) && found.get(id)?.state !== "linked")
          found.set(id, row);
      }
      return found;
    },
    async findLiveLinks(_connection, column, ids) {
      const target = column === "customer_id" ? "customer" : "contact_person";
      const rows = links.rows().filter((row) => row.target === target && counts(row));
      return new Map(
        rows.flatMap((row) => (ids.includes(row[column] ?? "") ? [[row[column] ?? "", row]] : [])),
      );
    },
    findLinkedIds: async (_connection, ids) => new Set(linksAt(ids).map((row) => row.crm_id)),
    findRecordLinks: async (_connection, ids) =>
      new Map(
        linksAt(ids).map((row) => {
          const name = customers.get(row.customer_id ?? "")?.display_name ?? null;
          return [row.crm_id, { ...row, name }];
        }),
      ),
    findLastChanges: async (_target, ids, fields) =>
      tables.lastChanges.rows().filter((row) => ids.includes(row.record_id) && fields.includes(row.field)),
    async findConflicts(_connection, ids) {
      const found = new Map<string, KnownConflict[]>();
      for (const row of conflicts.rows()) {
        if (row.state === "settled" || !ids.includes(row.crm_id)) continue;
        const { id, field, taken, decided_by_name: by } = row;
        const decision = taken === null ? undefined : { take: taken, by: by ?? "" };
        found.set(row.crm_id, [...(found.get(row.crm_id) ?? []), { id, field, ...sidesOf(row), decision }]);
      }
      return found;
    },
    findCreations: async (_connection, ids) => ids.flatMap((id) => creations.get(id) ?? []),
    async listMovedAccounts(run, after, limit) {
      const leaving = ["out_of_view", "deleted_in_crm"];
      const moved = history.filter(
        (row) =>
          row.run_id === run &&
          row.crm_module === "Accounts" &&
          Number(row.seq) > Number(after ?? 0) &&
          ([...linkingOutcomes, ...leaving].includes(row.outcome) || row.reason === "reentered"),
      );
      return moved
        .slice(0, limit)
        .map(({ crm_id, seq, outcome }) => ({ crm_id, seq, came: !leaving.includes(outcome) }));
    },
    async listPersonIds(_connection, accounts, after, limit) {
      const owners = linksAt(accounts).map((row) => row.customer_id);
      return links
        .rows()
        .filter((row) => row.target === "contact_person" && row.state === "linked" && row.crm_id > after)
        .filter((row) => row.customer_id !== null && owners.includes(row.customer_id))
        .map((row) => row.crm_id)
        .toSorted()
        .slice(0, limit);
    },
    countLinked: async (_connection, module, atMost = Infinity) =>
      Math.min(
        links.rows().filter((row) => row.crm_module === module && row.state === "linked").length,
        atMost,
      ),
    listUnseen: async ({ runId }, module, after, limit) =>
      links
        .rows()
        .filter((row) => row.crm_module === module && row.state === "linked" && row.crm_id > after)
        .filter((row) => !seen.get(runId)?.has(row.crm_id))
        .map((row) => row.crm_id)
        .toSorted()
        .slice(0, limit),
    async listUnlinked({ target, after, limit }) {
      const rows = target === "customer" ? unlinkedCustomers(tables) : unlinkedPersons(tables);
      return rows
        .filter((id) => id > after)
        .toSorted()
        .slice(0, limit);
    },
    listWritten: async (_connection, ids, minutes) => {
      const since = instantFromMs(msOf(now()) - minutes * 60_000);
      const recent = new Set(
        tables.runs.rows().flatMap((run) => (run.queued_at > since ? [run.id as string] : [])),
      );
      return history.flatMap((row) =>
        ids.includes(row.crm_id) && row.changes !== null && recent.has(row.run_id)
          ? [{ crmId: row.crm_id, side: row.side, changes: JSON.parse(row.changes) as Change[] }]
          : [],
      );
    },
    listMade: async () => new Set(),
    async summarizeMarks(_connection, target) {
      const numbers = marks.rows().flatMap((row) => (row.target === target ? [row.number] : []));
      return numbers.length === 0
        ? undefined
        : { newest: String(Math.max(...numbers)), count: numbers.length };
    },
    listMarks: async (_connection, target, { after, upTo, limit }) =>
      marks
        .rows()
        .filter((row) => row.target === target && row.number > Number(after) && row.number <= Number(upTo))
        .toSorted((a, b) => a.number - b.number)
        .slice(0, limit)
        .map((row): Mark => ({ recordId: row.recordId, number: String(row.number) })),
  };
}

function answersOfRecords({
  customers,
  persons,
}: Tables): Pick<
  Known,
  | "findCustomersByIds"
  | "findContactPersonsByIds"
  | "findCustomersByMatchKeys"
  | "findContactPersonsByCustomers"
  | "findCustomersWithTransactions"
  | "findExisting"
  | "findMergedInto"
> {
  return {
    findCustomersByIds: async (ids) => ids.flatMap((id) => customers.get(id) ?? []),
    findContactPersonsByIds: async (ids) => ids.flatMap((id) => persons.get(id) ?? []),
    findCustomersByMatchKeys: async (key, texts) =>
      customers
        .rows()
        .filter((row) => row.merged_into === null && texts.includes(row[`${key}_key`] ?? ""))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    findContactPersonsByCustomers: async (ids) =>
      persons
        .rows()
        .filter((row) => ids.includes(row.customer_id))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    findCustomersWithTransactions: async () => new Set(),
    findExisting: async (ids) => new Set(ids.filter((id) => customers.get(id))),
    findMergedInto: async (ids) =>
      ids.flatMap((id) => {
        const into = customers.get(id)?.merged_into;
        return into ? [{ id, merged_into: into }] : [];
      }),
  };
}

function unlinkedCustomers({ customers, links }: Tables): string[] {
  const linked = new Set(links.rows().flatMap((row) => (row.target === "customer" ? [row.customer_id] : [])));
  return customers
    .rows()
    .filter((row) => row.status === "active" && row.merged_into === null && !linked.has(row.id))
    .map((row) => row.id);
}

function unlinkedPersons({ persons, links }: Tables): string[] {
  const linked = new Set(links.rows().map((row) => row.contact_person_id));
  const parents = new Set<CustomerId | null>(
    links
      .rows()
      .flatMap((row) => (row.target === "customer" && row.state === "linked" ? [row.customer_id] : [])),
  );
  return persons
    .rows()
    .filter((row) => parents.has(row.customer_id) && !linked.has(row.id))
    .map((row) => row.id);
}

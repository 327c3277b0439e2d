import type pg from "pg";
import {
  deleteContactPersonsByIds,
  deleteCustomersByIds,
  findContactPersonsByCustomers,
  findContactPersonsByIds,
  findCustomersByIds,
  findCustomersByMatchKeys,
  findExisting,
  insertContactPersonsByCopy,
  insertCustomersByCopy,
  updateContactPersonsByCopy,
  updateCustomersByCopy,
} from "#billing/customer/customer-bulk.store.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.commands.ts";
import { findMergedInto } from "#billing/customer/customer-merge.store.ts";
import { findCustomersWithTransactions } from "#billing/customer/transactions.store.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { commitLater, withClient } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import {
  addPlanned,
  findPlannedLinks,
  listPlannedCustomers,
  markPlannedLinks,
  rememberPlanned,
} from "#sync/change/planned.store.ts";
import { findLastChanges } from "#sync/conflict/last-change.store.ts";
import { findConflicts, saveConflicts, settleArrived } from "#sync/conflict/conflict.store.ts";
import {
  findConnectionForUpdate,
  saveWatermarks,
  setProblem,
  updateConnection,
} from "#sync/connection/connection.store.ts";
import { renewLease } from "#sync/connection/lease.store.ts";
import {
  findApprovedCreations,
  findApprovedPlans,
  findLeftOut,
  insertHistory,
  listWritten,
} from "#sync/history/history.store.ts";
import { closeLinks } from "#sync/link/close.store.ts";
import { findRecordLinks } from "#sync/link/link-list.store.ts";
import {
  findLinkedIds,
  findLinks,
  findLinksOf,
  findLiveLinks,
  insertLinks,
  listPersonIds,
  makeDuplicates,
  updateLinks,
} from "#sync/link/link.store.ts";
import { addHint, rest } from "#sync/live/live.store.ts";
import { countTry, deleteCreations, findCreations, insertCreations } from "#sync/outward/creation.store.ts";
import {
  dropMarks,
  listMarks,
  markPersonsOf,
  markRecords,
  summarizeMarks,
} from "#sync/outward/mark.store.ts";
import { linkMade, settleLinks } from "#sync/outward/settle.store.ts";
import { listMade, listUnlinked, rememberMade } from "#sync/outward/unlinked.store.ts";
import { listDeedRows, listTouched, lockRecords } from "#sync/undo/deeds.store.ts";
import { findHanging, findLinkStates, findRecords, rememberDeleted } from "#sync/undo/standing.store.ts";
import { undoMerges } from "#sync/undo/unmerge.commands.ts";
import { holdRun } from "./hold.commands.ts";
import {
  endRun,
  findActiveRun,
  gatherStatistics,
  listMovedAccounts,
  markUndone,
  notePhase,
  saveCost,
  saveProgress,
} from "./run.store.ts";
import { countLinked, listUnseen, noteSeen } from "./seen.store.ts";

/** Statements of the query builder. */
const onTx = {
  // the run
  ...{
    holdRun,
    renewLease,
    commitLater,
    saveProgress,
    saveCost,
    notePhase,
    findActiveRun,
    endRun,
    markUndone,
  },
  ...{
    findConnectionForUpdate,
    updateConnection,
    saveWatermarks,
    setProblem,
    rest,
    addHint,
    gatherStatistics,
  },
  // what is known
  ...{ findLinks, findLinksOf, findLiveLinks, findLinkedIds, findRecordLinks, findConflicts, findCreations },
  ...{ findLastChanges },
  ...{ findCustomersByIds, findContactPersonsByIds, findCustomersByMatchKeys, findContactPersonsByCustomers },
  ...{ findCustomersWithTransactions, findMergedInto, findExisting, listMovedAccounts, listPersonIds },
  ...{ countLinked, noteSeen, listUnseen, listUnlinked, listWritten },
  // what is written
  ...{ mergeCustomers, saveConflicts, settleArrived, settleLinks, linkMade },
  ...{ insertCreations, countTry, deleteCreations },
  ...{ summarizeMarks, listMarks, dropMarks, markRecords, markPersonsOf },
  // previews
  ...{ rememberPlanned, findPlannedLinks, listPlannedCustomers, addPlanned, markPlannedLinks },
  ...{ listMade, rememberMade, findApprovedPlans, findApprovedCreations, findLeftOut },
  // undo
  ...{ listTouched, listDeedRows, lockRecords, findRecords, findLinkStates, findHanging },
  ...{ undoMerges, rememberDeleted, closeLinks, deleteContactPersonsByIds, deleteCustomersByIds },
};

/** Statements that use COPY, which the query builder does not speak. */
const onClient = {
  ...{ insertCustomersByCopy, updateCustomersByCopy, insertContactPersonsByCopy, updateContactPersonsByCopy },
  ...{ insertLinks, updateLinks, makeDuplicates, insertHistory },
};

type Bound<Table> = {
  [Name in keyof Table]: Table[Name] extends (session: never, ...given: infer Given) => infer Answer
    ? (...given: Given) => Answer
    : never;
};

/** Everything that a run asks or tells its database, within one transaction. */
export type RunTx = Bound<typeof onTx> & Bound<typeof onClient>;

/**
 * The database as a run sees it. `transact` is one transaction of the run's organization: it commits when the work
 * resolves, and takes everything back when it throws. A simulator has its own (docs/adr/0019-a-run-asks-its-store.md).
 */
export type RunStore = { transact<Value>(work: (tx: RunTx) => Promise<Value>): Promise<Value> };

/** What a run needs from outside beside its CRM. A simulator brings its own of each. */
export type RunDeps = Pick<Deps, "clock" | "ids" | "sleep" | "log"> & { store: RunStore };

/** The store of an organization's runs in PostgreSQL. */
export function openRunStore(pool: pg.Pool, organizationId: OrganizationId): RunStore {
  return {
    transact: (work) =>
      withClient(pool, organizationId, (client, tx) =>
        work({ ...bind(onTx, tx), ...bind(onClient, client) }),
      ),
  };
}

type Statement<Session> = (session: Session, ...given: never[]) => unknown;

/** The statements, made on this session. */
function bind<Session, Table extends Record<string, Statement<Session>>>(
  table: Table,
  session: Session,
): Bound<Table> {
  const bound = Object.entries(table).map(([name, statement]) => [
    name,
    (...given: never[]) => statement(session, ...given),
  ]);
  return Object.fromEntries(bound) as Bound<Table>;
}

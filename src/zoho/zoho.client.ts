import type { Instant } from "#kernel/time.ts";
import { type BulkSelection, bulkRead } from "./bulk.client.ts";
import type { BulkPoint } from "./bulk.ts";
import { readByIds } from "./by-ids.client.ts";
import type { CoqlQuery } from "./coql.ts";
import { createField, type NewField } from "./field.client.ts";
import { deletedPages, listPages, readByExternal, readFirstPage, readRecord } from "./list.client.ts";
import { type MergedRecord, mergeRecords } from "./merge.client.ts";
import { createMetadataReads } from "./metadata.client.ts";
import type { Selection } from "./page.client.ts";
import type { ZohoConnection, ZohoPorts } from "./ports.ts";
import { findEqual, runCoql } from "./query.client.ts";
import { createSession, type Session } from "./session.client.ts";
import { readTimeline } from "./timeline.client.ts";
import {
  closeWatch,
  listWatches,
  openWatch,
  renewWatch,
  type Watch,
  type WatchGiven,
} from "./watch.client.ts";
import type { WriteRow } from "./write.ts";
import { writeRows } from "./write.client.ts";

/** Everything that can be asked of a CRM. Every call gives an outcome; none throws for what the far side does. */
export type Zoho = ReturnType<typeof createZohoClient>;

/**
 * A client of the Zoho CRM v8 API, for the embedded CRM and zoho.com alike. Made for one run of one connection;
 * nothing is sent before the first call.
 */
export function createZohoClient(ports: ZohoPorts, connection: ZohoConnection) {
  const session = createSession(ports, connection);
  return {
    ...createMetadataReads(session),
    listPages: (module: string, selection: Selection, resumeToken?: string) =>
      listPages(session, module, selection, resumeToken),
    firstPage: (module: string, selection: Selection) => readFirstPage(session, module, selection),
    record: (module: string, id: string, fields: readonly string[]) =>
      readRecord(session, module, id, fields),
    /** The record whose external field holds this value, at once after it was written. */
    getByExternal: (module: string, field: string, value: string, fields: readonly string[]) =>
      readByExternal(session, module, { field, value }, fields),
    /** What became of a record, the last first, since a time or from the beginning. */
    timeline: (module: string, id: string, since?: Instant) => readTimeline(session, module, id, since),
    recordsByIds: (module: string, ids: readonly string[], fields: readonly string[], cvid?: string) =>
      readByIds(session, module, ids, fields, cvid),
    deleted: (module: string, since: Instant | undefined) => deletedPages(session, module, since),
    coql: (query: CoqlQuery) => runCoql(session, query),
    findEqual: (module: string, field: string, value: string, fields: readonly string[]) =>
      findEqual(session, module, field, value, fields),
    bulkRead: (module: string, selection: BulkSelection, from?: BulkPoint) =>
      bulkRead(ports, session, module, selection, from),
    ...createWrites(session),
    ...createWatches(session),
    /** Calls and credits since the client was made. */
    spent: () => session.spent(),
  };
}

/** What changes records, or what records are made of. Nothing is sent twice. */
function createWrites(session: Session) {
  return {
    createField: (module: string, field: NewField) => createField(session, module, field),
    insert: (module: string, rows: readonly WriteRow[]) =>
      writeRows(session, module, { action: "insert" }, rows),
    /** `duplicateCheckFields` are unique fields of our own: without them the CRM would match by name or e-mail. */
    upsert: (
      module: string,
      rows: readonly WriteRow[],
      duplicateCheckFields: readonly [string, ...string[]],
    ) => writeRows(session, module, { action: "upsert", duplicateCheckFields }, rows),
    /** Rows that were changed after `ifUnmodifiedSince` are refused with `changed_since`. */
    update: (module: string, rows: readonly (WriteRow & { id: string })[], ifUnmodifiedSince?: Instant) =>
      writeRows(session, module, { action: "update", ifUnmodifiedSince }, rows),
    /**
     * Makes or changes records by one unique field of ours. The CRM says of each row which it did, and by which field
     * it found the record: anything but an insert, or this field, is to be looked at.
     */
    upsertBy: (module: string, field: string, rows: readonly WriteRow[], ifUnmodifiedSince?: Instant) =>
      writeRows(
        session,
        module,
        { action: "upsert", duplicateCheckFields: [field], ifUnmodifiedSince },
        rows,
      ),
    remove: (module: string, ids: readonly string[]) =>
      writeRows(
        session,
        module,
        { action: "delete" },
        ids.map((id) => ({ id })),
      ),
    /** Makes one record of two; the one that goes gives the fields that are named. */
    merge: (module: string, masterId: string, child: MergedRecord) =>
      mergeRecords(session, module, masterId, child),
    /** Brings records back from the recycle bin, with all they held; the module only tells whose refusals they are. */
    restore: (module: string, ids: readonly string[]) =>
      writeRows(
        session,
        module,
        { action: "restore" },
        ids.map((id) => ({ id })),
      ),
  };
}

/** The channels over which the CRM tells of changes. */
function createWatches(session: Session) {
  return {
    watch: (watch: Watch) => openWatch(session, watch),
    renewWatch: (renewed: WatchGiven) => renewWatch(session, renewed),
    unwatch: (channelId: string) => closeWatch(session, channelId),
    watches: (channelId?: string) => listWatches(session, channelId),
  };
}

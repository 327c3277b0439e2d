import { AppError } from "#kernel/errors.ts";
import type { ConnectionId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import {
  type Connection,
  findConnection,
  findSettings,
  listConnectionRows,
} from "#sync/connection/connection.store.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";

/** Where something is linked by hand. */
export type Place = { connection: Connection; settings: SyncSettings };

/** The named connection, or the only one in use. */
export async function findPlace(tx: Tx, wanted: string | undefined): Promise<Place> {
  const all = wanted === undefined ? (await listConnectionRows(tx)).filter(isUsed) : [];
  if (all.length > 1)
    throw new AppError("link.connection_unclear", { connections: all.map((one) => one.id) });
  const connection = wanted === undefined ? all[0] : await findConnection(tx, wanted as ConnectionId);
  if (!connection) throw new AppError("connection.not_found", { connection: wanted });
  if (!isUsed(connection)) throw new AppError("connection.disabled");
  const settings = await findSettings(tx, connection.id, connection.config_version);
  if (!settings) throw new AppError("connection.not_configured");
  return { connection, settings };
}

function isUsed({ state }: Connection): boolean {
  return state !== "disabled";
}

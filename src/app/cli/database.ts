import { AppError } from "#kernel/errors.ts";
import type { Config } from "#platform/config/config.ts";
import { prepareDataFolder } from "#platform/data-folder.ts";
import { withCode } from "#app/failure.ts";
import { findServer } from "#app/server/server-file.ts";

type Use<Value> = (databaseUrl: string) => Promise<Value>;

/** Works on the database: DATABASE_URL, the running server's, or the embedded one, started for as long as it takes. */
export async function withDatabase<Value>(config: Config, use: Use<Value>): Promise<Value> {
  const url = config.databaseUrl ?? findServer(config.dataDir)?.database_url;
  return url === undefined ? withEmbedded(config, use) : use(url);
}

/** The same for work that wants the database for itself: refuses while a server runs on this data. */
export async function withDatabaseAlone<Value>(config: Config, use: Use<Value>): Promise<Value> {
  const server = findServer(config.dataDir);
  if (server)
    throw new AppError("restore.in_use", {
      message: `A Concord runs on this data (process ${server.pid}, ${server.url})`,
    });
  return config.databaseUrl === undefined ? withEmbedded(config, use) : use(config.databaseUrl);
}

async function withEmbedded<Value>({ dataDir }: Config, use: Use<Value>): Promise<Value> {
  const [{ acquireInstanceLock }, { startEmbedded }] = await Promise.all([
    import("#platform/db/instance-lock.ts"),
    import("#platform/db/embedded.ts"),
  ]);
  prepareDataFolder(dataDir);
  const lock = await withCode("start.locked", () => acquireInstanceLock(dataDir, { url: "a command" }));
  try {
    const embedded = await withCode("start.database", () => startEmbedded({ dataDir }));
    try {
      return await use(embedded.url);
    } finally {
      await embedded.stop();
    }
  } finally {
    await lock.release();
  }
}

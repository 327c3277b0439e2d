import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** When a strike comes: before the database hears of a COMMIT, or when it has done it and nobody has heard of that yet. */
export type Moment = "before" | "after";

/** What is done at a batch's commit. `cut` ends the session that commits, on both sides. */
export type Strike = (cut: () => void) => Promise<void> | void;

/** The network between Concord and its database, which can be broken exactly at a commit. */
export type DatabaseProxy = {
  /** The address of the database with the proxy before it. */
  url: string;
  /** Strikes at the next commits of batches, so many; answers how often it did. */
  strike(moment: Moment, action: Strike, times?: number): { struck: () => number };
  close(): Promise<void>;
};

type Waiting = { moment: Moment; action: Strike; left: number; struck: number };
type Proxy = { target: URL; waiting: Waiting | undefined };

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const proxy: Proxy = { target: new URL(databaseUrl), waiting: undefined };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.once("close", () => sockets.delete(client));
    passOn(proxy, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    strike(moment, action, times = 1) {
      const waiting: Waiting = { moment, action, left: times, struck: 0 };
      proxy.waiting = waiting;
      return { struck: () => waiting.struck };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A batch is told from other transactions by its COPY into a temporary table. */
const marksBatch = "copy pg_temp.incoming_";
/** A simple query of that text, as the protocol ends it. */
const commit = "commit\0";

function passOn(proxy: Proxy, client: Socket): void {
  const database = connect(Number(proxy.target.port), proxy.target.hostname);
  const cut = (): void => {
    client.destroy();
    database.destroy();
  };
  let isBatch = false;
  let awaited: Waiting | undefined;
  client.on("data", (data) => {
    if (data.includes(marksBatch)) isBatch = true;
    const hit = isBatch && data.includes(commit) ? nextStrike(proxy) : undefined;
    if (data.includes(commit)) isBatch = false;
    if (hit?.moment === "before") hold(client, hit, cut, () => database.write(data));
    else {
      awaited = hit;
      database.write(data);
    }
  });
  database.on("data", (data) => {
    const hit = awaited;
    awaited = undefined;
    if (hit) hold(database, hit, cut, () => client.write(data));
    else client.write(data);
  });
  for (const socket of [client, database]) {
    socket.on("error", cut);
    socket.on("close", cut);
  }
}

function nextStrike({ waiting }: Proxy): Waiting | undefined {
  if (!waiting || waiting.left === 0) return undefined;
  waiting.left -= 1;
  return waiting;
}

/** Nothing more comes from that side until the strike is done; what it held goes on unless the session was cut. */
function hold(from: Socket, hit: Waiting, cut: () => void, goOn: () => void): void {
  from.pause();
  void (async () => {
    try {
      await hit.action(cut);
    } catch (error) {
      // Held for ever, the session would hide what is wrong with the test.
      cut();
      throw error;
    }
    hit.struck += 1;
    if (from.destroyed) return;
    goOn();
    from.resume();
  })();
}

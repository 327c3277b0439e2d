/** A module of a channel as /actions/watch lists it; what the page uses of it. */
export type WatchedModule = {
  channel_id: string;
  events: string[];
  notify_url: string;
  channel_expiry: string;
  $delivery: {
    state: "active" | "failing" | "expired";
    last_sent_time: string | null;
    problem: string | null;
  };
};

/** A channel with the events of each of its modules. */
export type Channel = {
  id: string;
  events: string[];
  url: string;
  expiresAt: string;
  state: WatchedModule["$delivery"]["state"];
  sentAt: string | null;
  problem: string | null;
};

/** The channels of a list that names each once for every module that it watches. */
export function channelsOf(listed: readonly WatchedModule[]): Channel[] {
  return [...Map.groupBy(listed, (one) => one.channel_id)].flatMap(([id, modules]): Channel[] => {
    const [first] = modules;
    if (!first) return [];
    const { state, last_sent_time: sentAt, problem } = first.$delivery;
    return [
      {
        id,
        events: modules.map(({ events }) => eventWords(events)),
        url: first.notify_url,
        expiresAt: first.channel_expiry,
        state,
        sentAt,
        problem,
      },
    ];
  });
}

/** The events of one module: `Accounts: create, edit`. */
function eventWords(events: readonly string[]): string {
  const [module = ""] = events[0]?.split(".") ?? [];
  return `${module}: ${events.map((event) => event.slice(module.length + 1)).join(", ")}`;
}

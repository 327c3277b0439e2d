import type { Notice, NoticeRecord } from "./watch.ts";

/** A notice to one channel. */
export type Message = {
  notice: Notice;
  records: readonly NoticeRecord[];
  notifyUrl: string;
  channelId: string;
  token: string | null;
};

/** How long a receiver may take. It has to note what it is told, no more. */
const limitMs = 3000;

/** Sends a notice once. Undefined where it arrived, or else why not, in words. Redirects are not followed. */
export async function sendNotice(
  message: Message,
  { base, nowMs }: { base: string; nowMs: number },
): Promise<string | undefined> {
  try {
    const response = await fetch(message.notifyUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(noticeJson(message, base, nowMs)),
      redirect: "manual",
      signal: AbortSignal.timeout(limitMs),
    });
    // What it says does not matter; unread, it would hold the connection.
    await response.body?.cancel();
    return response.ok ? undefined : `the receiver answered HTTP ${response.status}`;
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError")
      return `the receiver did not answer within ${limitMs} ms`;
    return "the receiver cannot be reached";
  }
}

function noticeJson(
  { notice, records, notifyUrl, channelId, token }: Message,
  base: string,
  nowMs: number,
): object {
  const changed = records.filter(({ fields }) => fields.length > 0);
  return {
    server_time: nowMs,
    query_params: Object.fromEntries(new URL(notifyUrl).searchParams),
    module: notice.module,
    resource_uri: `${base}/crm/v8/${notice.module}`,
    ids: records.map(({ id }) => id),
    affected_fields: changed.map(({ id, fields }) => ({ [id]: fields })),
    operation: notice.operation,
    channel_id: channelId,
    token,
  };
}

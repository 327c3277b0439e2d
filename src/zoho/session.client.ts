import { type Answer, type CrmRequest, creditsLeftOf, type Exchange, judge, type Verdict } from "./answer.ts";
import { isAllowedCrmHost } from "./data-centres.ts";
import type { Failure, Outcome } from "./failure.ts";
import { createGate } from "./gate.ts";
import { redactedSample } from "./json.ts";
import type { ZohoConnection, ZohoPorts } from "./ports.ts";
import { firstTry, nextAfter, type Tries } from "./retry.ts";
import type { Token } from "./token.ts";
import { createTokenSource } from "./token-source.client.ts";
import { exchange, open, type Opened, readAll, type Wire } from "./transport.client.ts";

/** What a client has used since it was made. `creditsLeft` as the CRM last said. */
export type Spent = { calls: number; credits: number; creditsLeft: number | undefined; concurrency: number };

/** Calls to one CRM with its access token, its limits and its retries. */
export type Session = {
  call(request: CrmRequest): Promise<Outcome<Answer>>;
  /** Opens a file; its body is read by the caller, without retries. */
  download(request: CrmRequest): Promise<Outcome<Opened>>;
  spent(): Spent;
};

/** A file may take so long to arrive in all, without the time its reader takes. */
const downloadLimitMs = 30 * 60_000;

type Got<Value> = { kind: "got"; value: Value } | Exclude<Verdict, { kind: "answer" }>;

/** Sends once, and says what the answer means. `tally.credits` grows by what it cost. */
type Send<Value> = (wire: Wire, tally: { credits: number }) => Promise<Got<Value>>;

/** Opens the session; nothing is sent yet. */
export function createSession(ports: ZohoPorts, connection: ZohoConnection): Session {
  const gate = createGate(connection.limits?.concurrency ?? 5);
  const spent = { calls: 0, credits: 0, creditsLeft: undefined as number | undefined };
  const repeat = createRepeat(ports, connection, gate);

  function count(
    tally: { credits: number },
    credits: number,
    sent: { status: number; headers: Headers },
  ): void {
    const cost = costOf(sent.status, credits);
    tally.credits += cost;
    spent.credits += cost;
    spent.creditsLeft = creditsLeftOf(sent.headers) ?? spent.creditsLeft;
  }

  async function call(request: CrmRequest): Promise<Outcome<Answer>> {
    const outcome = await repeat<Answer>(request, async (wire, tally) => {
      spent.calls += 1;
      const sent = await exchange(ports, wire);
      if (sent.kind === "answered") count(tally, request.credits, sent);
      const verdict = judge(request, sent);
      report(ports, request, sent, verdict);
      return verdict.kind === "answer" ? { kind: "got", value: verdict.answer } : verdict;
    });
    return outcome.ok ? { ...outcome, serverTime: outcome.value.serverTime } : outcome;
  }

  async function download(request: CrmRequest): Promise<Outcome<Opened>> {
    return repeat<Opened>(request, async (wire, tally) => {
      spent.calls += 1;
      const opened = await open(ports, wire, { of: "waiting", ms: downloadLimitMs });
      if (opened.kind === "opened") count(tally, request.credits, opened);
      if (opened.kind === "opened" && opened.status === 200) return { kind: "got", value: opened };
      const verdict = judge(request, opened.kind === "opened" ? await readAll(opened) : opened);
      return verdict.kind === "answer"
        ? { kind: "again", failure: { kind: "malformed", path: "$", detail: "no file" } }
        : verdict;
    });
  }

  return { call, download, spent: () => ({ ...spent, concurrency: gate.width() }) };
}

/** Sends until there is a value, a failure for good, or no try left. */
function createRepeat(ports: ZohoPorts, connection: ZohoConnection, gate: ReturnType<typeof createGate>) {
  const getToken = createTokenSource(ports, connection);
  // Credentials that were refused once are not tried again: each try would use up one of the ten tokens in ten minutes.
  let ended: Failure | undefined;
  const isAllowed = isAllowedCrmHost(connection.apiDomain, connection.allowed);

  return async function repeat<Value>(request: CrmRequest, send: Send<Value>): Promise<Outcome<Value>> {
    const tally = { credits: 0 };
    if (ended !== undefined) return { ok: false, failure: ended, ...tally };
    if (!isAllowed) return { ok: false, failure: outside(connection.apiDomain), ...tally };
    let tries: Tries = firstTry;
    let refused: string | undefined;
    for (;;) {
      if (ports.signal?.aborted) return { ok: false, failure: { kind: "cancelled" }, ...tally };
      const token = await getToken(refused);
      const got = token.ok
        ? await gate.run(() => send(wireOf(connection, request, token.value), tally))
        : tokenVerdict(token.failure);
      if (got.kind === "got") {
        gate.succeed();
        return { ok: true, value: got.value, serverTime: undefined, ...tally };
      }
      if (got.kind === "busy") gate.halve();
      const next = nextAfter(got, {
        tries,
        hasRenewed: refused !== undefined,
        at: ports.clock.now(),
        chance: ports.random(),
      });
      if (next.step === "stop") {
        const isFinal = next.failure.kind === "rejected" && next.failure.reason !== "throttled";
        if (isFinal || (!token.ok && next.failure.kind === "wrong_host")) ended = next.failure;
        return { ok: false, failure: next.failure, ...tally };
      }
      if (next.step === "renew") {
        refused = token.ok ? token.value.accessToken : refused;
        continue;
      }
      tries = next.tries;
      ports.log.debug(
        { path: request.path, verdict: got.kind, waitMs: next.waitMs, concurrency: gate.width() },
        "a CRM call is tried again",
      );
      await ports.sleep(next.waitMs, ports.signal).catch(() => undefined);
    }
  };
}

/** Refused for the token or the rate, or met by a broken server, a call costs nothing. */
function costOf(status: number, credits: number): number {
  return status === 401 || status === 429 || status >= 500 ? 0 : credits;
}

function report(ports: ZohoPorts, request: CrmRequest, sent: Exchange, verdict: Verdict): void {
  if (sent.kind !== "answered" || (verdict.kind !== "again" && verdict.kind !== "failed")) return;
  const { status, bytes, text } = sent;
  ports.log.warn(
    { path: request.path, status, bytes, sample: redactedSample(text) },
    "unexpected answer of the CRM",
  );
}

function outside(host: string): Failure {
  return { kind: "wrong_host", host, expected: "an allowed CRM server" };
}

/** A token endpoint that is out of reach may be back in a moment; a refusal by it is final. */
function tokenVerdict(failure: Failure): Exclude<Verdict, { kind: "answer" }> {
  const isPassing = failure.kind === "unreachable" && failure.cause !== "insecure";
  return { kind: isPassing ? "again" : "failed", failure };
}

function wireOf(connection: ZohoConnection, request: CrmRequest, token: Token): Wire {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {}))
    if (value !== undefined) query.set(name, value);
  const search = query.toString();
  return {
    method: request.method,
    url: `${connection.apiDomain}${request.path}${search === "" ? "" : `?${search}`}`,
    headers: {
      accept: "application/json",
      ...request.headers,
      authorization: `Zoho-oauthtoken ${token.accessToken}`,
      ...(request.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  };
}

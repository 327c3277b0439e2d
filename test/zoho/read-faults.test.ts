import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explain, type Failure } from "#zoho/failure.ts";
import { allOf, clientOf } from "./client-in-test.ts";
import {
  accounts,
  drip,
  empty,
  endless,
  error,
  type FaultyCrm,
  html,
  json,
  jsonText,
  page,
  type Reply,
  reset,
  resetInBody,
  silence,
  startFaultyCrm,
  truncated,
} from "./faulty-crm.ts";
import { createMemoryTokenStore } from "./memory-token-store.ts";
import { selfSigned } from "./self-signed.ts";

const list = "/crm/v8/Accounts";
const ten = { data: accounts(1, 10), info: { more_records: false, next_page_token: null } };

let crm: FaultyCrm;
beforeEach(async () => {
  crm = await startFaultyCrm();
});
afterEach(() => crm.close());

/** A fault that stays, what the reader is told, and how often the CRM was asked. */
type Row = { fault: string; reply: Reply; failure: Partial<Failure>; asked: number; limitMs?: number };

const lasting: Row[] = [
  {
    fault: "3 no answer in time",
    reply: silence,
    failure: { kind: "unreachable", cause: "timeout" },
    asked: 5,
    limitMs: 300,
  },
  {
    fault: "5 a connection that resets",
    reply: reset,
    failure: { kind: "unreachable", cause: "reset" },
    asked: 5,
  },
  {
    fault: "5 a body that resets",
    reply: resetInBody(JSON.stringify(ten)),
    failure: { kind: "unreachable", cause: "reset" },
    asked: 5,
  },
  {
    fault: "5 truncated JSON with 200",
    reply: truncated(ten),
    failure: { kind: "malformed", path: "$" },
    asked: 5,
  },
  {
    fault: "5 an empty body with 200",
    reply: jsonText(200, ""),
    failure: { kind: "malformed", path: "$" },
    asked: 5,
  },
  {
    fault: "6 a proxy's page with 200",
    reply: html(200),
    failure: { kind: "malformed", path: "$" },
    asked: 5,
  },
  {
    fault: "6 a proxy's page with 403",
    reply: html(403),
    failure: { kind: "malformed", path: "$" },
    asked: 5,
  },
  {
    fault: "9 a token refused twice",
    reply: json(401, error("INVALID_TOKEN")),
    failure: { kind: "rejected", reason: "revoked" },
    asked: 2,
  },
  {
    fault: "13 a redirect",
    reply: empty(302, { location: "https://elsewhere.test/x" }),
    failure: { kind: "wrong_host", host: "elsewhere.test" },
    asked: 1,
  },
  {
    fault: "14 no permission on the module",
    reply: json(403, error("NO_PERMISSION")),
    failure: { kind: "no_permission", module: "Accounts" },
    asked: 1,
  },
  {
    fault: "14 a scope that is missing",
    reply: json(401, error("OAUTH_SCOPE_MISMATCH")),
    failure: { kind: "no_permission", module: "Accounts" },
    asked: 1,
  },
  {
    fault: "18 an address that is too long",
    reply: html(414),
    failure: { kind: "too_large", what: "request" },
    asked: 1,
  },
  {
    fault: "20 status 500",
    reply: json(500, error("INTERNAL_ERROR")),
    failure: { kind: "unreachable", cause: "server_error" },
    asked: 5,
  },
  {
    fault: "20 status 502 of a proxy",
    reply: html(502),
    failure: { kind: "unreachable", cause: "server_error" },
    asked: 5,
  },
  {
    fault: "21 one byte at a time",
    reply: drip,
    failure: { kind: "unreachable", cause: "timeout" },
    asked: 5,
    limitMs: 300,
  },
  {
    fault: "35 a page token that expired",
    reply: json(400, error("EXPIRED_VALUE", { api_name: "page_token" })),
    failure: { kind: "scan_expired", reason: "token_expired" },
    asked: 1,
  },
  {
    fault: "35 a page token of another list",
    reply: json(400, error("TOKEN_BOUND_DATA_MISMATCH", { param_name: "page_token" })),
    failure: { kind: "scan_expired", reason: "parameters_changed" },
    asked: 1,
  },
  {
    fault: "36 more than a list gives",
    reply: json(400, error("PAGINATION_LIMIT_EXCEEDED")),
    failure: { kind: "scan_limit", limit: 100_000 },
    asked: 1,
  },
  {
    fault: "57 a field that is gone",
    reply: json(400, error("INVALID_DATA", { param_name: "fields" })),
    failure: { kind: "field_gone", module: "Accounts" },
    asked: 1,
  },
  {
    fault: "58 a module that is gone",
    reply: json(400, error("INVALID_MODULE")),
    failure: { kind: "invalid_module", module: "Accounts" },
    asked: 1,
  },
  {
    fault: "60 a view that is gone",
    reply: json(400, error("INVALID_DATA", { param_name: "cvid" })),
    failure: { kind: "invalid_view", view: "77" },
    asked: 1,
  },
  {
    fault: "S43 an answer larger than allowed",
    reply: endless(),
    failure: { kind: "too_large", what: "answer", limitBytes: 64 * 1024 * 1024 },
    asked: 1,
  },
  {
    fault: "S43 a record without an id",
    reply: page([...accounts(1, 2), { Account_Name: "?" }]),
    failure: { kind: "malformed", path: "$.data[2].id" },
    asked: 1,
  },
  {
    fault: "S43 a list without info",
    reply: json(200, { data: accounts(1, 2) }),
    failure: { kind: "malformed", path: "$.info" },
    asked: 1,
  },
  {
    fault: "5 more records and no way to them",
    reply: json(200, { data: accounts(1, 2), info: { more_records: true } }),
    failure: { kind: "malformed", path: "$.info.next_page_token" },
    asked: 1,
  },
  {
    fault: "62 an unknown error code",
    reply: json(400, error("SOMETHING_NEW")),
    failure: { kind: "refused", code: "SOMETHING_NEW" },
    asked: 1,
  },
];

describe("a list of records", () => {
  it.each(lasting)(
    "given fault $fault, when it lasts, then the scan ends with that reason and no page",
    async ({ reply, failure, asked, limitMs }) => {
      crm.always(list, reply);
      const { zoho, hurry } = clientOf(crm);
      if (limitMs !== undefined) await hurry(limitMs);
      const pages = await allOf(zoho.listPages("Accounts", { fields: ["Account_Name"], cvid: "77" }));
      expect(pages).toHaveLength(1);
      expect(pages[0]).toMatchObject({ ok: false, failure });
      expect(crm.heardAt(list)).toHaveLength(asked);
      const words = explain((pages[0] as { failure: Failure }).failure);
      expect(words.message.length).toBeGreaterThan(10);
      expect(words.remedy).toMatch(/\.$/);
    },
  );

  const passing = lasting.filter((row) => row.asked === 5);
  it.each(passing)(
    "given fault $fault, when it passes, then the page comes whole",
    async ({ reply, limitMs }) => {
      crm.once(list, reply, reply);
      crm.always(list, page(accounts(1, 10)));
      const { zoho, waits, hurry } = clientOf(crm);
      if (limitMs !== undefined) await hurry(limitMs);
      const pages = await allOf(zoho.listPages("Accounts", { fields: ["Account_Name"] }));
      expect(pages).toMatchObject([{ ok: true, value: { nextToken: null, records: { length: 10 } } }]);
      expect(waits).toEqual([250, 500]);
    },
  );

  it("given fault 1 nothing listens, then it is tried five times and reported as unreachable", async () => {
    const { zoho, waits } = clientOf(crm);
    await crm.close();
    const outcome = await zoho.org();
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "unreachable", cause: "refused" } });
    expect(waits).toEqual([250, 500, 1000, 2000]);
  });

  it("given fault 2 a server that does not speak TLS, then it stops at once and nothing is sent in the clear", async () => {
    const { zoho, waits } = clientOf({ url: crm.url.replace("http:", "https:") });
    expect(await zoho.org()).toMatchObject({
      ok: false,
      failure: { kind: "unreachable", cause: "insecure" },
    });
    expect(waits).toEqual([]);
    expect(crm.heard).toHaveLength(0);
  });

  it("given fault 1 a host name that does not exist, then it is tried five times and its remedy is the address", async () => {
    const url = "https://crm.concord.invalid";
    const { zoho, waits } = clientOf({ url }, { extra: [url] });
    const outcome = await zoho.org();
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "unreachable", cause: "unknown_host" } });
    expect(waits).toHaveLength(4);
    expect(outcome.ok ? "" : explain(outcome.failure).remedy).toMatch(/address/);
  });

  it("given fault 2 a certificate that nobody has signed, then it stops at once and no key is sent", async () => {
    const heard: string[] = [];
    const server = createServer(selfSigned(), (request, response) => {
      heard.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const token = { accessToken: "1000.kept", apiDomain: url, expiresAt: "2026-06-01T13:00:00.000Z" };
    const withToken = createMemoryTokenStore({ token, throttledUntil: undefined });
    for (const tokens of [createMemoryTokenStore(), withToken]) {
      const { zoho, waits } = clientOf({ url }, { extra: [url], tokens });
      expect(await zoho.org()).toMatchObject({
        ok: false,
        failure: { kind: "unreachable", cause: "insecure", detail: "DEPTH_ZERO_SELF_SIGNED_CERT" },
      });
      expect([waits, heard]).toEqual([[], []]);
    }
    await new Promise((resolve) => server.close(resolve));
  });

  it("given S43 an answer without end, then no more of it is taken than allowed", async () => {
    let sent = 0;
    crm.always(
      "/crm/v8/org",
      endless((bytes) => (sent += bytes)),
    );
    expect(await clientOf(crm).zoho.org()).toMatchObject({ ok: false, failure: { kind: "too_large" } });
    const limit = 64 * 1024 * 1024;
    expect(sent).toBeGreaterThanOrEqual(limit);
    expect(sent).toBeLessThan(1.5 * limit);
  });

  it("given fault 7 status 204, then there are no records and the scan is complete", async () => {
    crm.always(list, empty(204));
    const pages = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: ["Account_Name"] }));
    expect(pages).toMatchObject([{ ok: true, value: { records: [], nextToken: null, notModified: false } }]);
  });

  it("given fault 7 status 304, then nothing was modified and the scan is complete", async () => {
    crm.always(list, empty(304));
    const pages = await allOf(
      clientOf(crm).zoho.listPages("Accounts", {
        fields: ["Account_Name"],
        modifiedSince: "2026-05-01T10:00:00.900Z",
      }),
    );
    expect(pages).toMatchObject([{ ok: true, value: { records: [], nextToken: null, notModified: true } }]);
    expect(crm.heardAt(list)[0]?.headers["if-modified-since"]).toBe("2026-05-01T10:00:00Z");
  });

  it("given fault 43 an id sent as a number, then its last digits are kept", async () => {
    const text = `{"data":[{"id":"1","Account_Name":"\\"Owner\\":{\\"id\\": 5725767000000649013}","Owner":{"id": 5725767000000649013,"name":"Ada"}}],"info":{"more_records":false}}`;
    crm.always(list, jsonText(200, text));
    const [first] = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: ["Owner"] }));
    expect(first).toMatchObject({
      ok: true,
      value: {
        records: [
          { Owner: { id: "5725767000000649013" }, Account_Name: `"Owner":{"id": 5725767000000649013}` },
        ],
      },
    });
  });

  it("given a run that is cancelled, when the CRM does not answer, then the call ends as cancelled", async () => {
    crm.always(list, silence);
    const tested = clientOf(crm);
    const reading = allOf(tested.zoho.listPages("Accounts", { fields: ["Account_Name"] }));
    setTimeout(() => tested.cancel(), 50);
    expect(await reading).toMatchObject([{ ok: false, failure: { kind: "cancelled" } }]);
    expect(await tested.zoho.org()).toMatchObject({ ok: false, failure: { kind: "cancelled" } });
  });

  it("given an answer that cannot be read, then the log holds neither token nor names", async () => {
    crm.always(
      list,
      jsonText(200, `{"data":[{"id":"5725767000000649013","Email":"ada.lovelace@example.com","Acc`),
    );
    const { zoho, logged } = clientOf(crm);
    await allOf(zoho.listPages("Accounts", { fields: ["Account_Name"] }));
    const text = JSON.stringify(logged);
    expect(text).toContain("unexpected answer");
    expect(text).not.toMatch(/lovelace|example\.com|0649013|1000\.token|zsc-key/);
  });
});

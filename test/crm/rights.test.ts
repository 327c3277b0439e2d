import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { v8Routes } from "#crm/crm.routes.ts";
import { permissionName, type RecordRight, recordRights } from "#crm/user/permissions.ts";
import { createClient, grantRefreshToken } from "#crm/key/key.commands.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { askToken, type CrmWorld, openCrmWorld, type Json, type Reply } from "./support/crm-world.ts";

let crm: CrmWorld;
let account: string;
beforeAll(async () => {
  crm = await openCrmWorld();
  const made = await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "Akamai" }] });
  account = made.body.data[0].details.id;
});
afterAll(() => crm.stop());

const rights = recordRights;
let profiles = 0;

/** The headers of a user whose profile allows just this. */
async function asProfile(
  setup: boolean,
  modules: Partial<Record<string, readonly RecordRight[]>>,
): Promise<Record<string, string>> {
  profiles += 1;
  const name = `Profile ${profiles}`;
  await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
    tx
      .insertInto("crm_profile")
      .values({
        organization_id: crm.organizationId,
        name,
        permissions: JSON.stringify({ setup, modules }),
      })
      .execute(),
  );
  const email = `p${profiles}@example.com`;
  return {
    authorization: `Zoho-oauthtoken ${await crm.tokenFor(await crm.addUser(email, name, name), email)}`,
  };
}

/** The headers of the administrator with a token of a scope. */
async function asScope(scope: string): Promise<Record<string, string>> {
  const secrets = await inOrganization(crm.system.deps.db, crm.organizationId, async (tx) => {
    const caller = await findCaller(tx, { userId: crm.adminId });
    if (!caller) throw new Error("no administrator");
    const context = { tx, deps: crm.system.deps, caller };
    const client = await createClient(context, { name: scope, kind: "self", redirect_uri: null });
    return {
      ...client,
      refresh_token: await grantRefreshToken(context, { clientId: client.client_id, scope }),
    };
  });
  const { access_token } = await askToken(crm.url, { grant_type: "refresh_token", ...secrets });
  return { authorization: `Zoho-oauthtoken ${String(access_token)}` };
}

function addressOf(path: string): string {
  const filled = path
    .replace(":module", "Accounts")
    .replace(":id", "5725767000009999999")
    .replace(":list", "Contacts")
    .replace(":name", "Accounts");
  return `${filled}?module=Accounts&fields=id&word=xx&ids=5725767000009999999`;
}

const send = (method: string, path: string, as: Record<string, string>): Promise<Reply> =>
  crm.call(method, addressOf(path), method === "GET" ? undefined : {}, as);

describe("S20 each route needs its right", () => {
  test.each(rights)(
    "given a profile that may do all but %s, just the routes of that right are refused",
    async (right) => {
      const others = rights.filter((one) => one !== right);
      const all = { Accounts: others, Contacts: others, Deals: others };
      const as = await asProfile(true, all);
      const refused: string[] = [];
      for (const route of v8Routes) {
        const { status, body } = await send(route.method, route.path, as);
        if (status !== 403) continue;
        expect(body).toMatchObject({ code: "NO_PERMISSION", details: { permissions: [expect.any(String)] } });
        refused.push(`${route.method} ${route.path}`);
      }
      const expected: Record<RecordRight, string[]> = {
        view: [
          "DELETE /crm/v8/:module/:id/Notes",
          "DELETE /crm/v8/:module/:id/Notes/:note",
          "GET /crm/v8/:module",
          "GET /crm/v8/:module/:id",
          "GET /crm/v8/:module/:id/:list",
          "GET /crm/v8/:module/:id/Notes",
          "GET /crm/v8/:module/:id/__timeline",
          "GET /crm/v8/:module/actions/count",
          "GET /crm/v8/:module/actions/find",
          "GET /crm/v8/:module/actions/mass_change_owner",
          "GET /crm/v8/:module/deleted",
          "GET /crm/v8/:module/search",
          "PUT /crm/v8/:module/:id/Notes",
          "PUT /crm/v8/:module/:id/Notes/:note",
        ],
        create: ["POST /crm/v8/:module", "POST /crm/v8/:module/upsert"],
        edit: [
          "POST /crm/v8/:module/:id/Notes",
          "POST /crm/v8/:module/:id/actions/change_owner",
          "POST /crm/v8/:module/:id/actions/merge",
          "POST /crm/v8/:module/actions/change_owner",
          "POST /crm/v8/:module/actions/mass_change_owner",
          "POST /crm/v8/:module/upsert",
          "PUT /crm/v8/:module",
          "PUT /crm/v8/:module/:id",
        ],
        delete: [
          "DELETE /crm/v8/:module",
          "DELETE /crm/v8/:module/:id",
          "POST /crm/v8/:module/:id/actions/merge",
        ],
        // Those of import and mostly of many changes at once depend on who asks, and for what: told below.
        import: [],
        export: [],
        mass_update: ["POST /crm/v8/:module/actions/mass_change_owner"],
      };
      expect(refused.toSorted()).toEqual(expected[right]);
    },
  );

  test.each([
    ["view", "GET", "/crm/v8/Accounts?fields=id"],
    ["create", "POST", "/crm/v8/Accounts"],
    ["edit", "PUT", "/crm/v8/Accounts"],
    ["delete", "DELETE", "/crm/v8/Accounts?ids=5725767000009999999"],
    ["export", "POST", "/crm/bulk/v8/read"],
  ] as const)(
    "given each profile that lacks one right, %s alone decides about %s %s",
    async (right, method, path) => {
      const body = { data: [{ Account_Name: "x" }], query: { module: { api_name: "Accounts" } } };
      const refusing: string[] = [];
      for (const lacking of recordRights) {
        const as = await asProfile(false, { Accounts: recordRights.filter((one) => one !== lacking) });
        const reply = await crm.call(
          method,
          path,
          method === "GET" || method === "DELETE" ? undefined : body,
          as,
        );
        if (reply.status === 403) refusing.push(...(reply.body.details.permissions as string[]));
      }
      // Nothing is exported that is not seen.
      const view = right === "export" ? [permissionName("Accounts", "view")] : [];
      expect(refusing).toEqual([...view, permissionName("Accounts", right)]);
    },
  );

  test("given a profile without set-up, all that changes set-up is refused, and nothing else", async () => {
    const as = await asProfile(false, { Accounts: rights, Contacts: rights, Deals: rights });
    const refused: string[] = [];
    for (const route of v8Routes)
      if ((await send(route.method, route.path, as)).status === 403)
        refused.push(`${route.method} ${route.path.replace("/crm/v8/", "")}`);
    expect(refused.toSorted()).toEqual([
      "DELETE settings/fields/:id",
      "DELETE settings/profiles/:id",
      "DELETE settings/roles/:id",
      "PATCH settings/fields",
      "PATCH settings/fields/:id",
      "POST org/currencies",
      "POST org/currencies/actions/enable",
      "POST settings/fields",
      "POST settings/profiles/:id/actions/clone",
      "POST settings/roles",
      "POST users",
      "PUT org/currencies",
      "PUT org/currencies/:id",
      "PUT settings/data_sharing",
      "PUT settings/profiles/:id",
      "PUT settings/roles",
      "PUT settings/roles/:id",
      "PUT users",
      "PUT users/:id",
    ]);
  });

  test("given a profile that may not see contacts, no other way shows them", async () => {
    const as = await asProfile(false, { Accounts: rights });
    const refused = async (reply: Promise<Reply>): Promise<unknown> => {
      const { status, body } = await reply;
      return [status, body.details.permissions];
    };
    const expected = [403, ["Crm_Implied_View_Contacts"]];
    const coql = (select_query: string): Promise<Reply> =>
      crm.call("POST", "/crm/v8/coql", { select_query }, as);
    expect(await refused(coql("select id from Contacts where id is not null"))).toEqual(expected);
    expect(
      await refused(crm.call("GET", `/crm/v8/Accounts/${account}/Contacts?fields=id`, undefined, as)),
    ).toEqual(expected);
    expect(
      await refused(
        crm.call("POST", "/crm/bulk/v8/read", { query: { module: { api_name: "Contacts" } } }, as),
      ),
    ).toEqual(expected);
    const watch = [
      { channel_id: 1, events: ["Contacts.edit"], notify_url: `${crm.system.deps.publicUrl}/hook` },
    ];
    expect(await refused(crm.call("POST", "/crm/v8/actions/watch", { watch }, as))).toEqual(expected);
    const dealsOnly = await asProfile(false, { Deals: rights });
    const dotted = crm.call(
      "POST",
      "/crm/v8/coql",
      { select_query: "select Contact_Name.Email from Deals where id is not null" },
      dealsOnly,
    );
    expect(await refused(dotted)).toEqual(expected);
  });
});

describe("S20 the recycle bin", () => {
  test("given a profile that may not delete, it brings nothing back either", async () => {
    const made = await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "Thrown away" }] });
    const { id } = made.body.data[0].details;
    await crm.call("DELETE", `/crm/v8/Accounts/${id}`);
    const as = await asProfile(true, { Accounts: ["view", "create", "edit"] });
    const path = `/crm/v8/settings/recycle_bin/${id}/actions/restore`;
    expect(await crm.call("POST", path, undefined, as)).toMatchObject({
      status: 403,
      body: { details: { permissions: ["Crm_Implied_Delete_Accounts"] } },
    });
    expect((await crm.call("GET", `/crm/v8/Accounts/${id}`)).status).toBe(204);
  });
});

describe("S26 a token reaches no further than its scope", () => {
  /** A scope that reaches nothing which a route asks for. */
  const other = "ZohoCRM.coql.DELETE";

  test.each(v8Routes.map((route) => [route.method, route.path, route] as const))(
    "%s %s is refused to every other scope, and open to its own",
    async (method, path, route) => {
      const needed = `ZohoCRM.${route.scope({ module: "Accounts" })}`;
      const refused = await send(method, path, await asScope(other));
      expect([refused.status, refused.body.code]).toEqual([401, "OAUTH_SCOPE_MISMATCH"]);
      const alsoNeeded = /\/(search|find)$/.test(path)
        ? ",ZohoSearch.securesearch.READ"
        : path.endsWith("/upsert")
          ? ",ZohoCRM.modules.Accounts.UPDATE"
          : path.endsWith("/:list")
            ? ",ZohoCRM.modules.Contacts.READ"
            : "";
      const open = await send(method, path, await asScope(`${needed}${alsoNeeded}`));
      expect(open.status).not.toBe(401);
      if (alsoNeeded !== "")
        expect((await send(method, path, await asScope(needed))).body).toMatchObject({
          code: "OAUTH_SCOPE_MISMATCH",
        });
    },
  );

  test("given a token for bulk reads or queries alone, it reads no module", async () => {
    const bulk = await crm.call(
      "POST",
      "/crm/bulk/v8/read",
      { query: { module: { api_name: "Accounts" } } },
      await asScope("ZohoCRM.bulk.READ"),
    );
    const coql = await crm.call(
      "POST",
      "/crm/v8/coql",
      { select_query: "select id from Accounts where id is not null" },
      await asScope("ZohoCRM.coql.READ"),
    );
    expect([bulk.body.code, coql.body.code]).toEqual(["OAUTH_SCOPE_MISMATCH", "OAUTH_SCOPE_MISMATCH"]);
  });
});

describe("S26 a key of the CRM opens the CRM only", () => {
  test("given a ZSC key or an access token as a bearer, every endpoint of Concord's own API is closed", async () => {
    const document = (await (await fetch(`${crm.url}/api/openapi.json`)).json()) as Json;
    // What asks for no key has nothing to open with one.
    const closed = Object.entries(document.paths as Record<string, Record<string, unknown>>).filter(
      ([path]) => !/^\/api\/v1\/(public|gateways)\//.test(path),
    );
    const endpoints = closed.flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
    );
    expect(endpoints.length).toBeGreaterThan(40);
    const open: string[] = [];
    for (const secret of [crm.zscKey, crm.token])
      for (const [method, path] of endpoints) {
        const response = await fetch(`${crm.url}${path.replaceAll(/\{\w+\}/g, "x")}`, {
          method,
          headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
          ...(method === "GET" || method === "DELETE" ? {} : { body: "{}" }),
        });
        await response.body?.cancel();
        if (response.status !== 401) open.push(`${response.status} ${method} ${path}`);
      }
    expect(open).toEqual([]);
  });

  test("given the ZSC key itself as a token, the CRM is closed: it only yields tokens", async () => {
    for (const scheme of ["Bearer", "Zoho-oauthtoken"])
      expect(
        (await crm.call("GET", "/crm/v8/org", undefined, { authorization: `${scheme} ${crm.zscKey}` }))
          .status,
      ).toBe(401);
  });
});

import { inOrganization } from "../../src/platform/db/db.ts";
import { insertKey } from "../../src/platform/auth/api-key.store.ts";
import { sha256 } from "../../src/platform/secrets/secrets.ts";
import { type CrmWorld, openCrmWorld } from "../crm/support/crm-world.ts";

export type ImportAnswer = {
  status: number;
  body: {
    total: number;
    created: number;
    updated: number;
    skipped: number;
    failed: number;
    created_for_lookups: number;
    columns: { header: string; field: string | null }[];
    ignored: string[];
    errors: { row: number; field: string | null; problem: string; value: string | null }[];
    error_count: number;
    failed_rows: number[];
    error?: {
      code: string;
      title: string;
      remedy: string;
      details: { fields?: { path: string; problem: string }[] } & Record<string, unknown>;
    };
  };
};

export type ImportWorld = CrmWorld & {
  /** Imports as a key of the given role. */
  imports(body: Record<string, unknown>, role?: "admin" | "read_only"): Promise<ImportAnswer>;
  /** All records of a module, with these fields, oldest first. */
  records(module: string, fields: string): Promise<Record<string, unknown>[]>;
};

/** A CRM with API keys, through which files are imported. */
export async function openImportWorld(): Promise<ImportWorld> {
  const crm = await openCrmWorld();
  for (const role of ["admin", "read_only"] as const) {
    const at = crm.system.deps.clock.now();
    const row = {
      organization_id: crm.organizationId,
      id: crm.system.deps.ids("key"),
      name: role,
      role,
      hash: sha256(textOf(role)),
      created_by: "usr_test",
      created_at: at,
      last_used_at: null,
      expires_at: null,
      revoked_at: null,
    };
    await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
      insertKey(tx, row as unknown as Parameters<typeof insertKey>[1]),
    );
  }
  return {
    ...crm,
    async imports(body, role = "admin") {
      const response = await fetch(`${crm.url}/api/v1/crm/imports`, {
        method: "POST",
        headers: { authorization: `Bearer ${textOf(role)}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as ImportAnswer["body"] };
    },
    async records(module, fields) {
      const found: Record<string, unknown>[] = [];
      for (let token = ""; ;) {
        const { body } = await crm.call(
          "GET",
          `/crm/v8/${module}?fields=${fields}&sort_order=asc${token && `&page_token=${encodeURIComponent(token)}`}`,
        );
        found.push(...((body?.data ?? []) as Record<string, unknown>[]));
        if (!body?.info.more_records) return found;
        token = body.info.next_page_token as string;
      }
    },
  };
}

function textOf(role: string): string {
  return `concord_import_test_${role}`;
}

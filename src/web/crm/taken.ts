import { CallError } from "#platform/http/call.ts";
import { askCrm } from "./crm-client.ts";
import type { Module } from "./module.ts";
import { nameOf } from "./record-name.ts";
import type { CrmRecord } from "./types.ts";

/** A record that has the value which a field was refused for. */
export type Taken = { path: string; id: string; name: string };

/** The refusal of values that others have, in which those are called by their names. Anything else stays as it is. */
export async function namingTaken(organization: string, module: Module, cause: unknown): Promise<unknown> {
  if (!(cause instanceof CallError)) return cause;
  const { details } = cause.view;
  const taken = await Promise.all(
    holdersIn(cause).map(async (one) => ({ ...one, name: await nameFor(organization, module, one.id) })),
  );
  if (taken.length === 0) return cause;
  const fields = (details["fields"] ?? []) as { path: string; problem: string }[];
  return new CallError(cause.status, {
    ...cause.view,
    details: {
      ...details,
      taken,
      fields: fields.map(({ path, problem }) => {
        const holder = taken.find((one) => one.path === path);
        return { path, problem: holder ? problem.replace(`record ${holder.id}`, holder.name) : problem };
      }),
    },
  });
}

/** The records that such a refusal names; none where it is another one. */
export function takenIn(cause: unknown): readonly Taken[] {
  return cause instanceof CallError ? ((cause.view.details?.["taken"] ?? []) as Taken[]) : [];
}

type Part = { code?: string; details?: Record<string, unknown> };

function holdersIn({ view }: CallError): { path: string; id: string }[] {
  const { details } = view;
  const parts = Array.isArray(details["errors"])
    ? (details["errors"] as Part[]).filter(({ code }) => code === "DUPLICATE_DATA")
    : view.code === "crm.duplicate_data"
      ? [{ details }]
      : [];
  return parts.flatMap(({ details: { api_name: path, id } = {} }) =>
    typeof path === "string" && typeof id === "string" ? [{ path, id }] : [],
  );
}

async function nameFor(organization: string, module: Module, id: string): Promise<string> {
  try {
    const answer = await askCrm<{ data: CrmRecord[] }>(organization, { path: `/${module.name}/${id}` });
    const [record] = answer?.data ?? [];
    return record ? nameOf(module, record) : "another record";
  } catch {
    // It was deleted meanwhile, or cannot be read now: that some record has the value is so all the same.
    return "another record";
  }
}

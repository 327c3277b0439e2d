import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { useOrganization } from "#web/app/organization.ts";
import { type V8Outcome, writeCrm, writeOne } from "./crm-client.ts";
import { crmKeys } from "./crm-queries.ts";
import type { Module } from "./module.ts";
import type { CrmField } from "./types.ts";
import { namingTaken } from "./taken.ts";

/** Records of one write. Source: Zoho CRM v8. */
export const perWrite = 100;

/** A change of many records: what became of each, by its id. */
export type MassResult = { done: string[]; refused: { id: string; outcome: V8Outcome }[] };

/** Asks all records of the CRM anew: look-ups show names of other modules' records, so a change of one makes all stale. */
export function useRefresh(): () => Promise<void> {
  const { id: organization } = useOrganization();
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [organization, "CRM records"] });
}

/** Writes of a module's records; afterwards every list and record of the CRM is asked anew. */
export function useRecordWrites(of: Module): {
  save: (input: {
    id?: string;
    values: Record<string, unknown>;
    fields: readonly CrmField[];
  }) => Promise<string>;
  changeMany: (rows: readonly ({ id: string } & Record<string, unknown>)[]) => Promise<MassResult>;
  deleteMany: (ids: readonly string[]) => Promise<MassResult>;
  /** Merges records into one; refused or not, what is shown may be stale afterwards. */
  merge: (master: string, body: object) => Promise<void>;
} {
  const { name: module } = of;
  const { id: organization } = useOrganization();
  const refresh = useRefresh();
  return {
    async save({ id, values, fields }) {
      const labels = new Map(fields.map(({ api_name, field_label }) => [api_name, field_label]));
      const call =
        id === undefined
          ? { method: "POST" as const, path: `/${module}` }
          : { method: "PUT" as const, path: `/${module}/${id}` };
      const saved = await writeOne(organization, { ...call, body: { data: [values] } }, labels).catch(
        async (cause: unknown) => {
          throw await namingTaken(organization, of, cause);
        },
      );
      await refresh();
      return saved;
    },
    async changeMany(rows) {
      const result = await inParts(
        rows,
        (part) => writeCrm(organization, { method: "PUT", path: `/${module}`, body: { data: part } }),
        ({ id }) => id,
      );
      await refresh();
      return result;
    },
    async deleteMany(ids) {
      const result = await inParts(
        ids,
        (part) =>
          writeCrm(organization, { method: "DELETE", path: `/${module}`, query: { ids: part.join(",") } }),
        (id) => id,
      );
      await refresh();
      return result;
    },
    async merge(master, body) {
      const path = `/${module}/${master}/actions/merge`;
      try {
        await writeOne(organization, { method: "POST", path, body });
      } finally {
        await refresh();
      }
    },
  };
}

async function inParts<Row>(
  rows: readonly Row[],
  send: (part: readonly Row[]) => Promise<V8Outcome[]>,
  idOf: (row: Row) => string,
): Promise<MassResult> {
  const result: MassResult = { done: [], refused: [] };
  for (let at = 0; at < rows.length; at += perWrite) {
    const part = rows.slice(at, at + perWrite);
    const outcomes = await send(part);
    for (const [place, row] of part.entries()) {
      const outcome = outcomes[place];
      if (outcome?.status === "success") result.done.push(idOf(row));
      else if (outcome) result.refused.push({ id: idOf(row), outcome });
    }
  }
  return result;
}

/** A change of the CRM's set-up; what was asked about it under `keys` is asked anew. */
export function useSetupWrite<Input>(
  keys: readonly string[],
  write: (organization: string, input: Input) => Promise<unknown>,
): UseMutationResult<unknown, unknown, Input> {
  const { id: organization } = useOrganization();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => write(organization, input),
    onSuccess: () =>
      Promise.all(
        [...keys.map((key) => crmKeys.setup(organization, key)), [organization, "CRM records"]].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

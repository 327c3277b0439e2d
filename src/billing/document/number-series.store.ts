import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { defaultDigits, defaultPrefixes, type NumberedKind, numberText } from "./kind.ts";
import "./document.table.ts";

/**
 * Takes the next number of a series. The series stays locked until the transaction ends: if that is taken back, so is
 * the number, and none is missing afterwards.
 */
export async function takeNumber(
  tx: Tx,
  organizationId: OrganizationId,
  kind: NumberedKind,
): Promise<string> {
  const { rows } = await sql<{ prefix: string; taken: string; digits: number }>`
    insert into number_series (organization_id, kind, prefix, next_number, digits)
    values (${organizationId}, ${kind}, ${defaultPrefixes[kind]}, 2, ${defaultDigits})
    on conflict (organization_id, kind) do update set next_number = number_series.next_number + 1
    returning prefix, next_number - 1 as taken, digits`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`no number of the series ${kind}`);
  return numberText(row.prefix, BigInt(row.taken), row.digits);
}

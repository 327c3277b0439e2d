import { z } from "zod";
import type { Outcome } from "./failure.ts";
import { readItem } from "./items.ts";
import { readAnswer } from "./read.ts";
import type { Session } from "./session.client.ts";

/** A record that goes, and the fields whose values it gives to the one that stays. */
export type MergedRecord = { id: string; fields: readonly string[] };

/** Makes one record of two: what refers to the one that goes refers to the other afterwards. It cannot be undone. */
export async function mergeRecords(
  session: Session,
  module: string,
  masterId: string,
  child: MergedRecord,
): Promise<Outcome<void>> {
  const data = [{ id: child.id, _fields: child.fields.map((api_name) => ({ api_name })) }];
  const answer = await session.call({
    method: "POST",
    path: `/crm/v8/${encodeURIComponent(module)}/${encodeURIComponent(masterId)}/actions/merge`,
    body: { merge: [{ data }] },
    writes: true,
    credits: 1,
    rowsKey: "merge",
    module,
  });
  return readAnswer(answer, ({ body, status }) => {
    const read = readItem({ key: "merge", status, module }, z.looseObject({}), body);
    return read.ok ? { ok: true, value: undefined } : read;
  });
}

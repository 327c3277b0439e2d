import { z } from "zod";
import type { Outcome } from "./failure.ts";
import { readItem } from "./items.ts";
import { readAnswer } from "./read.ts";
import type { Session } from "./session.client.ts";

/** A custom field to be made. */
export type NewField = {
  field_label: string;
  data_type: "text";
  length: number;
  unique?: { case_sensitive: boolean };
};

/** Makes a custom field in a module; takes the right to customize it. */
export async function createField(session: Session, module: string, field: NewField): Promise<Outcome<void>> {
  const answer = await session.call({
    method: "POST",
    path: "/crm/v8/settings/fields",
    query: { module },
    body: { fields: [field] },
    writes: true,
    credits: 1,
    rowsKey: "fields",
    module,
  });
  return readAnswer(answer, ({ body, status }) => {
    const read = readItem({ key: "fields", status, module }, z.looseObject({}), body);
    return read.ok ? { ok: true, value: undefined } : read;
  });
}

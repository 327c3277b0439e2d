import { chooseReader } from "#zoho/credits.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import { type Beside, type CrmPlace, crmSubject, namesToRead } from "./crm-subject.ts";
import type { Subject } from "./subject.ts";

/** All records of a module as they are compared, by pages or by a bulk job as their number asks for. */
export async function* readSubjects(crm: Zoho, place: CrmPlace, beside: Beside): AsyncGenerator<Subject[]> {
  const metadata = valueOf(await crm.fields(place));
  const names = namesToRead(place, beside.own, new Set(metadata.map((field) => field.api_name)));
  const toSubjects = (records: readonly CrmRecord[]): Subject[] =>
    records.map((record) => crmSubject(place, record, beside));
  const { reader } = chooseReader(valueOf(await crm.count(place, {})), names.length);
  if (reader === "bulk") {
    const fields = metadata.filter((field) => names.includes(field.api_name));
    for await (const batch of crm.bulkRead(place, { fields })) yield toSubjects(valueOf(batch).records);
    return;
  }
  for await (const page of crm.listPages(place, { fields: names })) yield toSubjects(valueOf(page).records);
}

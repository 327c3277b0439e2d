/** Whether a text may be the id of a record, user or setting: a positive number that fits the 64 bits of the database. */
export function isRecordId(text: string): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n;
}

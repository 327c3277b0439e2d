/** Why a row is left out that nothing is wrong with itself; imports of before name no row. */
export function leftOutWith({ note }: { note: string | null }): string {
  return note ?? "Left out with another row of the same record";
}

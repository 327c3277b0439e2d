/** Refusals by code (`area.what_went_wrong`): HTTP status, title, remedy. */
export type ErrorRows = Record<
  `${string}.${string}`,
  readonly [status: number, title: string, remedy: string]
>;

/** A mark as it was taken: a newer change gives the record another number. */
export type Mark = { recordId: string; number: string };

/** The columns that lists of records sort by. */
export type SortColumn = "id" | "created_time" | "modified_time" | "name";

export type Sort = { by: SortColumn; order: "asc" | "desc" };

/** Where the last page ended: the sort value (text of the database; empty for id) and the id of its last record. */
export type Position = { value: string; id: string };

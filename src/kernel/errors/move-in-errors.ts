import type { ErrorRows } from "./error-rows.ts";

/** Refusals about files of another billing product. */
export const moveInErrors = {
  "move_in.not_found": [404, "There is no such import", "Look at the list of imports for its id."],
  "move_in.at_work": [
    409,
    "The import is at work",
    "Wait until it is done; what it does is shown on its page.",
  ],
  "move_in.not_in_this_status": [
    409,
    "The import is not in a status for this",
    "Preview a file, then import it; only what was imported can be undone.",
  ],
  "move_in.mapping_invalid": [
    422,
    "The columns cannot be read as this kind of record",
    "Choose a field for each column that is needed, and no field twice.",
  ],
  "move_in.changed_since": [409, "It was changed after it was imported", "Keep it, or take it back by hand."],
  "move_in.in_use": [409, "Something builds on it", "Take that back first, then undo the import once more."],
} as const satisfies ErrorRows;

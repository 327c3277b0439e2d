import type { ErrorRows } from "./error-rows.ts";

/** Refusals about records that may be the same. */
export const duplicateErrors = {
  "duplicate.not_found": [
    404,
    "There is no such pair",
    "Look at the list of duplicates; a new search may have taken it away.",
  ],
  "duplicate.decided": [409, "This pair is decided already", "Take the decision back first, or leave it."],
  "duplicate.not_decided": [409, "This pair is not decided", "There is nothing to take back."],
  "duplicate.across": [
    409,
    "The two are on different sides and cannot be merged",
    "Link the customer with the CRM record instead.",
  ],
  "duplicate.one_side": [409, "The two are on the same side and cannot be linked", "Merge them instead."],
  "duplicate.for_good": [
    409,
    "A merge in the CRM cannot be taken back",
    "Make the record that is gone anew in the CRM.",
  ],
  "duplicate.crm_refused": [
    422,
    "The CRM refused to merge the two records",
    "Merge them in the CRM itself; what it says names the reason.",
  ],
  "duplicate.search_active": [
    409,
    "A search for duplicates is at work",
    "Wait until it is done, or stop it first.",
  ],
  "duplicate.no_search": [404, "No search for duplicates is at work", "Start one first."],
} as const satisfies ErrorRows;

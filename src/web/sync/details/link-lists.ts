import type { ConnectionView } from "#sync/connection/connection.api.ts";
import type { Meaning } from "#web/ui/theme.ts";

type LinkList = {
  /** As the address names it. */
  state: "linked" | "out_of_view" | "deleted_in_crm" | "duplicate" | "issues";
  title: string;
  meaning: Meaning;
  /** What being in this list means. */
  text: string;
  countOf: (counts: ConnectionView["counts"]) => number;
};

/** The lists of linked records, in the order of the page. */
export const linkLists: readonly LinkList[] = [
  {
    state: "linked",
    title: "Linked",
    meaning: "agree",
    text: "Kept in agreement with their CRM record.",
    countOf: ({ linked }) => linked,
  },
  {
    state: "out_of_view",
    title: "Out of view",
    meaning: "conflict",
    text: "Their CRM record left the chosen view. They stay customers and are not updated any more, until it enters the view again.",
    countOf: ({ out_of_view }) => out_of_view,
  },
  {
    state: "deleted_in_crm",
    title: "Deleted in CRM",
    meaning: "conflict",
    text: "Their CRM record was deleted. They stay customers with all their documents.",
    countOf: ({ deleted_in_crm }) => deleted_in_crm,
  },
  {
    state: "duplicate",
    title: "Duplicates",
    meaning: "conflict",
    text: "CRM records that are the same as another one that is linked already. Merge them in the CRM.",
    countOf: ({ duplicate }) => duplicate,
  },
  {
    state: "issues",
    title: "With issues",
    meaning: "fail",
    text: "A value of one side does not fit into the other, so each keeps its own. The rest of the record is synced; correct the value where it is.",
    countOf: ({ with_issues }) => with_issues,
  },
];

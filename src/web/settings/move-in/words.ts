import type { MoveInListItem, MoveInView } from "#billing/move-in/move-in.api.ts";
import type { MoveInKind, RecordOutcome } from "#billing/move-in/move-in-kind.ts";
import { keptWords } from "#billing/move-in/undone.ts";
import type { Meaning } from "#web/ui/theme.ts";

type KindWords = {
  one: string;
  many: string;
  /** What has to be there before. */
  after: string;
};

/** What the kinds of files are called, and what they build on. */
export const kindWords: Readonly<Record<MoveInKind, KindWords>> = {
  customers: { one: "customer", many: "customers", after: "Nothing has to be there before." },
  contact_persons: {
    one: "contact person",
    many: "contact persons",
    after: "Their customers have to be there.",
  },
  products: { one: "product", many: "products", after: "Nothing has to be there before." },
  plans: {
    one: "plan",
    many: "plans",
    after: "Their products have to be there, and their taxes at Settings > Taxes.",
  },
  addons: {
    one: "addon",
    many: "addons",
    after: "The plans that they are for have to be there, and their taxes at Settings > Taxes.",
  },
  coupons: { one: "coupon", many: "coupons", after: "The plans that they are for have to be there." },
  subscriptions: {
    one: "subscription",
    many: "subscriptions",
    after:
      "Their customers, plans, addons and coupons have to be there. Nothing may be billed in the other product any more.",
  },
  invoices: {
    one: "invoice",
    many: "invoices",
    after: "Their customers have to be there, and the taxes of their lines at Settings > Taxes.",
  },
  payments: { one: "payment", many: "payments", after: "The invoices that they settle have to be there." },
  credit_notes: {
    one: "credit note",
    many: "credit notes",
    after: "Their customers have to be there, and the invoices that they settle.",
  },
};

/** The name of a kind where it stands alone. */
export function titleOf(kind: MoveInKind): string {
  const { many } = kindWords[kind];
  return many.slice(0, 1).toUpperCase() + many.slice(1);
}

const statuses: Readonly<Record<MoveInListItem["status"], { word: string; meaning: Meaning }>> = {
  new: { word: "Not previewed", meaning: "gray" },
  previewing: { word: "Previewing", meaning: "change" },
  previewed: { word: "Previewed", meaning: "change" },
  running: { word: "Importing", meaning: "change" },
  done: { word: "Imported", meaning: "agree" },
  undoing: { word: "Undoing", meaning: "change" },
  undone: { word: "Undone", meaning: "gray" },
};

/** The status of an import; one that left rows out says so, and one that brought nothing. */
export function statusOf({ status, counts }: Pick<MoveInListItem, "status" | "counts">) {
  const isThere = counts.created + counts.updated + counts.kept > 0;
  if (status === "done" && counts.failed > 0)
    return { word: isThere ? "Imported in part" : "Nothing imported", meaning: "conflict" as const };
  const kept = keptWords({ status, counts });
  if (status === "undone" && kept !== undefined) return { word: kept, meaning: "conflict" as const };
  return statuses[status];
}

/** What a worker does now. */
export function phaseOf({ status, record_count }: MoveInView, many: string): string {
  if (status === "running") return `Importing ${many}`;
  if (status === "undoing") return "Undoing the import";
  return record_count === null ? "Reading the rows" : `Trying out ${many}`;
}

const outcomes: Readonly<Record<RecordOutcome, [would: string, was: string]>> = {
  created: ["will be created", "created"],
  updated: ["will be updated", "updated"],
  unchanged: ["unchanged", "unchanged"],
  skipped: ["will be skipped", "skipped"],
  failed: ["have errors", "left out"],
  undone: ["undone", "undone"],
  kept: ["could not be undone", "could not be undone"],
};

/** The counts of an import, or of what it would do. */
export function tilesOf({ status, counts }: Pick<MoveInView, "status" | "counts">) {
  const always: RecordOutcome[] = status === "undone" ? ["undone", "kept", "failed"] : ["created", "failed"];
  const shown: RecordOutcome[] =
    status === "undone"
      ? ["undone", "kept", "skipped", "failed"]
      : ["created", "updated", "unchanged", "skipped", "failed", "kept"];
  const at = status === "previewed" ? 0 : 1;
  return shown
    .filter((outcome) => counts[outcome] > 0 || always.includes(outcome))
    .map((outcome) => ({ id: outcome, title: outcomes[outcome][at], count: counts[outcome] }));
}

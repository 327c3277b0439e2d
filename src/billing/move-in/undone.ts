import type { MoveInStatus } from "./move-in-kind.ts";

/** Where an import stands after it was to be taken back: one of which everything stayed is there as before. */
export function statusAfterUndo({ undone }: { undone: number }): "done" | "undone" {
  return undone > 0 ? "undone" : "done";
}

/** What an undo left, in words; undefined where none was tried, or it left nothing. */
export function keptWords({
  status,
  counts: { kept },
}: {
  status: MoveInStatus;
  counts: { kept: number };
}): string | undefined {
  if (kept === 0 || (status !== "done" && status !== "undone")) return undefined;
  return `${status === "done" ? "Nothing could be undone" : "Undone in part"}: ${kept} kept`;
}

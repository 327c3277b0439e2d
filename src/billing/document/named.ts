import type { Facts } from "#kernel/errors.ts";
import type { Document } from "./document.ts";

type Named = Pick<Document, "kind" | "id" | "number" | "status">;

/** A document at the beginning of a sentence; one that never went out has no number. */
export function nameOf({ number }: Pick<Document, "number">): string {
  return number ?? "This draft";
}

/** Why a document does not change any more, as facts of `….not_draft`. */
export function notDraft(document: Named): Facts {
  const { kind, id, status } = document;
  const message = `${nameOf(document)} is ${status.replaceAll("_", " ")}: only a draft can be changed`;
  return { [kind]: id, status, message };
}

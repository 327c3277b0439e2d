import type { ModuleName } from "#crm/field/field.ts";

/** Longest texts of a note, in characters. Source: Zoho CRM v8, "Create notes". */
export const noteLengths = { title: 120, content: 32_000 } as const;

/** What somebody wrote down about a record; times in the organization's zone. */
export type Note = {
  id: string;
  title: string;
  content: string;
  record: { id: string; name: string; module: ModuleName };
  created_by: { id: string; name: string };
  modified_by: { id: string; name: string };
  created_time: string;
  modified_time: string;
};

/** The texts of a note; what is left out stays. */
export type NoteTexts = { title?: string; content?: string };

/** Who may change or delete a note: who wrote it, and administrators. */
export function mayChangeNote(
  note: Pick<Note, "created_by">,
  caller: { user: { id: string }; permissions: { setup: boolean } },
): boolean {
  return note.created_by.id === caller.user.id || caller.permissions.setup;
}

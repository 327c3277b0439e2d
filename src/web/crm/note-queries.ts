import { type UseMutationResult, useMutation, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm, writeOne } from "./crm-client.ts";
import { crmKeys } from "./crm-queries.ts";
import type { ModuleName } from "./module.ts";
import { useRefresh } from "./record-writes.ts";
import type { Reference } from "./types.ts";

/** What somebody wrote down about a record. */
export type CrmNote = {
  id: string;
  Note_Title: string | null;
  Note_Content: string;
  Created_By: Reference;
  Created_Time: string;
  Modified_Time: string;
  $editable: boolean;
};

/** A record that notes are about. */
export type NotesOf = { module: ModuleName; record: string };

/** The notes of a record, the newest first: as many as one answer has. */
export function useNotes({ module, record }: NotesOf): UseQueryResult<CrmNote[], CallError> {
  const { id: organization } = useOrganization();
  return useQuery({
    queryKey: [...crmKeys.records(organization, module), "notes", record],
    queryFn: async ({ signal }) =>
      (await askCrm<{ data: CrmNote[] }>(organization, { path: `/${module}/${record}/Notes`, signal }))
        ?.data ?? [],
  });
}

/** What is done to a note: one without an id is new, one without content goes. */
export type NoteWrite = { id?: string; content?: string };

/** Writes, changes and deletes notes of a record. */
export function useNoteWrite({ module, record }: NotesOf): UseMutationResult<string, unknown, NoteWrite> {
  const { id: organization } = useOrganization();
  const refresh = useRefresh();
  const path = `/${module}/${record}/Notes`;
  return useMutation({
    mutationFn: async ({ id, content }: NoteWrite) => {
      const body = { data: [{ Note_Content: content }] };
      if (id === undefined) return writeOne(organization, { method: "POST", path, body });
      return content === undefined
        ? writeOne(organization, { method: "DELETE", path: `${path}/${id}` })
        : writeOne(organization, { method: "PUT", path: `${path}/${id}`, body });
    },
    onSuccess: refresh,
  });
}

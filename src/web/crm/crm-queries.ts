import { queryOptions, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm, type Query } from "./crm-client.ts";
import type { ModuleName } from "./module.ts";
import type {
  CrmField,
  CrmOrganization,
  CrmProfile,
  CrmProfileDetail,
  CrmRecord,
  CrmRole,
  CrmUser,
  CrmView,
  CrmViewDetail,
  Sharing,
} from "./types.ts";

/** Set-up changes rarely, and what changes it in this browser makes it stale at once. */
const setupStaleMs = 60_000;

/** Below these, answers of the CRM are kept: records of a module, its set-up, the users. */
export const crmKeys = {
  records: (organization: string, module: ModuleName) => [organization, "CRM records", module],
  setup: (organization: string, what: string) => [organization, "CRM set-up", what],
};

/** One record with all its fields; undefined where there is none. */
export function recordQuery(organization: string, module: ModuleName, id: string) {
  return queryOptions<CrmRecord | null, CallError>({
    queryKey: [...crmKeys.records(organization, module), "one", id],
    queryFn: async ({ signal }) =>
      (await askCrm<{ data: CrmRecord[] }>(organization, { path: `/${module}/${id}`, signal }))?.data[0] ??
      null,
  });
}

/** A record; none is asked for where `id` is undefined. */
export function useRecord(
  module: ModuleName,
  id: string | undefined,
): UseQueryResult<CrmRecord | null, CallError> {
  return useQuery({ ...recordQuery(useOrganization().id, module, id ?? ""), enabled: id !== undefined });
}

/** How many records a module, a view or search criteria have. */
export function countQuery(
  organization: string,
  module: ModuleName,
  about: { cvid?: string; criteria?: string; word?: string } = {},
) {
  return queryOptions<number, CallError>({
    queryKey: [...crmKeys.records(organization, module), "count", about],
    queryFn: async ({ signal }) =>
      (
        await askCrm<{ count: number }>(organization, {
          path: `/${module}/actions/count`,
          query: about,
          signal,
        })
      )?.count ?? 0,
  });
}

/** A question about set-up: a list under one key of the answer. */
function setupQuery<Item>(organization: string, path: string, key: string, query: Query = {}) {
  return queryOptions<Item[], CallError>({
    queryKey: [...crmKeys.setup(organization, key), path, query],
    staleTime: setupStaleMs,
    queryFn: async ({ signal }) =>
      (await askCrm<Record<string, Item[]>>(organization, { path, query, signal }))?.[key] ?? [],
  });
}

export function fieldsQuery(organization: string, module: ModuleName) {
  return setupQuery<CrmField>(organization, "/settings/fields", "fields", { module });
}

export function useFields(module: ModuleName): UseQueryResult<CrmField[], CallError> {
  return useQuery(fieldsQuery(useOrganization().id, module));
}

export function useViews(module: ModuleName): UseQueryResult<CrmView[], CallError> {
  return useQuery(
    setupQuery<CrmView>(useOrganization().id, "/settings/custom_views", "custom_views", { module }),
  );
}

/** A view with its columns and criteria; none where `id` is undefined. */
export function useView(
  module: ModuleName,
  id: string | undefined,
): UseQueryResult<CrmViewDetail[], CallError> {
  const { id: organization } = useOrganization();
  return useQuery({
    ...setupQuery<CrmViewDetail>(organization, `/settings/custom_views/${id ?? ""}`, "custom_views", {
      module,
    }),
    enabled: id !== undefined,
  });
}

/** Whether the reader is a user of the CRM; undefined while that is not known, and where it is not asked. */
export function useSeat(isAsked: boolean): boolean | undefined {
  const { id: organization } = useOrganization();
  const own = useQuery({
    ...setupQuery<CrmUser>(organization, "/users", "users", { type: "CurrentUser" }),
    enabled: isAsked,
  });
  if (own.error) return own.error.status === 401 || own.error.status === 403 ? false : undefined;
  return own.data && own.data.length > 0;
}

export function useUsers(type = "AllUsers"): UseQueryResult<CrmUser[], CallError> {
  return useQuery(setupQuery<CrmUser>(useOrganization().id, "/users", "users", { type }));
}

export function useProfiles(): UseQueryResult<CrmProfile[], CallError> {
  return useQuery(setupQuery<CrmProfile>(useOrganization().id, "/settings/profiles", "profiles"));
}

/** A profile with all that it allows; none is asked for where `id` is undefined. */
export function useProfile(id: string | undefined): UseQueryResult<CrmProfileDetail | undefined, CallError> {
  const { id: organization } = useOrganization();
  return useQuery({
    ...setupQuery<CrmProfileDetail>(organization, `/settings/profiles/${id ?? ""}`, "profiles"),
    enabled: id !== undefined,
    select: ([profile]) => profile,
  });
}

/** The reader's own profile; it is not asked for unless said. Fails where they have no seat. */
export function useOwnProfile(isAsked = true): UseQueryResult<CrmProfileDetail | undefined, CallError> {
  const { id: organization } = useOrganization();
  const own = useQuery({
    ...setupQuery<CrmUser>(organization, "/users", "users", { type: "CurrentUser" }),
    enabled: isAsked,
  });
  const profile = useProfile(own.data?.[0]?.profile.id);
  return own.isError ? (own as unknown as typeof profile) : profile;
}

export function useRoles(): UseQueryResult<CrmRole[], CallError> {
  return useQuery(setupQuery<CrmRole>(useOrganization().id, "/settings/roles", "roles"));
}

/** How each module is shared. */
export function useSharing(): UseQueryResult<Sharing[], CallError> {
  return useQuery(setupQuery<Sharing>(useOrganization().id, "/settings/data_sharing", "data_sharing"));
}

/** The CRM's own organization: its name, currency and zone. */
export function useCrmOrganization(): CrmOrganization | undefined {
  return useQuery(setupQuery<CrmOrganization>(useOrganization().id, "/org", "org")).data?.[0];
}

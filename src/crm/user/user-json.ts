import { type CrmOrganization, fullName, type ListedUser } from "./caller.ts";

/** A user as /users shows it. */
export function userJson(user: ListedUser, organization: CrmOrganization): Record<string, unknown> {
  return {
    id: user.id,
    name: fullName(user),
    first_name: user.first_name === "" ? null : user.first_name,
    last_name: user.last_name,
    full_name: fullName(user),
    email: user.email,
    status: user.status,
    confirm: true,
    zuid: user.id.slice(-10),
    role: user.role,
    profile: user.profile,
    created_time: user.created_time,
    Modified_Time: user.modified_time,
    time_zone: organization.time_zone,
    language: "en_US",
    locale: "en_US",
    country_locale: "en_US",
    country: organization.country,
  };
}

/** A profile as /settings/profiles shows it. */
export function profileJson({
  id,
  name,
  predefined,
}: {
  id: string;
  name: string;
  predefined: boolean;
}): Record<string, unknown> {
  return {
    id,
    name,
    display_label: name,
    type: "normal_profile",
    custom: !predefined,
    category: !predefined,
    description: null,
    created_by: null,
    modified_by: null,
    created_time: null,
    modified_time: null,
  };
}

/** A role as /settings/roles shows it. */
export function roleJson(role: {
  id: string;
  name: string;
  reports_to: string | null;
  superior: string | null;
}): Record<string, unknown> {
  const { id, name, reports_to, superior } = role;
  return {
    id,
    name,
    display_label: name,
    admin_user: reports_to === null,
    reporting_to: reports_to === null ? null : { id: reports_to, name: superior },
    share_with_peers: false,
    description: null,
    forecast_manager: null,
    created_by__s: null,
    modified_by__s: null,
    created_time__s: null,
    modified_time__s: null,
  };
}

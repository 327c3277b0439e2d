import { permissionDetails, permissionSections } from "./permission-details.ts";
import type { Profile } from "./profile.ts";
import type { Role } from "./role.ts";
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
export function profileJson(profile: Profile): Record<string, unknown> {
  const { id, name, description, predefined, created_by, modified_by, created_time, modified_time } = profile;
  return {
    id,
    name,
    display_label: name,
    type: "normal_profile",
    custom: !predefined,
    category: !predefined,
    description: description === "" ? null : description,
    created_by,
    modified_by,
    created_time: predefined ? null : created_time,
    modified_time: modified_by === null ? null : modified_time,
  };
}

/** One profile by itself, with all that it allows. */
export function profileDetailJson(profile: Profile): Record<string, unknown> {
  return {
    ...profileJson(profile),
    permissions_details: permissionDetails(profile.permissions, !profile.predefined),
    sections: permissionSections(),
  };
}

/** A role as /settings/roles shows it. */
export function roleJson(role: Role): Record<string, unknown> {
  const { id, name, description, reports_to, superior } = role;
  return {
    id,
    name,
    display_label: name,
    admin_user: reports_to === null,
    reporting_to: reports_to === null ? null : { id: reports_to, name: superior },
    share_with_peers: role.share_with_peers,
    description: description === "" ? null : description,
    forecast_manager: null,
    created_by__s: role.created_by,
    modified_by__s: role.modified_by,
    created_time__s: role.created_by === null ? null : role.created_time,
    modified_time__s: role.modified_by === null ? null : role.modified_time,
  };
}

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

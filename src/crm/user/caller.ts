import type { OrganizationId } from "#kernel/id.ts";
import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import type { Rates } from "#crm/record/record-currency.ts";
import type { Sight } from "#crm/record/visible-sql.ts";
import type { Permissions } from "./permissions.ts";

/** The CRM organization a call is in. */
export type CrmOrganization = {
  organization_id: OrganizationId;
  id: string;
  zgid: string;
  company_name: string;
  currency: string;
  multi_currency: boolean;
  time_zone: string;
  country: string;
  primary_email: string;
  /** Modules whose records are seen by their owners and those above them alone. */
  private_modules: ModuleName[];
  created_time: string;
};

/** A CRM user as answers show them. */
export type CrmUser = {
  id: string;
  email: string;
  first_name: string;
  last_name: string;
  profile: { id: string; name: string };
  role: { id: string; name: string };
};

/** Who calls, where, with what rights; and the fields of the organization's modules, so that they are read once a call. */
export type CrmCaller = Sight & {
  organization: CrmOrganization;
  user: CrmUser;
  permissions: Permissions;
  /** The token's scope; undefined where a person or an API key calls, who have no scope to stay in. */
  scope: string | undefined;
  /** The day it is in the organization's zone. */
  today: string;
  /** A person at the screen: what they open counts as read. */
  isPerson: boolean;
  /** The fields as the caller's profile has them: what it hides is not there. */
  fields: Record<ModuleName, FieldMap>;
  /** All fields, for what must hold of a record whoever changes it: unique values, numbers, references. */
  wholeFields: Record<ModuleName, FieldMap>;
  /** Active currencies and their rates; none where there is only the base currency. */
  rates: Rates;
};

/**
 * How a caller is known: by CRM user, by the person's sign-in, or as the first administrator (an API key). A seat that
 * is nobody's yet is of the member who signs in with its e-mail address.
 */
export type Identity =
  | { userId: string }
  | { authUserId: string; email: string | undefined }
  | { administrator: true };

/** A user in a list of users; times in the organization's zone. */
export type ListedUser = CrmUser & {
  status: "active" | "inactive";
  auth_user_id: string | null;
  created_time: string;
  modified_time: string;
  is_admin: boolean;
};

/** First and last name, as one. */
export function fullName(user: Pick<CrmUser, "first_name" | "last_name">): string {
  return user.first_name === "" ? user.last_name : `${user.first_name} ${user.last_name}`;
}

/** A reference to a user, as records show it. */
export function userReference(user: Pick<CrmUser, "id" | "first_name" | "last_name">): {
  name: string;
  id: string;
} {
  return { name: fullName(user), id: user.id };
}

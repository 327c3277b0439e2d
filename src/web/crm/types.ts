/** A record as the API shows it: its id, and the fields that were asked for. */
export type CrmRecord = { id: string } & Record<string, unknown>;

/** A record in the recycle bin. */
export type DeletedRecord = {
  id: string;
  display_name: string;
  deleted_time: string;
  deleted_by: Reference | null;
  created_by: Reference | null;
};

/** What a look-up or an owner shows. */
export type Reference = { id: string; name: string | null };

/** A field as /settings/fields shows it; what the pages use of it. */
export type CrmField = {
  id: string;
  api_name: string;
  field_label: string;
  data_type: string;
  length: number;
  decimal_place: number | null;
  system_mandatory: boolean;
  custom_field: boolean;
  read_only: boolean;
  pick_list_values: { actual_value: string; display_value: string }[];
  unique: Record<string, unknown>;
  external: unknown;
  lookup: { module?: { api_name: string } };
  /** What each profile may do with it; only for who does the set-up, and for fields in which profiles may differ. */
  profiles: { id: string; permission_type: FieldPermission }[];
};

/** What a profile may do with a field. */
export type FieldPermission = "read_write" | "read_only" | "hidden";

/** A view in the list of views. */
export type CrmView = {
  id: string;
  name: string;
  system_name: string | null;
  category: "public_views" | "created_by_me" | "shared_with_me" | "other_users_views";
  default: boolean;
  system_defined: boolean;
  access_type: "public" | "shared" | "only_to_me";
  created_by: Reference | null;
};

/** A view with all that it says. */
export type CrmViewDetail = CrmView & {
  criteria: CriteriaJson | null;
  fields: { api_name: string }[];
  shared_to: { type: "users" | "roles"; id: string }[] | null;
  sort_by: { api_name: string } | null;
  sort_order: "asc" | "desc" | null;
};

export type CriteriaJson =
  | { comparator: string; field: { api_name: string }; value: unknown }
  | { group_operator: "AND" | "OR"; group: CriteriaJson[] };

export type CrmUser = {
  id: string;
  full_name: string;
  first_name: string | null;
  last_name: string;
  email: string;
  status: "active" | "inactive";
  profile: Reference;
  role: Reference;
};

/** A profile in the list of profiles. */
export type CrmProfile = { id: string; name: string; description: string | null; custom: boolean };

/** One switch of a profile. */
export type Permission = {
  id: string;
  name: string;
  display_label: string;
  module: string | null;
  enabled: boolean;
  customizable: boolean;
};

/** A profile with all that it allows. */
export type CrmProfileDetail = CrmProfile & { permissions_details: Permission[] };

/** A role, and the one above it. */
export type CrmRole = {
  id: string;
  name: string;
  description: string | null;
  reporting_to: Reference | null;
  share_with_peers: boolean;
};

/** Who sees a module's records: everybody, or their owners and those above them. */
export type Sharing = { module: { api_name: string }; share_type: "public" | "private" };

export type CrmOrganization = { company_name: string; iso_code: string; time_zone: string; zgid: string };

/** `info` of a list: page tokens for lists, pages for searches. */
export type ListInfo = {
  more_records: boolean;
  next_page_token?: string | null;
  page: number;
  per_page: number;
  count: number;
};

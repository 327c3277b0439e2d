import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { ModuleName } from "#crm/field/field.ts";

export type CrmRecordRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  module: ModuleName;
  /** What look-ups to this record show. */
  name: string;
  name_key: ColumnType<string, never, never>;
  /** The e-mail address in small letters. */
  email_key: ColumnType<string | null, never, never>;
  /** By api name, in stored form (field-value.ts); empty fields have no key. */
  values: ColumnType<Record<string, unknown>, string, string>;
  owner_id: string;
  created_by: string;
  modified_by: string;
  created_time: Instant;
  modified_time: Instant;
  last_activity_time: Instant | null;
  deleted_time: Instant | null;
  deleted_by: string | null;
  deleted_type: "recycle" | "permanent" | null;
};

export type CrmUniqueValueRow = {
  organization_id: OrganizationId;
  module: ModuleName;
  field: string;
  value: string;
  record_id: string;
};

export type CrmRecordViewRow = {
  organization_id: OrganizationId;
  user_id: string;
  record_id: string;
  viewed_time: Instant;
};

/** A word of the names of a module's records; triggers keep it, and the same one may be there twice. */
export type CrmWordRow = {
  organization_id: OrganizationId;
  module: ModuleName;
  word: string;
  id: ColumnType<string, never, never>;
};

/** A number or day of a record where it stands in the order of its field; triggers keep it. */
export type CrmValueOrderRow = {
  organization_id: OrganizationId;
  module: ModuleName;
  field: string;
  place: number;
  record_id: string;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_record: CrmRecordRow;
    crm_unique_value: CrmUniqueValueRow;
    crm_record_view: CrmRecordViewRow;
    crm_word: CrmWordRow;
    crm_value_order: CrmValueOrderRow;
  }
}

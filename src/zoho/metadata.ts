import { z } from "zod";

/**
 * What the CRM says about itself: the parts we use, other keys are dropped. Zoho writes an empty structure as `{}`
 * and sometimes as null; both are read as "none".
 */
const NamedId = z.object({ id: z.string(), name: z.string().nullish() });

const text = z.string().nullish();

export const Org = z.object({
  id: z.string(),
  /** The number that people know the organization by; a reconnect to another one is refused with it. */
  zgid: z.union([z.string(), z.number().transform(String)]),
  company_name: z.string(),
  /** The base currency, also where only one currency is in use. */
  iso_code: z.string(),
  time_zone: text,
  country_code: text,
  primary_email: text,
});

export type Org = z.infer<typeof Org>;

export const Currency = z.object({
  id: z.string(),
  iso_code: z.string(),
  is_base: z.boolean(),
  is_active: z.boolean().default(true),
  /** Units of this currency for one unit of the base currency, as a decimal text. */
  exchange_rate: z.union([z.string(), z.number().transform(String)]).nullish(),
});

export type Currency = z.infer<typeof Currency>;

export const CrmUser = z.object({
  id: z.string(),
  email: z.string(),
  full_name: text,
  first_name: text,
  last_name: text,
  status: text,
  confirm: z.boolean().nullish(),
  time_zone: text,
  role: NamedId.nullish().catch(null),
  profile: NamedId.nullish().catch(null),
});

export type CrmUser = z.infer<typeof CrmUser>;

export const Module = z.object({
  id: z.string(),
  api_name: z.string(),
  singular_label: text,
  plural_label: text,
  generated_type: z.string(),
  api_supported: z.boolean(),
  viewable: z.boolean().default(true),
  creatable: z.boolean().default(false),
  editable: z.boolean().default(false),
  deletable: z.boolean().default(false),
  status: text,
});

export type Module = z.infer<typeof Module>;

/** Who sees a module's records beside their owners and those above them. Anything but `private` is everybody. */
export const Sharing = z.object({ module: z.object({ api_name: z.string() }), share_type: z.string() });

export type Sharing = z.infer<typeof Sharing>;

/** Modules a user can have records in: links, sub-forms and web tabs are modules too, to Zoho. */
export function hasRecords(module: Module): boolean {
  return module.api_supported && (module.generated_type === "default" || module.generated_type === "custom");
}

const Lookup = z.object({ api_name: text, module: z.object({ api_name: z.string(), id: text }) });

const PickListValue = z.object({ display_value: z.string(), actual_value: z.string(), type: text });

export const Field = z.object({
  id: text,
  api_name: z.string(),
  field_label: text,
  data_type: z.string(),
  json_type: text,
  length: z.number().nullish(),
  decimal_place: z.number().nullish(),
  system_mandatory: z.boolean().default(false),
  read_only: z.boolean().default(false),
  field_read_only: z.boolean().default(false),
  custom_field: z.boolean().default(false),
  visible: z.boolean().default(true),
  virtual_field: z.boolean().default(false),
  /** Undefined where the field is not unique. */
  unique: z.object({ case_sensitive: z.boolean().optional() }).catch({}).optional(),
  pick_list_values: z.array(PickListValue).catch([]),
  lookup: Lookup.optional().catch(undefined),
  operation_type: z.object({ api_create: z.boolean(), api_update: z.boolean() }).optional().catch(undefined),
});

export type Field = z.infer<typeof Field>;

/** Whether the API may write the field at all. */
export function isWritable(field: Field): boolean {
  return !field.read_only && !field.field_read_only && (field.operation_type?.api_update ?? true);
}

export const ViewSummary = z.object({
  id: z.string(),
  name: text,
  display_value: z.string(),
  system_name: text,
  category: text,
  default: z.boolean().default(false),
  system_defined: z.boolean().default(false),
  access_type: text,
  modified_time: text,
});

export type ViewSummary = z.infer<typeof ViewSummary>;

/** A view with its criteria: shown to the user, never evaluated by us; the CRM filters by the view's id. */
export const View = ViewSummary.extend({
  criteria: z.record(z.string(), z.unknown()).nullish(),
  fields: z.array(z.object({ api_name: z.string() })).nullish(),
  sort_by: z.object({ api_name: z.string() }).nullish().catch(null),
  sort_order: text,
});

export type View = z.infer<typeof View>;

export const RelatedList = z.object({
  id: z.string(),
  api_name: z.string(),
  display_label: text,
  href: text,
  type: text,
  module: z.object({ api_name: z.string(), id: text }).nullish().catch(null),
});

export type RelatedList = z.infer<typeof RelatedList>;

export const Count = z.object({ count: z.number().int().nonnegative() });

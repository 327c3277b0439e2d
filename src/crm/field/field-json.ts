import { type DataType, decimalsOf, type Field, hasDecimals, jsonTypes, type ModuleName } from "./field.ts";
import { moduleOf } from "./module.ts";

/** Types that callers cannot search by. */
const unsearchable: ReadonlySet<DataType> = new Set(["textarea", "tags"]);

/** The fields of crm_record that lists sort by. */
const sortable: ReadonlySet<string> = new Set(["id", "Created_Time", "Modified_Time"]);

/** What Zoho CRM says of a field where a feature is not used; none of these is used here. */
const unused = {
  virtual_field: false,
  webhook: true,
  type: "used",
  multiselectlookup: {},
  multiuserlookup: {},
  formula: {},
  rollup_summary: {},
  association_details: null,
  history_tracking: null,
  tooltip: null,
  default_value: null,
  convert_mapping: null,
  blueprint_supported: false,
  show_type: 7,
  category: 1,
  quick_sequence_number: null,
  subform: null,
  profiles: [],
  private: null,
  businesscard_supported: true,
  refer_from_field: null,
  ui_type: 1,
  crypt: null,
} as const;

/** A field as /settings/fields shows it. Structures that a field does not have are {}, as in Zoho CRM. */
export function fieldJson(field: Field, currency: string): Record<string, unknown> {
  const { type, options = [], unique, external, lookup, autoNumber } = field;
  const isCustom = field.custom === true;
  return {
    id: field.id,
    api_name: field.api_name,
    field_label: field.label,
    display_label: field.label,
    data_type: zohoType(field),
    json_type: jsonTypes[type],
    length: field.length,
    decimal_place: hasDecimals(field) ? decimalsOf(field) : null,
    system_mandatory: field.mandatory === true,
    custom_field: isCustom,
    created_source: isCustom ? "user" : "default",
    visible: true,
    filterable: !unsearchable.has(type),
    searchable: !unsearchable.has(type),
    sortable: sortable.has(field.api_name),
    ...accessJson(field),
    pick_list_values: options.map((option, at) => optionJson(field, option, at)),
    unique: unique ? { case_sensitive: false } : {},
    external: external ? { type: "org", show: true } : null,
    lookup: lookup ? lookupJson(lookup.module, lookup.list) : {},
    currency:
      type === "currency" ? { precision: decimalsOf(field), rounding_option: "normal", currency } : {},
    auto_number: autoNumber
      ? { prefix: autoNumber.prefix, start_number: autoNumber.start, suffix: autoNumber.suffix }
      : {},
    ...unused,
  };
}

/** Where a field may be written. */
function accessJson({ readOnly, mandatory }: Field): Record<string, unknown> {
  const isReadOnly = readOnly === true;
  const writable = !isReadOnly;
  return {
    read_only: isReadOnly,
    field_read_only: isReadOnly,
    operation_type: {
      web_update: writable,
      api_create: writable,
      web_create: writable,
      api_update: writable,
    },
    view_type: { view: true, edit: writable, quick_create: mandatory === true, create: writable },
  };
}

function optionJson(field: Field, option: string, at: number): Record<string, unknown> {
  return {
    display_value: option,
    actual_value: option,
    reference_value: option,
    id: optionId(field, at),
    sequence_number: at + 1,
    type: "used",
  };
}

/** Our "tags" is a list of references in Zoho CRM's words. */
function zohoType(field: Field): string {
  return field.type === "tags" ? "text" : field.type;
}

/** Options have no rows of their own: their id is the field's, counted on in steps that leave other fields' ids alone. */
function optionId(field: Field, at: number): string {
  return String(BigInt(field.id) * 1000n + BigInt(at)).slice(-19);
}

function lookupJson(name: ModuleName, list: string): Record<string, unknown> {
  const { id } = moduleOf(name);
  return {
    display_label: list.replaceAll("_", " "),
    api_name: list,
    id,
    module: { api_name: name, id },
    query_details: { system_query_id: null },
    revalidate_filter_during_edit: false,
  };
}

import { type DataType, type Field, jsonTypes, type ModuleName } from "./field.ts";
import { fixedId, type Module, moduleOf, type RelatedList } from "./module.ts";

/** Types that callers cannot search by. */
const unsearchable: ReadonlySet<DataType> = new Set(["textarea", "tags"]);

/** The fields of crm_record that lists sort by. */
const sortable: ReadonlySet<string> = new Set(["id", "Created_Time", "Modified_Time"]);

/** A field as /settings/fields shows it. Structures that a field does not have are {}, as in Zoho CRM. */
export function fieldJson(field: Field, currency: string): Record<string, unknown> {
  const writable = field.readOnly !== true;
  return {
    id: field.id,
    api_name: field.api_name,
    field_label: field.label,
    display_label: field.label,
    data_type: zohoType(field),
    json_type: jsonTypes[field.type],
    length: field.length,
    decimal_place: field.decimals ?? null,
    system_mandatory: field.mandatory === true,
    custom_field: field.custom === true,
    read_only: !writable,
    field_read_only: !writable,
    visible: true,
    filterable: !unsearchable.has(field.type),
    searchable: !unsearchable.has(field.type),
    sortable: sortable.has(field.api_name),
    virtual_field: false,
    webhook: true,
    created_source: field.custom ? "user" : "default",
    type: "used",
    operation_type: {
      web_update: writable,
      api_create: writable,
      web_create: writable,
      api_update: writable,
    },
    view_type: { view: true, edit: writable, quick_create: field.mandatory === true, create: writable },
    pick_list_values: (field.options ?? []).map((option, at) => ({
      display_value: option,
      actual_value: option,
      reference_value: option,
      id: optionId(field, at),
      sequence_number: at + 1,
      type: "used",
    })),
    unique: field.unique ? { case_sensitive: false } : {},
    external: field.external ? { type: "org", show: true } : null,
    lookup: field.lookup ? lookupJson(field.lookup.module, field.lookup.list) : {},
    currency:
      field.type === "currency"
        ? { precision: field.decimals ?? 2, rounding_option: "normal", currency }
        : {},
    auto_number: field.autoNumber
      ? {
          prefix: field.autoNumber.prefix,
          start_number: field.autoNumber.start,
          suffix: field.autoNumber.suffix,
        }
      : {},
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

/** A module as /settings/modules shows it. No other keys: the published description forbids them. */
export function moduleJson({ api_name, id, singular, plural }: Module, at: number): Record<string, unknown> {
  return {
    api_name,
    module_name: api_name,
    id,
    singular_label: singular,
    plural_label: plural,
    actual_singular_label: singular,
    actual_plural_label: plural,
    api_supported: true,
    viewable: true,
    creatable: true,
    editable: true,
    deletable: true,
    convertable: false,
    visibility: 1,
    status: "visible",
    show_as_tab: true,
    quick_create: true,
    generated_type: "default",
    access_type: "org_based",
    private_profile: null,
    global_search_supported: true,
    public_fields_configured: false,
    recycle_bin_on_delete: true,
    has_more_profiles: false,
    sub_menu_available: true,
    presence_sub_menu: true,
    triggers_supported: true,
    isBlueprintSupported: false,
    lookupable: true,
    feeds_required: false,
    profile_count: 2,
    business_card_field_limit: 5,
    sequence_number: at + 1,
    web_link: null,
    description: null,
    modified_time: null,
    modified_by: null,
    parent_module: {},
    arguments: [],
    profiles: [],
  };
}

/** The related lists of a module as /settings/related_lists shows them. */
export function relatedListsJson(module: Module, lists: readonly RelatedList[]): Record<string, unknown>[] {
  return lists.map(({ list, module: name }, at) => ({
    id: fixedId(module.id, 3, at),
    sequence_number: String(at + 1),
    display_label: list.replaceAll("_", " "),
    api_name: list,
    name: list.replaceAll("_", " "),
    module: { api_name: name, id: moduleOf(name).id },
    action: null,
    href: `${module.api_name}/{ENTITYID}/${list}`,
    type: "default",
    status: "visible",
    connectedmodule: null,
    linkingmodule: null,
    customize_sort: false,
    customize_fields: false,
    customize_display_label: false,
  }));
}
